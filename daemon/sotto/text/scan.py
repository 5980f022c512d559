"""Running text becomes words and boundaries, left to right, each character looked at once.

What stands at a place decides which recogniser is asked; the first that answers wins. A
character that none knows is named, so nothing is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sotto.messages import Punctuation, SayAsForm, Stop
from sotto.text.abbreviations import abbreviation, ends_sentence
from sotto.text.addresses import address, may_have_addresses
from sotto.text.boundaries import boundary
from sotto.text.capitals import capitals
from sotto.text.dashes import DASHES, VULGAR, is_minus, joins
from sotto.text.emoji import emoji, picture_end
from sotto.text.foreign import foreign_word
from sotto.text.items import (
    COMMA_PAUSE,
    PARAGRAPH_PAUSE,
    STOP_PAUSE,
    Boundary,
    Found,
    Item,
    Pronunciation,
    Say,
    shifted,
    spread,
)
from sotto.text.letters import spell
from sotto.text.lines import line_end
from sotto.text.money import is_coded, is_money
from sotto.text.numbers import NumberContext, number
from sotto.text.pronounced import say_pronounced
from sotto.text.roman import roman, roman_letters
from sotto.text.scripts import NO_FIGURES, base, is_latin
from sotto.text.symbols import BLANKS, is_blank, name, silent_characters
from sotto.text.tables import table_for
from sotto.text.words import is_letter, say_word, word_end

_BLANKS = re.compile(r"[\s\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]{1,65536}")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\u2029")
_BETWEEN_FIGURES = "-–/:*^.,−~‒"
_RANGE_SIGNS = "-–‒~"
_APART = re.compile(r"[0-9] [0-9]{3}(?![0-9])")
_OPENING = "([{<\"'“‘„«"
_DRAWING = re.compile("[\u2500-\u259f\u2800-\u28ff]{1,4096}")
"""Lines, blocks and spinners, which are one thing however many there are."""
_LONGEST_REPEAT = 3
_REPEATED = re.compile(r"(.)\1*", re.DOTALL)
_LONG_QUIET = 256
"""Characters; a stretch so long without anything to say is not looked at sign by sign."""


@dataclass(frozen=True, slots=True)
class ReadingMode:
    """How running text is to be read: its language, the voice's, and what else is spoken."""

    language: str
    default: str
    punctuation: Punctuation = Punctuation.NONE
    is_character: bool = False
    is_silent: bool = False
    in_digits: bool = False
    is_literal: bool = False
    passes_emoji: bool = False


def scan(
    text: str, mode: ReadingMode, pronounced: Mapping[int, Pronunciation] | None = None
) -> Iterator[Item]:
    """The words and boundaries of a run; their spans never go back. `pronounced` is what has its
    sounds given, by where it begins."""
    if pronounced:
        return _with_pronounced(text, mode, pronounced)
    return _Scanner(text, mode).run()


def _with_pronounced(
    text: str, mode: ReadingMode, pronounced: Mapping[int, Pronunciation]
) -> Iterator[Item]:
    scanner, at = _Scanner(text, mode), 0
    for start in sorted(pronounced):
        if start < at:
            continue
        yield from scanner.run(at, start)
        known = pronounced[start]
        plain = replace(mode, is_character=False, is_silent=False)
        reading = scan(known.written, plain)
        said, at = say_pronounced(known, text, reading, base(mode.language))
        for item in said:
            yield scanner.remember(item)
    yield from scanner.run(at)


class _Scanner:
    """Walks one run."""

    def __init__(self, text: str, mode: ReadingMode) -> None:
        self._text = text
        self._mode = mode
        self._table = table_for(mode.language)
        self._native = self._table.language == base(mode.language)
        level = Punctuation.ALL if mode.is_silent else mode.punctuation
        self._silent = silent_characters(level)
        self._apostrophes = level is not Punctuation.ALL
        self._before = ""
        self._carried = ""
        self._address_end = 0
        self._has_quiet = len(text) > _LONG_QUIET
        self._has_addresses = may_have_addresses(text)

    def run(self, at: int = 0, stop: int | None = None) -> Iterator[Item]:
        """The items from `at` to `stop`, or to the end; what is read as one with what stands
        behind `stop` is read by itself."""
        size = len(self._text) if stop is None else stop
        while at < size:
            if self._has_quiet and (quiet := min(self._quiet_end(at), size - 1)) > at:
                yield self.remember(Boundary(Stop.FULL, PARAGRAPH_PAUSE, at))
                at = quiet
            items, end = self._next(at)
            if end > size and not is_blank(self._text[at]):
                items, end = [*shifted(scan(self._text[at:size], self._mode), at)], size
            for item in items:
                yield self.remember(item)
            at = end

    def _quiet_end(self, at: int) -> int:
        """The last blank of a long stretch without anything to say that begins with one."""
        if at < self._address_end or not is_blank(self._text[at]):
            return at
        found = _quiet(self._silent).match(self._text, at)
        end = found.end() if found else at
        while end > at and not is_blank(self._text[end - 1]):
            end -= 1
        return max(end - 1, at)

    def remember(self, item: Item) -> Item:
        """Digits take the language of the word before them, within a sentence."""
        if isinstance(item, Boundary):
            if item.stop is not Stop.COMMA:
                self._carried = self._before = ""
            return item
        self._before = item.text
        if item.neutral:
            language = self._figures_language()
            return replace(item, language=language) if language != item.language else item
        if self._text[item.start].isalpha():
            self._carried = item.language
        return item

    def _figures_language(self) -> str:
        """The language for digits; "" for the text's own."""
        language = self._carried or self._mode.language
        if base(language) in NO_FIGURES:
            return self._mode.default if is_latin(self._mode.default) else "en"
        return self._carried

    def _next(self, at: int) -> tuple[list[Item], int]:
        char = self._text[at]
        if is_blank(char):
            return self._blanks(at)
        if self._has_addresses and at >= self._address_end and self._starts_chunk(at):
            self._address_end = address(self._text, at)
        whole = self._picture(at) or self._clitic(at)
        if whole:
            return whole
        if is_letter(char):
            return self._letters(at)
        found = self._figures(at)
        return ([*found[0]], found[1]) if found else self._symbol(at)

    def _letters(self, at: int) -> tuple[list[Item], int]:
        """What begins with a letter."""
        if self._text[at].isupper() and self._is_coded_money(at):
            coded = number(self._text, at, self._table, NumberContext(True, self._before))
            if coded:
                return [*coded[0]], coded[1]
        return self._abbreviation(at) or self._word(at) or self._foreign(at) or self._symbol(at)

    def _picture(self, at: int) -> tuple[list[Item], int] | None:
        """An emoji that has a name, or is passed over."""
        if self._mode.passes_emoji and (end := picture_end(self._text, at)) > at:
            return [], end
        sequence = emoji(self._text, at, self._table.language)
        return ([*sequence[0]], sequence[1]) if sequence else None

    def _starts_chunk(self, at: int) -> bool:
        return at == 0 or self._text[at - 1] in _OPENING or is_blank(self._text[at - 1])

    def _blanks(self, at: int) -> tuple[list[Item], int]:
        if self._text[at] == " " and self._text[at + 1 : at + 2].isalnum():
            return self._one_blank(at)
        found = _BLANKS.match(self._text, at)
        end = found.end() if found else at + 1
        blanks = self._text[at:end]
        if _PARAGRAPH.search(blanks):
            return [Boundary(Stop.FULL, PARAGRAPH_PAUSE, at)], end
        if "\u2028" in blanks:
            return [Boundary(Stop.FULL, STOP_PAUSE, at)], end
        if "\n" in blanks and at and end < len(self._text):
            return [*line_end(self._text, at, end)], end
        if "\t" in blanks and at and end < len(self._text):
            return [Boundary(Stop.COMMA, COMMA_PAUSE, at)], end
        return self._one_blank(at) if end - at == 1 else ([], end)

    def _one_blank(self, at: int) -> tuple[list[Item], int]:
        if at and self._text[at - 1].isdigit() and _APART.match(self._text, at - 1):
            return [Boundary(Stop.COMMA, COMMA_PAUSE, at)], at + 1
        return [], at + 1

    def _abbreviation(self, at: int) -> tuple[list[Item], int] | None:
        is_one = self._native and not self._mode.is_literal
        if not is_one or at < self._address_end or self._follows_word(at):
            return None
        found = abbreviation(self._text, at, self._table, self._before)
        if found is None:
            return None
        items: list[Item] = [*found[0]]
        is_dotted = self._text[found[1] - 1] == "."
        if is_dotted and ends_sentence(self._text, at, found[1], self._table):
            items.append(Boundary(Stop.FULL, STOP_PAUSE, found[1] - 1))
        return items, found[1]

    def _word(self, at: int) -> tuple[list[Item], int] | None:
        if self._mode.is_character:
            return self._lone_letter(at)
        end = word_end(self._text, at, apostrophes=self._apostrophes)
        if at < self._address_end:
            end = min(end, self._address_end)
        word = self._text[at:end]
        written = self._written(word, at, end)
        if written is not None:
            return [*written[0]], written[1]
        if self._is_spelled(word, at):
            return [Say(c, at + i, at + i + 1, letter=True) for i, c in enumerate(word)], end
        said = say_word(self._text, at, end, self._mode.language, self._mode.default)
        return ([*said], end) if said is not None else None

    def _is_coded_money(self, at: int) -> bool:
        if not self._text[at + 1 : at + 2].isupper() and self._text[at + 1 : at + 2] != "$":
            return False
        is_read = self._native and not self._mode.is_literal and not self._mode.in_digits
        is_apart = at >= self._address_end and not self._follows_word(at)
        return is_read and is_apart and is_coded(self._text, at, self._table)

    def _foreign(self, at: int) -> tuple[list[Item], int] | None:
        found = foreign_word(self._text, at, self._mode.language, self._mode.default)
        return ([*found[0]], found[1]) if found else None

    def _written(self, word: str, at: int, end: int) -> Found | None:
        """Roman numerals and words in capitals, where a table tells how to read them."""
        if not self._native or self._mode.is_literal or at < self._address_end:
            return None
        if not word[0].isupper():
            return roman_letters(word, at, end)
        return roman(self._text, at, end, self._table, self._before) or capitals(
            self._text, at, end, self._table
        )

    def _is_spelled(self, word: str, at: int) -> bool:
        if at < self._address_end and len(word) == 1 and word.isascii():
            return True
        if not self._native:
            return False
        return word in self._table.acronyms or word.lower() in self._table.lone_letters

    def _clitic(self, at: int) -> tuple[list[Item], int] | None:
        """Dutch `'t`, whose apostrophe libespeak-ng needs."""
        if self._text[at] not in "'’" or not (self._native and self._apostrophes):
            return None
        letter, after = self._text[at + 1 : at + 2], self._text[at + 2 : at + 3]
        if not letter or letter.lower() not in self._table.clitics or after.isalnum():
            return None
        return [Say(f"'{letter}", at, at + 2)], at + 2

    def _lone_letter(self, at: int) -> tuple[list[Item], int]:
        language, default = self._mode.language, self._mode.default
        named = spell(self._text[at], SayAsForm.GLYPHS, language, default)
        return [*shifted(named, at)], at + 1

    def _follows_word(self, at: int) -> bool:
        return at > 0 and (self._text[at - 1].isalnum() or self._text[at - 1] in "._'’")

    def _figures(self, at: int) -> Found | None:
        char = self._text[at]
        if char.isdecimal() and (self._mode.in_digits or not char.isascii()):
            return [Say(str(unicodedata.decimal(char)), at, at + 1, neutral=True)], at + 1
        is_apart = at >= self._address_end and not self._follows_word(at)
        native = self._native and is_apart and not self._mode.is_literal
        if not char.isdecimal():
            is_sign = char in "'’" or char in VULGAR
            if not native or not (is_sign or is_money(self._text, at, self._table)):
                return None
        region = self._mode.language.rpartition("-")[2].lower()
        found = number(self._text, at, self._table, NumberContext(native, self._before, region))
        return self._with_signs(found, at) if found else None

    def _with_signs(self, found: Found, at: int) -> Found:
        """With the names of signs that the reading of figures passes over and that are wanted."""
        items, end = found
        covered = {
            i for each in items if isinstance(each, Say) for i in range(each.start, each.end)
        }
        signs = [
            each
            for i in range(at, end)
            if i not in covered
            and self._text[i] not in self._silent
            and not is_blank(self._text[i])
            for each in self._named(i)
        ]
        if not signs:
            return found
        return sorted([*items, *signs], key=_place), end

    def _named(self, at: int) -> Iterator[Say]:
        words, language = name(self._text[at], self._table)
        other = "" if base(language) == base(self._mode.language) else language
        return (Say(word, at, at + 1, language=other) for word in words)

    def _symbol(self, at: int) -> tuple[list[Item], int]:
        char = self._text[at]
        drawn = _DRAWING.match(self._text, at)
        if drawn and self._table.line and not self._mode.is_character:
            said = [] if char in self._silent else spread(self._table.line, at, drawn.end())
            return [*said], drawn.end()
        end = _repeated_end(self._text, at)
        arrow = self._arrow(at)
        if arrow and end - at == 1:
            return [*spread(self._table.symbols.get(arrow, arrow), at, at + 2)], at + 2
        items: list[Item] = [*self._spoken(at, end)] if self._is_spoken(at, end) else []
        found = None if self._joins(at) else boundary(self._text, at, end)
        if found is not None and not (char == "!" and items and self._stands_apart(at, end)):
            items.append(found)
        return items, end

    def _is_spoken(self, at: int, end: int) -> bool:
        char = self._text[at]
        if char not in self._silent or at < self._address_end:
            return True
        if end - at > 1:
            return char == "/" and self._between(at, end, str.isalnum)
        if char in _BETWEEN_FIGURES and self._between(at, end, str.isdecimal):
            return True
        if char in ".@" and end < len(self._text) and self._text[end].isalnum():
            return not self._is_wide(end)
        return self._means_something(at, end)

    def _means_something(self, at: int, end: int) -> bool:
        """Whether a sign that is else quiet says something here."""
        if end - at == 1 and (self._joins(at) or self._is_about(at)):
            return True
        is_unequal = self._text[at : at + 2] == "!="
        if is_unequal or (self._text[at] == "!" and self._stands_apart(at, end)):
            return True
        return self._is_minus(at, end) or self._arrow(at) is not None

    def _stands_apart(self, at: int, end: int) -> bool:
        """A sign among words, not at the end of one: `x ! =`, `! ok`."""
        before = at == 0 or self._text[at - 1].isspace()
        ahead = self._text[end : end + 2]
        return before and len(ahead) > 1 and ahead[0] == " " and not ahead[1].isupper()

    def _is_about(self, at: int) -> bool:
        """`~5`, whose sign says something."""
        ahead = self._text[at + 1 : at + 2]
        return self._text[at] == "~" and ahead.isdecimal() and self._starts_chunk(at)

    def _arrow(self, at: int) -> str | None:
        """The arrow that two signs stand for, where `at` is the first of them."""
        return {"->": "→", "<-": "←"}.get(self._text[at : at + 2]) if self._native else None

    def _between(self, at: int, end: int, test: Callable[[str], bool]) -> bool:
        if at == 0 or end >= len(self._text):
            return False
        return test(self._text[at - 1]) and test(self._text[end])

    def _is_wide(self, at: int) -> bool:
        return self._text[at] >= "\u2e80"

    def _spoken(self, at: int, end: int) -> list[Say]:
        char, count = self._text[at], end - at
        if self._is_minus(at, end):
            char = "−"
        elif count == 1 and self._joins(at):
            return spread(self._table.to, at, end)
        words, language = name(char, self._table)
        other = "" if base(language) == base(self._mode.language) else language
        if count > _LONGEST_REPEAT:
            return [Say(word, at, end, language=other) for word in (str(count), *words)]
        return [
            Say(word, at + i, at + i + 1, language=other) for i in range(count) for word in words
        ]

    def _is_minus(self, at: int, end: int) -> bool:
        is_one = end - at == 1 and self._text[at] in DASHES and self._starts_chunk(at)
        return is_one and is_minus(self._text, at, self._table)

    def _joins(self, at: int) -> bool:
        """Whether a sign is the dash of a range."""
        if not self._native or self._mode.is_literal or self._text[at] not in _RANGE_SIGNS:
            return False
        return not self._mode.in_digits and joins(self._text, at, self._table, self._before)


def _place(item: Item) -> int:
    return item.start if isinstance(item, Say) else item.at


def _repeated_end(text: str, at: int) -> int:
    """Where the repetitions of the character at `at` end."""
    found = _REPEATED.match(text, at)
    return found.end() if found else at + 1


@lru_cache(maxsize=8)
def _quiet(silent: frozenset[str]) -> re.Pattern[str]:
    """Long stretches of blanks and of signs that are silent wherever they stand."""
    signs = re.escape("".join(sorted((silent | set(BLANKS)) - {"!"})))
    return re.compile(f"[{signs}]{{{_LONG_QUIET},}}+")

"""Running text becomes words and boundaries, left to right, each character looked at once.

What stands at a place decides which recogniser is asked; the first that answers wins. A
character that none knows is named, so nothing is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from sotto.messages import Punctuation, SayAsForm, Stop
from sotto.patterns import regex
from sotto.text.abbreviations import abbreviation, ends_sentence
from sotto.text.addresses import address, may_have_addresses
from sotto.text.dictionary.pronounced import say_pronounced
from sotto.text.figures.money import is_coded, is_money
from sotto.text.figures.numbers import NumberContext, number
from sotto.text.figures.roman import roman, roman_letters
from sotto.text.foreign import foreign_word
from sotto.text.lines import line_end
from sotto.text.signs.capitals import capitals
from sotto.text.signs.dashes import VULGAR
from sotto.text.signs.emoji import emoji, may_have_pictures, picture_end
from sotto.text.signs.letters import spell
from sotto.text.signs.network import may_have_networks, network
from sotto.text.signs.signs import Signs, starts_chunk
from sotto.text.signs.symbols import BLANKS, is_blank, silent_characters
from sotto.text.tables import table_for
from sotto.text.tokens.items import (
    COMMA_PAUSE,
    PARAGRAPH_PAUSE,
    STOP_PAUSE,
    Boundary,
    Found,
    Item,
    Pronunciation,
    Say,
    shifted,
)
from sotto.text.tokens.mode import ReadingMode
from sotto.text.tokens.scripts import NO_FIGURES, base, is_latin
from sotto.text.tokens.words import is_letter, say_word, word_end

_BLANKS = regex(r"[\s\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]{1,65536}")
_PARAGRAPH = regex(r"\n[^\S\n]*\n|\u2029")
_APART = regex(r"[0-9] [0-9]{3}(?![0-9])")
_CHUNK_END = regex(r"\s|\Z")
_ELIDED = regex(r"([^\W\d_]{1,6})['’](?=[0-9])")
_LONG_QUIET = 256
"""Characters; a stretch so long without anything to say is not looked at sign by sign."""


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
        self._has_networks = may_have_networks(text)
        self._chunk_end = 0
        self._has_pictures = may_have_pictures(text)
        self._signs = Signs(text, mode, self._table, self._silent)

    def run(self, at: int = 0, stop: int | None = None) -> Iterator[Item]:
        """The items from `at` to `stop`, or to the end; what is read as one with what stands
        behind `stop` is read by itself."""
        text = self._text
        size = len(text) if stop is None else stop
        while at < size:
            if text[at] == " " and text[at + 1 : at + 2].isalpha():
                at += 1
                continue
            if self._has_quiet and (quiet := min(self._quiet_end(at), size - 1)) > at:
                yield self.remember(Boundary(Stop.FULL, PARAGRAPH_PAUSE, at))
                at = quiet
            items, end = self._next(at)
            if end > size and not is_blank(text[at]):
                items, end = [*shifted(scan(text[at:size], self._mode), at)], size
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

    def _next(self, at: int) -> Found:
        char = self._text[at]
        if is_blank(char):
            return self._blanks(at)
        if self._has_addresses and at >= self._address_end and starts_chunk(self._text, at):
            self._address(at)
        if self._has_networks and (whole := self._network(at)):
            return whole
        whole = self._picture(at) if self._has_pictures else None
        if whole or (char in "'’" and (whole := self._clitic(at))):
            return whole
        if is_letter(char):
            return self._letters(at)
        found = self._figures(at)
        return found or self._symbol(at)

    def _network(self, at: int) -> Found | None:
        """An address in hexadecimal; also in languages without a table."""
        return None if self._mode.is_character else network(self._text, at, self._table)

    def _address(self, at: int) -> None:
        """Looks for an address at `at`, if its chunk has a sign of one."""
        if at >= self._chunk_end:
            found = _CHUNK_END.search(self._text, at)
            end = found.start() if found else len(self._text)
            self._chunk_end = end if not may_have_addresses(self._text[at:end]) else at
        if at >= self._chunk_end:
            self._address_end = address(self._text, at)

    def _symbol(self, at: int) -> Found:
        return self._signs.said(at, self._before, in_address=at < self._address_end)

    def _letters(self, at: int) -> Found:
        """What begins with a letter."""
        if self._text[at].isupper() and self._is_coded_money(at):
            coded = number(self._text, at, self._table, NumberContext(True, self._before))
            if coded:
                return coded
        if self._table.elided and (elided := self._elided(at)):
            return elided
        return self._abbreviation(at) or self._word(at) or self._foreign(at) or self._symbol(at)

    def _elided(self, at: int) -> Found | None:
        """Italian `l'8`, whose letter and figure are one word."""
        found = _ELIDED.match(self._text, at)
        if not found or not self._native or self._mode.is_literal or self._mode.in_digits:
            return None
        context = NumberContext(is_native=True, before=found[1])
        read = number(self._text, found.end(), self._table, context)
        if read is None:
            return None
        first, *rest = read[0]
        if not isinstance(first, Say) or first.text not in self._table.elided:
            return None
        word = f"{found[1]}'{self._table.elided[first.text]}"
        return [replace(first, text=word, start=at, neutral=False), *rest], read[1]

    def _picture(self, at: int) -> Found | None:
        """An emoji that has a name, or is passed over."""
        if self._mode.passes_emoji and (end := picture_end(self._text, at)) > at:
            return [], end
        return emoji(self._text, at, self._table.language)

    def _blanks(self, at: int) -> Found:
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
            return line_end(self._text, at, end), end
        if "\t" in blanks and at and end < len(self._text):
            return [Boundary(Stop.COMMA, COMMA_PAUSE, at)], end
        return self._one_blank(at) if end - at == 1 else ([], end)

    def _one_blank(self, at: int) -> Found:
        if at and self._text[at - 1].isdigit() and _APART.match(self._text, at - 1):
            return [Boundary(Stop.COMMA, COMMA_PAUSE, at)], at + 1
        return [], at + 1

    def _abbreviation(self, at: int) -> Found | None:
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

    def _word(self, at: int) -> Found | None:
        if self._mode.is_character:
            return self._lone_letter(at)
        end = word_end(self._text, at, apostrophes=self._apostrophes)
        if at < self._address_end:
            end = min(end, self._address_end)
        word = self._text[at:end]
        written = self._written(word, at, end)
        if written is not None:
            return written
        if self._is_spelled(word, at):
            return [Say(c, at + i, at + i + 1, letter=True) for i, c in enumerate(word)], end
        said = say_word(self._text, at, end, self._mode.language, self._mode.default)
        return (said, end) if said is not None else None

    def _is_coded_money(self, at: int) -> bool:
        if not self._text[at + 1 : at + 2].isupper() and self._text[at + 1 : at + 2] != "$":
            return False
        is_read = self._native and not self._mode.is_literal and not self._mode.in_digits
        is_apart = at >= self._address_end and not self._follows_word(at)
        return is_read and is_apart and is_coded(self._text, at, self._table)

    def _foreign(self, at: int) -> Found | None:
        return foreign_word(self._text, at, self._mode.language, self._mode.default)

    def _written(self, word: str, at: int, end: int) -> Found | None:
        """Roman numerals and words in capitals, where a table tells how to read them."""
        if not self._native or self._mode.is_literal or at < self._address_end:
            return None
        if not word[0].isupper():
            return roman_letters(word, at, end, self._table.language)
        return roman(self._text, at, end, self._table, self._before) or capitals(
            self._text, at, end, self._table
        )

    def _is_spelled(self, word: str, at: int) -> bool:
        if at < self._address_end and len(word) == 1 and word.isascii():
            return True
        if not self._native:
            return False
        return word in self._table.acronyms or word.lower() in self._table.lone_letters

    def _clitic(self, at: int) -> Found | None:
        """Dutch `'t`, whose apostrophe libespeak-ng needs."""
        if not (self._native and self._apostrophes):
            return None
        letter, after = self._text[at + 1 : at + 2], self._text[at + 2 : at + 3]
        if not letter or letter.lower() not in self._table.clitics or after.isalnum():
            return None
        return [Say(f"'{letter}", at, at + 2)], at + 2

    def _lone_letter(self, at: int) -> Found:
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
        return self._signs.with_signs(found, at) if found else None


@lru_cache(maxsize=8)
def _quiet(silent: frozenset[str]) -> re.Pattern[str]:
    """Long stretches of blanks and of signs that are silent wherever they stand."""
    signs = re.escape("".join(sorted((silent | set(BLANKS)) - {"!"})))
    return re.compile(f"[{signs}]{{{_LONG_QUIET},}}+")

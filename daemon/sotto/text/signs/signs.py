"""Signs in running text: which are spoken, what they are called, and what they end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from sotto.patterns import regex
from sotto.text.signs.dashes import DASHES, is_minus, joins
from sotto.text.signs.symbols import is_blank, name
from sotto.text.tables import Table
from sotto.text.tokens.boundaries import boundary
from sotto.text.tokens.items import Found, Item, Say, spread
from sotto.text.tokens.mode import ReadingMode
from sotto.text.tokens.scripts import base

OPENING = "([{<\"'“‘„«"
_BETWEEN_FIGURES = "-–/:*^.,−~‒"
_RANGE_SIGNS = "-–‒~"
_RAISED = regex("[⁻⁺]?[⁰¹²³⁴-⁹]{1,8}")
_ZONES = ("UTC", "GMT")
_EXPONENT = regex(r"[0-9][eE][-−–](?=[0-9])")
_SUM_SIGNS = {"-": "−", "–": "−", ":": "÷", "/": "÷"}
_GRADES = frozenset("ABCDEF")
_GRADE = regex(r"(?<!\w)[A-F]-(?=[\s,.;)]|\Z)")
_SUM = regex(r"[0-9)] [-–:/] [0-9(][0-9.,()+*/×÷:^ x–-]{0,40}=")
_RATIO = regex(r"[0-9] : [0-9]")
_ARROWS = {"->": "→", "<-": "←"}
_DRAWING = regex("[\u2500-\u259f\u2800-\u28ff]{1,4096}")
"""Lines, blocks and spinners, which are one thing however many there are."""
_LONGEST_REPEAT = 3
_REPEATED = regex(r"(.)\1*", re.DOTALL)


def starts_chunk(text: str, at: int) -> bool:
    """Whether what is at `at` stands behind a blank or an opening sign, or first."""
    return at == 0 or text[at - 1] in OPENING or is_blank(text[at - 1])


class Signs:
    """The signs of one run; `silent` are those that get no word at its level."""

    def __init__(self, text: str, mode: ReadingMode, table: Table, silent: frozenset[str]) -> None:
        self._text = text
        self._mode = mode
        self._table = table
        self._native = table.language == base(mode.language)
        self._silent = silent

    def with_signs(self, found: Found, at: int) -> Found:
        """With the names of signs that the reading of figures passes over and that are wanted."""
        items, end = found
        gaps: list[int] = []
        reached = at
        for item in items:
            if isinstance(item, Say):
                gaps += range(reached, item.start)
                reached = max(reached, item.end)
        gaps += range(reached, end)
        signs = [
            each
            for i in gaps
            if self._text[i] not in self._silent and not is_blank(self._text[i])
            for each in self._named(i)
        ]
        return (sorted([*items, *signs], key=_place), end) if signs else found

    def _named(self, at: int) -> Iterator[Say]:
        words, language = name(self._text[at], self._table)
        other = "" if base(language) == base(self._mode.language) else language
        return (Say(word, at, at + 1, language=other) for word in words)

    def said(self, at: int, before: str, *, in_address: bool) -> Found:
        """What the sign at `at` says and ends, and where its repetitions end; `before` is the
        word before."""
        char = self._text[at]
        drawn = _DRAWING.match(self._text, at)
        if drawn and self._table.line and not self._mode.is_character:
            said = [] if char in self._silent else spread(self._table.line, at, drawn.end())
            return said, drawn.end()
        raised = self._power(at) if char > "\xb1" else None
        if raised:
            return raised
        end = _repeated_end(self._text, at)
        arrow = self._arrow(at)
        if arrow and end - at == 1:
            return spread(self._table.symbols.get(arrow, arrow), at, at + 2), at + 2
        is_joint = self._joins(at, before)
        is_spoken = in_address or self._is_spoken(at, end, is_joint=is_joint)
        items: list[Item] = [*self._spoken(at, end, is_joint=is_joint)] if is_spoken else []
        is_within = is_joint or (char in _SUM_SIGNS and self._is_in_math(at))
        found = None if is_within else boundary(self._text, at, end)
        if found is not None and not (char == "!" and items and self._stands_apart(at, end)):
            items.append(found)
        return items, end

    def _is_spoken(self, at: int, end: int, *, is_joint: bool) -> bool:
        char = self._text[at]
        if char not in self._silent:
            return True
        if end - at > 1:
            return char == "/" and self._between(at, end, str.isalnum)
        if char in _BETWEEN_FIGURES and self._between(at, end, str.isdecimal):
            return True
        if char in ".@" and end < len(self._text) and self._text[end].isalnum():
            return not self._is_wide(end)
        return self._means_something(at, end, is_joint=is_joint)

    def _means_something(self, at: int, end: int, *, is_joint: bool) -> bool:
        """Whether a sign that is else quiet says something here."""
        if end - at == 1 and (is_joint or self._is_about(at)):
            return True
        if self._text[at] in _SUM_SIGNS and self._is_in_math(at):
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
        return self._text[at] == "~" and ahead.isdecimal() and starts_chunk(self._text, at)

    def _is_in_math(self, at: int) -> bool:
        return self._text[at - 1 : at] == " " and (self._is_in_sum(at) or self._is_ratio(at))

    def _is_in_sum(self, at: int) -> bool:
        """`5 - 3 = 2` and `10 : 2 = 5`, whose signs are minus and divided by."""
        if self._text[at - 1 : at] != " " or not self._native or self._mode.is_character:
            return False
        return _SUM.match(self._text, max(at - 2, 0)) is not None

    def _is_ratio(self, at: int) -> bool:
        """`5 : 3`, whose sign says something."""
        return self._text[at] == ":" and _RATIO.match(self._text, max(at - 2, 0)) is not None

    def _arrow(self, at: int) -> str | None:
        """The arrow that two signs stand for, where `at` is the first of them."""
        return _ARROWS.get(self._text[at : at + 2]) if self._native else None

    def _between(self, at: int, end: int, test: Callable[[str], bool]) -> bool:
        if at == 0 or end >= len(self._text):
            return False
        return test(self._text[at - 1]) and test(self._text[end])

    def _is_wide(self, at: int) -> bool:
        return self._text[at] >= "\u2e80"

    def _spoken(self, at: int, end: int, *, is_joint: bool) -> list[Say]:
        char, count = self._text[at], end - at
        if count == 1 and char in _SUM_SIGNS and self._is_in_sum(at):
            char = _SUM_SIGNS[char]
        elif self._is_minus(at, end):
            char = "−"
        elif count == 1 and is_joint:
            return spread(self._table.to, at, end)
        words, language = name(char, self._table)
        other = "" if base(language) == base(self._mode.language) else language
        if count > _LONGEST_REPEAT:
            return [Say(word, at, end, language=other) for word in (str(count), *words)]
        return [
            Say(word, at + i, at + i + 1, language=other) for i in range(count) for word in words
        ]

    def _is_minus(self, at: int, end: int) -> bool:
        is_one = end - at == 1 and self._text[at] in DASHES
        is_behind = self._is_in_zone(at) or self._is_exponent(at) or self._is_grade(at)
        if not is_one or not (is_behind or starts_chunk(self._text, at)):
            return False
        return self._is_grade(at) or is_minus(self._text, at, self._table)

    def _is_in_zone(self, at: int) -> bool:
        """`UTC-5`, whose dash says something."""
        return self._text[max(at - 3, 0) : at] in _ZONES

    def _is_grade(self, at: int) -> bool:
        """English `C-`, a mark."""
        is_one = self._text[at - 1 : at] in _GRADES and at > 0 and self._table.language == "en"
        return is_one and _GRADE.match(self._text, at - 1) is not None

    def _is_exponent(self, at: int) -> bool:
        """`1e-5`, whose dash says something."""
        if self._text[at - 1 : at] not in ("e", "E"):
            return False
        found = _EXPONENT.search(self._text, max(at - 4, 0), at + 2)
        return found is not None and found.end() == at + 1

    def _power(self, at: int) -> Found | None:
        """An exponent of several figures, or one that has no name: `10²³`, `x⁴`, `10⁻³`."""
        found = _RAISED.match(self._text, at) if self._native and self._table.power else None
        if found is None or found[0] in ("¹", "²", "³") or self._mode.is_character or not at:
            return None
        signs = {"⁻": f"{self._table.symbols['−']} ", "⁺": f"{self._table.symbols['+']} "}
        said = "".join(signs.get(c) or unicodedata.normalize("NFKC", c) for c in found[0])
        is_note = self._text[max(at - 2, 0) : at].isalpha() and at > 1 and said.isdecimal()
        is_base = self._text[at - 1].isalnum() or self._text[at - 1] in ")]"
        words = said if is_note or not is_base else f"{self._table.power} {said}"
        return spread(words, at, found.end()), found.end()

    def _joins(self, at: int, before: str) -> bool:
        """Whether a sign is the dash of a range."""
        if not self._native or self._mode.is_literal or self._text[at] not in _RANGE_SIGNS:
            return False
        if self._is_exponent(at):
            return False
        return not self._mode.in_digits and joins(self._text, at, self._table, before)


def _place(item: Item) -> int:
    return item.start if isinstance(item, Say) else item.at


def _repeated_end(text: str, at: int) -> int:
    """Where the repetitions of the character at `at` end."""
    found = _REPEATED.match(text, at)
    return found.end() if found else at + 1

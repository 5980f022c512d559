"""Long stretches of a request that say nothing are passed at once, not token by token.

A megabyte of empty elements or blanks before the first word must not hold it up. What is passed
was matched by one pattern; only what is certainly markup, or blank, is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sotto.patterns import regex

PARAGRAPH, SENTENCE = "\u2029", "\u2028"
PATIENCE = 512
"""Tokens that are read one by one without anything to say among them."""

_AT_ONCE = 500
"""Repetitions within one match, each of which the matcher remembers."""

_NAME = r"[A-Za-z_][\w.:-]{0,63}+"
_VALUE = r"""(?:"[^"]{0,2048}+"|'[^']{0,2048}+'|[^\s"'<>/]{1,128}+)"""
_ATTRIBUTE = rf"\s++{_NAME}\s?+=\s?+{_VALUE}"
_CODES = "0*(?:9|10|13|32|160|173|819[2-9]|820[0-7])"
_HEX = "0*(?:9|[aAdD]|20|[aA]0|[aA][dD]|200[0-9a-fA-F])"
_NOTHING = (
    r"[\s\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]++",
    rf"&(?:nbsp|shy|\#{_CODES}|\#[xX]{_HEX});",
    r"<!--(?s:.*?)-->",
    r"<\?(?s:.*?)\?>",
    r"<!\[CDATA\[\s*+\]\]>",
    r"""<sub\s++alias\s?+=\s?+(?:"\s*+"|'\s*+')\s*+/?+>""",
    r"</sub\s*+>",
    r"""<phoneme(?:\s++alphabet\s?+=\s?+(?:"\w*+"|'\w*+'))?+\s++ph\s?+=\s?+(?:"\s*+"|'\s*+')\s*+/?+>""",
    r"</phoneme\s*+>",
)
_PART = regex(r"</?(?:[\w.-]{1,32}:)?(?:p|s|paragraph|sentence)(?=[\s/>])", re.IGNORECASE)
_GAPS = ("&", "> ", ">\n", "\n<", " <")
_MARK = regex(
    r"""<(?:\w{1,16}:)?mark\s[^<>]{0,4096}?\bname\s?=\s?(?:"([^"<>]*)"|'([^'<>]*)')""",
    re.IGNORECASE,
)


_BLANKS = "".join(map(chr, (*range(9, 14), *range(0x1C, 0x21), 0x85, 0xA0, 0xAD, 0x1680))) + (
    "".join(map(chr, (*range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x205F)))
    + "".join(map(chr, (*range(0x2060, 0x2065), 0x3000, 0xFEFF)))
)


def is_nothing(text: str) -> bool:
    """Whether it holds nothing but blanks."""
    return not text.strip(_BLANKS)


class Leaper:
    """Finds the end of a stretch that says nothing; `names` are elements that are markup."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._also: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None

    def end(self, text: str, start: int, also: Iterable[str] = (), stop: int = -1) -> int:
        """Where the stretch that begins at `start` ends; `start` where there is none.

        `also` are further names, which stand for markup before `stop`.
        """
        pattern, stop = self._compiled(frozenset(also)), len(text) if stop < 0 else stop
        while found := pattern.match(text, start, stop):
            start = found.end()
        return start

    def _compiled(self, also: frozenset[str]) -> re.Pattern[str]:
        if self._pattern is None or also != self._also:
            self._also = also
            names = self._names - {"sub", "phoneme"}
            known = _alternatives(names | {name.upper() for name in names} | also)
            named = rf"</?+(?:[A-Za-z_][\w.-]{{0,31}}:)?{known}(?:{_ATTRIBUTE})*\s*+/?+>"
            other = rf"<(?!(?:sub|phoneme)[\s/>]){_NAME}(?:(?:{_ATTRIBUTE})+\s*+/?+|\s*+/)>"
            either = "|".join((*_NOTHING, named, other))
            self._pattern = re.compile(rf"(?:{either}){{1,{_AT_ONCE}}}")
        return self._pattern


def _alternatives(names: Iterable[str]) -> str:
    """A pattern for any of the names and what ends one; by first letters, for speed."""
    by_letter: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]))
    groups = (f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(by_letter.items()))
    return rf"(?:{'|'.join(groups)})(?=[\s/>])"


def gap_in(text: str, start: int, end: int) -> str:
    """What a stretch leaves between the words around it: a paragraph, a blank or nothing."""
    if _PART.search(text, start, end):
        return PARAGRAPH
    is_gap = text[start] != "<" or any(text.find(gap, start, end) >= 0 for gap in _GAPS)
    return " " if is_gap else ""


def has_marks(text: str, start: int, end: int) -> bool:
    """Whether a mark stands in a stretch."""
    return _MARK.search(text, start, end) is not None


def marks_in(text: str, start: int, end: int) -> Iterator[str]:
    """The names of the marks in a stretch, read one by one as they are asked for."""
    for found in _MARK.finditer(text, start, end):
        yield found[1] if found[1] is not None else found[2]


def depths(text: str, start: int, end: int, names: Iterable[str]) -> dict[str, int]:
    """How many more of each element were opened than closed in a stretch."""
    return {
        name: text.count(f"<{name}", start, end) - text.count(f"</{name}", start, end)
        for name in names
    }

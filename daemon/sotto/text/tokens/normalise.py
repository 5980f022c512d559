"""Text as its writer meant it: styled letters plain, apostrophes one, figures that a server has
parted whole again. Every character of the result knows its place in the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sotto.patterns import regex
from sotto.text.tokens.items import Pronunciation
from sotto.text.tokens.parted import MAYBE_PARTED, PARTED, joined

_APOSTROPHE = r"(?<=[A-Za-zÀ-ÖØ-öø-ɏ])(?:[´`‘‛＇′ʼʹ]| \u0301)(?=[A-Za-zÀ-ÖØ-öø-ɏ])"
"""The last one is what Speech Dispatcher makes of the first."""
_APOSTROPHES = ("´", "`", "‘", "‛", "＇", "′", "ʼ", "ʹ", " \u0301")
_STYLED = (
    "[\U0001d400-\U0001d7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ufb00-\ufb06\u24b6-\u24e9"
    "\u2160-\u217f\u3380-\u33df\U0001f130-\U0001f189"
    "\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u212c\u212d\u212f-\u2134"
    "\uff03-\uff06\uff0b\uff0f\uff1c-\uff1e\uff20"
    "\u2103\u2109\u2126"
    "\u02b0-\u02b8\u02e1-\u02e3\u1d2c-\u1d6a\u207f\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f"
    "\u1d00-\u1d22\ua730\ua731]"
)
_MAYBE = (regex(f"[´`‘‛＇′ʼʹ\u0301\u2044º⁰˚₀-₉]|{_STYLED}"), regex(MAYBE_PARTED))
"""Fast to look for in a long text: one of them is in whatever is changed."""
_DEGREES = r"[º⁰˚](?=[CF](?![A-Za-z]))|(?<=[0-9])˚"
_SUBSCRIPT = "(?<=[A-Za-z0-9)\\]₀-₉])[₀-₉]"
_FRACTION = r"(?<![0-9\u2044])[0-9]{1,3}\u2044[0-9]{1,2}(?![0-9\u2044])"
"""What Speech Dispatcher makes of `½`, and `11⁄2` of `1½`."""
_CHANGED = regex(f"{_FRACTION}|{PARTED}|{_APOSTROPHE}|{_DEGREES}|{_SUBSCRIPT}|{_STYLED}")
_WRONG_APOSTROPHE = regex(_APOSTROPHE)
_SMALL_CAPITAL = regex("LATIN LETTER SMALL CAPITAL ([A-Z])")
_LONGEST_BEFORE = 30
_SQUARED = ((0x1F130, 26), (0x1F150, 26), (0x1F170, 26))


@dataclass(frozen=True, slots=True)
class Normal:
    """`text`, and where each of its characters begins and ends in the original; `pronounced` are
    places in it whose sounds are known."""

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    pronounced: tuple[Pronunciation, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of `text[start:end]` (not empty) in the original."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)

    def place(self, at: int) -> int:
        """The place in the original of what begins at `at`."""
        return self.starts[at] if self.starts else at


def normalise(text: str) -> Normal:
    """The plain form of a run; costs one search where nothing is to be changed."""
    if not (_MAYBE[0].search(text) or _MAYBE[1].search(text)):
        return Normal(text)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for found in _CHANGED.finditer(text):
        kept = range(last, found.start())
        new = _new(found)
        if new == "'" and not _is_in_a_word(text, found.start()):
            new = found[0]
        parts += (text[last : found.start()], new)
        starts += (*kept, *[found.start()] * len(new))
        ends += (*(at + 1 for at in kept), *[found.end()] * len(new))
        last = found.end()
    if not last:
        return Normal(text)
    kept = range(last, len(text))
    return Normal(
        "".join((*parts, text[last:])), (*starts, *kept), (*ends, *(at + 1 for at in kept))
    )


def wrong_apostrophes(text: str) -> frozenset[int]:
    """Offsets of signs that are read as apostrophes, though they are others."""
    found = _WRONG_APOSTROPHE.finditer(text)
    return frozenset(offset for each in found for offset in range(*each.span()))


def _is_in_a_word(text: str, at: int) -> bool:
    """Whether the word around is sure to be read in one piece, so that the sign is not lost."""
    before = text[max(at - _LONGEST_BEFORE, 0) : at]
    return at < _LONGEST_BEFORE or any(char.isspace() for char in before)


def _new(found: re.Match[str]) -> str:
    group = found.lastgroup
    if "\u2044" in found[0]:
        return _fraction(found[0])
    return joined(group, found[group]) if group else _plain(found[0])


def _fraction(text: str) -> str:
    """Whose part is less than one: `11⁄2` is 1 1/2."""
    part, _, of = text.partition("\u2044")
    at = next((at for at in range(len(part)) if 0 < int(part[at:]) < int(of)), 0)
    return f"{part[:at]} {part[at:]}/{of}" if at else f"{part}/{of}"


def _plain(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in "º⁰˚":
        return "°"
    code = ord(char)
    for first, count in _SQUARED:
        if first <= code < first + count:
            return chr(code - first + ord("A"))
    if 0x2160 <= code <= 0x217F:
        return str(int(unicodedata.numeric(char)))
    capital = _SMALL_CAPITAL.fullmatch(unicodedata.name(char, ""))
    if capital:
        return capital[1].lower()
    return unicodedata.normalize("NFKC", char)

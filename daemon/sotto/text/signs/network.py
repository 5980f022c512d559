"""Addresses of the network in hexadecimal: `fe80::1` and `00:1a:2b:3c:4d:5e`, read by the sign."""

from __future__ import annotations

from sotto.patterns import regex
from sotto.text.signs.symbols import name
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Say

_GROUP = "[0-9a-fA-F]"
_ADDRESS = regex(
    rf"(?<![\w:])(?:(?:{_GROUP}{{1,4}}:){{7}}{_GROUP}{{1,4}}"
    rf"|(?={_GROUP}{{0,4}}[0-9a-fA-F:]{{0,40}}[0-9])"
    rf"(?:{_GROUP}{{1,4}}(?::{_GROUP}{{1,4}}){{0,6}})?::(?:{_GROUP}{{1,4}}(?::{_GROUP}{{1,4}}){{0,6}})?"
    rf"|(?:{_GROUP}{{2}}:){{5}}{_GROUP}{{2}})(?![\w:])"
)
_SOME = regex(rf"::|(?:{_GROUP}{{1,4}}:){{5}}{_GROUP}")


def may_have_networks(text: str) -> bool:
    """Whether any of a text may be one."""
    return _SOME.search(text) is not None


def network(text: str, at: int, table: Table) -> Found | None:
    """Every letter, figure and colon of the address that begins at `text[at]`."""
    found = _ADDRESS.match(text, at)
    return ([*_signs(text, at, found.end(), table)], found.end()) if found else None


def _signs(text: str, at: int, end: int, table: Table) -> list[Say]:
    words = []
    for place in range(at, end):
        char = text[place]
        if char == ":":
            named, language = name(char, table)
            words += [Say(word, place, place + 1, language=language) for word in named]
        else:
            is_figure = char.isdigit()
            words.append(Say(char, place, place + 1, letter=not is_figure, neutral=is_figure))
    return words

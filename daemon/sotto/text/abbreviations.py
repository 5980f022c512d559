"""Abbreviations and dotted acronyms, whose full stop ends no sentence."""

from __future__ import annotations

import re

from sotto.text.items import Found, Say, spread
from sotto.text.tables import Table

CLOSERS = frozenset("etc. usw. enz. inc. ltd. corp. a.m. p.m. jr. u.a. o.ä. a.u.b. s.v.p.".split())
"""Abbreviations that often end a sentence; the others want a word after them."""

_SENTENCE_AHEAD = re.compile(r"\s{0,64}(?:\Z|(?<=\s)[A-ZÀ-ÖØ-Þ])")
_DOTTED = re.compile(r"[^\W\d_]{1,9}\.(?:[ \xa0]?[^\W\d_]{1,4}\.){0,3}")
_SPLIT = re.compile(r"([^\W\d_]) ([^\W\d_])\.(?!\w)")
_LETTERS = re.compile(r"(?:[^\W\d_]\.){2,8}(?!\w)")
_NUMBER_AHEAD = re.compile(r"[ \xa0]?\d")


def ends_sentence(text: str, at: int, end: int) -> bool:
    """Whether the full stop of the abbreviation `text[at:end]` is its sentence's as well."""
    found = _SENTENCE_AHEAD.match(text, end)
    if found is None:
        return False
    return found.end() == len(text) or text[at:end].lower() in CLOSERS


def abbreviation(text: str, at: int, table: Table) -> Found | None:
    """The abbreviation that begins at `text[at]`, also when a server split `e.g.` to `e g.`."""
    found = _DOTTED.match(text, at)
    end = found.end() if found else at
    while end > at:
        expanded = _expand(text, at, end, table)
        if expanded:
            return expanded, end
        end = text.rfind(".", at, end - 1) + 1
    return _split(text, at, table) or _acronym(text, at)


def _expand(text: str, at: int, end: int, table: Table) -> list[Say] | None:
    key = text[at:end].replace(" ", "").replace("\xa0", "").lower()
    words = table.abbreviations.get(key)
    if words is None or text[end : end + 1].isalnum():
        return None
    if key in table.before_number and not _NUMBER_AHEAD.match(text, end):
        return None
    if words.isupper():
        return [Say(letter, at, end, letter=True) for letter in words]
    return spread(words, at, end)


def _split(text: str, at: int, table: Table) -> Found | None:
    found = _SPLIT.match(text, at)
    words = table.abbreviations.get(f"{found[1]}.{found[2]}.".lower()) if found else None
    if found is None or words is None or words.isupper():
        return None
    return spread(words, at, found.end()), found.end()


def _acronym(text: str, at: int) -> Found | None:
    found = _LETTERS.match(text, at)
    if not found:
        return None
    letters = [Say(text[i], i, i + 2, letter=True) for i in range(at, found.end(), 2)]
    return letters, found.end()

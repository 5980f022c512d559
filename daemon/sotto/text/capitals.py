"""Words in capitals: shouted ones are words, acronyms keep their plural and genitive s."""

from __future__ import annotations

import re

from sotto.text.items import Found, Say
from sotto.text.tables import Table

_PLURAL = re.compile(r"([A-Z]{2,5})['’]?s")
_VERSIONED = re.compile(r"([A-Z]{2,5})(v)([0-9]{1,3})")
_VOWEL = re.compile(r"[AEIOUY]")
_LONGEST_SPELLED = 3
_NEXT = re.compile(r"[ \xa0]{1,3}([^\W\d_]{2,}['’]?[^\W\d_]*)")
_LAST = re.compile(r"([^\W\d_]+['’]?[^\W\d_]{1,})[ \xa0]{1,3}\Z")


def capitals(text: str, at: int, end: int, table: Table) -> Found | None:
    """How `text[at:end]` is read when that is not by its letters alone."""
    word = text[at:end]
    if word.isupper():
        if word.lower() in table.shouted and _is_shouted(text, at, end):
            return [Say(word.lower(), at, end)], end
        return None
    if table.language != "en":
        return None
    plural, versioned = _PLURAL.fullmatch(word), _VERSIONED.fullmatch(word)
    if plural and (len(plural[1]) <= _LONGEST_SPELLED or not _VOWEL.search(plural[1])):
        size = len(plural[1]) - 1
        letters = [Say(word[i], at + i, at + i + 1, letter=True) for i in range(size)]
        return [*letters, Say(f"{word[size]}'s", at + size, end)], end
    if versioned:
        size = len(versioned[1]) + 1
        letters = [Say(word[i], at + i, at + i + 1, letter=True) for i in range(size)]
        return [*letters, Say(versioned[3], at + size, end)], end
    return None


def _is_shouted(text: str, at: int, end: int) -> bool:
    """Whether a neighbour in the same breath is in capitals too."""
    before, after = _LAST.search(text[max(at - 48, 0) : at]), _NEXT.match(text, end)
    return bool((before and before[1].isupper()) or (after and after[1].isupper()))

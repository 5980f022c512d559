"""Words in capitals: shouted ones are words, acronyms keep their plural and genitive s."""

from __future__ import annotations

from enum import Enum
from itertools import takewhile

from sotto.patterns import regex
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Say
from sotto.text.tokens.words import is_letter, word_end

_PLURAL = regex(r"([A-Z]{2,5})['’]?s")
_VERSIONED = regex(r"([A-Z]{2,5})(v)([0-9]{1,3})")
_VOWEL = regex(r"[AEIOUYÀ-ÖØ-ÝĄĘÓŒ]")
_TIES = ("-", "–", "‑")
_LONGEST_SPELLED = 3
_RUN = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOP = regex(r"[^\w \xa0,;:()\"“”«»!'’-]|[\d_]")
_WITH_PLURALS = ("en", "de", "nl")
_REACH = 48
_SHORTEST_SENTENCE = 3
_LONG = 5
_INITIALISMS = frozenset(
    "USA US UK EU UE UN AI KI IA API APK ID IP IPA OS IOS URL USB CPU GPU CIA FBI IBM DIY FAQ "
    "AC IQ UFO ATM CEO CFO CTO HIV DNA RNA ISO IDE AM PM ETA ISP OECD UV ADHD EKG TVA "
    "EUA AOK EDV LKW PKW GUI SUV UPS ARD CDU CSU EDF USD EUR AES RSA SSO TÜV UI UX "
    "CNRS RATP VIP".split()
)
"""Told by their letters among shouted words, too."""


class Case(Enum):
    """Which letters of a word are capitals; the values are places in `Table.word_capitals`."""

    FIRST = 0
    ALL = 1
    MIXED = 2
    SMALL = 3


def word_case(text: str, at: int) -> tuple[Case, int]:
    """How the word that begins at `text[at]` is written, and where it ends."""
    if not is_letter(text[at]):
        return Case.SMALL, at + 1
    end = word_end(text, at)
    letters = [char for char in text[at:end] if char.isalpha()]
    upper = [char.isupper() for char in letters]
    if not any(upper):
        return Case.SMALL, end
    if all(upper):
        return Case.ALL if len(letters) > 1 else Case.FIRST, end
    return Case.FIRST if upper[0] and not any(upper[1:]) else Case.MIXED, end


def capitals(text: str, at: int, end: int, table: Table) -> Found | None:
    """How `text[at:end]` is read when that is not by its letters alone."""
    word = text[at:end]
    if word.isupper():
        is_letter_alone = len(word) == 1 and _is_tied(text, at, end)
        if is_letter_alone or not _is_shouted(text, at, end, table):
            return ([Say(word, at, end, letter=True)], end) if is_letter_alone else None
        return [Say(word.lower().replace("’", "'"), at, end)], end
    if table.language not in _WITH_PLURALS:
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


def _is_tied(text: str, at: int, end: int) -> bool:
    """Whether a letter is one for its own sake: `A-Z`, `A-level`, `Plan-A`."""
    before, ahead = text[max(at - 2, 0) : at], text[end : end + 2]
    is_before = before[-1:] in _TIES and before[:1].isalpha()
    return is_before or (ahead[:1] in _TIES and ahead[1:].isalpha())


def _is_shouted(text: str, at: int, end: int, table: Table) -> bool:
    """Whether a word stands among others in capitals, and is not one to be spelled."""
    word = text[at:end]
    run = _run(text, at, end)
    if word.lower() in table.shouted and len(run) > 1:
        return True
    if len(word) < 2 or word in _INITIALISMS or word in table.acronyms:
        return False
    if len(run) < _SHORTEST_SENTENCE or not _VOWEL.search(word):
        return False
    known = sum(one.lower().replace("’", "'") in table.shouted for one in run)
    return known > 0 or sum(len(one) >= _LONG for one in run) > 1


def _run(text: str, at: int, end: int) -> list[str]:
    """The words in capitals beside `text[at:end]`, itself among them, in no order."""
    before = _STOP.split(text[max(at - _REACH, 0) : at])[-1]
    after = _STOP.split(text[end : end + _REACH], maxsplit=1)[0]
    return [
        text[at:end],
        *takewhile(str.isupper, reversed(_RUN.findall(before))),
        *takewhile(str.isupper, _RUN.findall(after)),
    ]

"""The shape of a language's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Money:
    """Words for a currency: one, many, one hundredth, many hundredths ("" when it has none)."""

    one: str
    many: str
    small_one: str = ""
    small_many: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Words of one language; multi-word entries are separated by spaces.

    `abbreviations`: lower case without spaces, with their dots, to words.
    `before_number`: those that are abbreviations only when a number follows.
    `joiners`: words before which a long clause may be cut.
    `units`: symbol to (one, many); `loose_units`: those that may stand after a space.
    `ordinals`: 1..31 spelled out; empty where libespeak-ng reads them itself.
    `clitics`: letters that are a word of their own behind an apostrophe (`'t`).
    `decimal`: the decimal sign in writing.
    `to`: the word between the ends of a range. `line`: what a drawn line or block is called.
    `magnitudes`: what may stand behind an amount of money (`million`, `M`) to (one, many).
    `fractions`: denominator to (one, many); `whole_and`: the word between a whole and its part.
    `one`: what 1 is called before a counted thing; `one_of`: the things that want another word.
    `days`: short names of the days of the week, without a full stop, to long ones.
    `starters`: words that begin a sentence, not a name. `shouted`: words that are no acronyms.
    `clock`: the word between hours and minutes; `full_hour`: what follows a full hour.
    """

    language: str
    capital: str
    unnamed: str
    symbols: Mapping[str, str]
    keys: Mapping[str, str]
    abbreviations: Mapping[str, str]
    before_number: frozenset[str]
    joiners: frozenset[str]
    months: tuple[str, ...]
    units: Mapping[str, tuple[str, str]]
    loose_units: frozenset[str]
    money: Mapping[str, Money]
    acronyms: frozenset[str]
    decimal: str
    ordinals: tuple[str, ...] = ()
    ordinal_marks: tuple[str, ...] = ()
    ordinal_after: frozenset[str] = frozenset()
    clock: str = ""
    full_hour: str = ""
    padded_zero: str = ""
    clitics: str = ""
    to: str = ""
    line: str = ""
    magnitudes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    fractions: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    whole_and: str = ""
    one: str = "1"
    one_of: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    starters: frozenset[str] = frozenset()
    shouted: frozenset[str] = frozenset()

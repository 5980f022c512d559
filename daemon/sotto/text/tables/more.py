"""The shape of what is written by hand for a language whose other words come from CLDR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sotto.text.tables.table import Money, Roman


@dataclass(frozen=True, slots=True, eq=False)
class More:
    """Words as in Table, under the same names."""

    abbreviations: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    before_number: frozenset[str] = frozenset()
    before_name: frozenset[str] = frozenset()
    before_numeral: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    shouted: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    lone_letters: frozenset[str] = frozenset()
    letter_names: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Money] = field(default_factory=dict)
    and_small: str = ""
    small: tuple[str, ...] = ()
    fractions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    whole_and: str = ""
    half: str = ""
    part_of: str = ""
    per: str = ""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    magnitudes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roman: Roman | None = None
    pointed_after: frozenset[str] = frozenset()
    line: str = ""
    elided: Mapping[str, str] = field(default_factory=dict)
    unnamed: str = ""


def pairs(text: str) -> dict[str, str]:
    """`written = said` entries, parted by `;`."""
    entries = (entry.partition("=") for entry in text.split(";") if entry.strip())
    return {key.strip(): " ".join(said.split()) for key, _, said in entries}

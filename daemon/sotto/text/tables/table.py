"""The shape of a language's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")


@dataclass(frozen=True, slots=True)
class Money:
    """Words for a currency: one, many, one hundredth, many hundredths ("" when it has none).

    `more` and `small_more` are the forms that some languages have besides: zero, two, few, many."""

    one: str
    many: str
    small_one: str = ""
    small_many: str = ""
    more: tuple[str, ...] = ()
    small_more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Roman:
    """How Roman numerals are read: by the word before them, or behind them.

    `kings`, `queens`: names (lower case) behind which one counts a ruler. `headings`: words
    behind which one is a number, `counted`: words before or behind which one is an ordinal, to
    the ordinal's ending. `ordinals`: those told by a word, by ending, from 1 on; later ones are
    figures with `marks[ending]` behind, or figures alone.
    """

    kings: frozenset[str] = frozenset()
    queens: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    counted: Mapping[str, str] = field(default_factory=dict)
    ordinals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Words of one language; multi-word entries are separated by spaces.

    `capital`: said before a capital letter; `word_capitals`: before a word that begins with one,
    is written in capitals, or has some within ("" where nobody wrote it down).
    `abbreviations`: lower case without spaces, with their dots, to words.
    `before_number`: those that are abbreviations only when a number follows.
    `before_name`: those that are abbreviations only when a word with a capital follows.
    `before_numeral`: those that are abbreviations only when a Roman numeral follows.
    `written`: what is no abbreviation by its dots alone (`Mme`, `n°`, `c/`) to words.
    `letter_names`: letters whose name libespeak-ng does not tell, to a letter and words.
    `joiners`: words before which a long clause may be cut.
    `units`: symbol to (one, many); `loose_units`: those that may stand after a space.
    `ordinals`: 1..31 spelled out; empty where libespeak-ng reads them itself.
    `clitics`: letters that are a word of their own behind an apostrophe (`'t`).
    `lone_letters`: those that are no words, so that alone they are spelled.
    `kept_marks`: endings of ordinals (`1er`) that libespeak-ng reads with their figures.
    `plurals`: which form 0..199 take, by its index in (one, many, *more); `date`: CLDR's pattern.
    `decimal`: the decimal sign in writing.
    `per`: the word between the units of a rate. `to`: that between the ends of a range.
    `power`: the words between a base and its exponent. `elided`: figures to the words that they
    are behind an apostrophe (`l'8`).
    `line`: what a drawn line or block is called.
    `magnitudes`: what may stand behind an amount of money (`million`, `M`) to (one, many).
    `fractions`: denominator to (one, many); `whole_and`: the word between a whole and its part.
    `half`: what a half is called behind a whole, or before a noun; `part_of`: the word between
    another fraction and its noun. `small`: 1 to 9 as a fraction counts them.
    `and_small`: the word between a currency and its hundredths.
    `percent_first`: whether per cent is said before its number.
    `pointed_after`: words behind which `14.30` is a time.
    `one`: what 1 is called before a counted thing; `one_of`: the things that want another word.
    `days`: short names of the days of the week, without a full stop, to long ones.
    `starters`: words that begin a sentence, not a name. `shouted`: words that are no acronyms.
    `clock`: the word between hours and minutes; `full_hour`: what follows a full hour;
    `one_hour`: what the first hour of the day is called (German `ein Uhr`, but `eine Stunde`).
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
    units: Mapping[str, tuple[str, ...]]
    loose_units: frozenset[str]
    money: Mapping[str, Money]
    acronyms: frozenset[str]
    decimal: str
    ordinals: tuple[str, ...] = ()
    ordinal_marks: tuple[str, ...] = ()
    ordinal_after: frozenset[str] = frozenset()
    clock: str = ""
    one_hour: str = "1"
    full_hour: str = ""
    padded_zero: str = ""
    clitics: str = ""
    lone_letters: frozenset[str] = frozenset()
    kept_marks: tuple[str, ...] = ()
    plurals: str = ""
    date: str = ""
    to: str = ""
    per: str = ""
    line: str = ""
    power: str = ""
    elided: Mapping[str, str] = field(default_factory=dict)
    magnitudes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fractions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    half: str = ""
    part_of: str = ""
    small: tuple[str, ...] = ()
    and_small: str = ""
    percent_first: bool = False
    pointed_after: frozenset[str] = frozenset()
    before_name: frozenset[str] = frozenset()
    before_numeral: frozenset[str] = frozenset()
    written: Mapping[str, str] = field(default_factory=dict)
    letter_names: Mapping[str, str] = field(default_factory=dict)
    roman: Roman | None = None
    whole_and: str = ""
    one: str = "1"
    one_of: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    starters: frozenset[str] = frozenset()
    shouted: frozenset[str] = frozenset()
    word_capitals: tuple[str, str, str] = ("", "", "")

    def counted(self, forms: tuple[str, ...], figures: str) -> str:
        """The form that goes with a number in figures."""
        if not self.plurals:
            return forms[figures != "1"] or forms[1]
        if not figures.isdecimal():
            return forms[1]
        count = int(figures[-15:])
        index = int(self.plurals[count if count < 200 else 100 + count % 100])
        return (forms[index] if index < len(forms) else "") or forms[1]

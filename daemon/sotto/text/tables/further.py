"""Tables of languages that have none of their own: from CLDR, with the words written by hand."""

from __future__ import annotations

from sotto.text.tables.by_hand import SIGNS, ByHand, by_hand
from sotto.text.tables.cldr import Data, data_for
from sotto.text.tables.table import Money, Table

_AMBIGUOUS = frozenset("l t A b".split())


def further(language: str) -> Table:
    """The table of a primary subtag. What neither source tells is left to libespeak-ng."""
    data, hand = data_for(language), by_hand(language)
    if data is None:
        return _bare(language, hand)
    symbols = {**dict(zip(SIGNS, SIGNS, strict=True)), **data.names, **hand.symbols}
    money = {sign: Money(forms[0], forms[1], more=forms[2:]) for sign, forms in data.money.items()}
    money |= {sign: Money(*forms) for sign, forms in hand.money.items()}
    units = {
        sign: (hand.symbols[sign],) * 2 if sign in hand.symbols else forms
        for sign, forms in data.units.items()
    }
    return Table(
        language=language,
        capital=hand.capital,
        unnamed="",
        symbols=symbols | _percent(data, hand),
        keys=hand.keys,
        abbreviations={},
        before_number=frozenset(),
        joiners=frozenset(),
        months=data.months,
        units=units,
        loose_units=frozenset(units) - _AMBIGUOUS,
        money=money,
        acronyms=frozenset(),
        decimal=data.decimal,
        kept_marks=hand.marks,
        clock=hand.clock[0],
        one_hour=hand.one_hour,
        full_hour=hand.clock[1],
        to=hand.to,
        magnitudes=hand.magnitudes,
        plurals=data.plurals,
        date=data.date,
        one=hand.one,
        one_of=hand.one_of,
    )


def _percent(data: Data, hand: ByHand) -> dict[str, str]:
    """Per cent as it is said behind a number, which is not always the sign's name."""
    said = {sign: data.units[sign][1] for sign in "%‰" if sign in data.units}
    return {sign: words for sign, words in said.items() if sign not in hand.symbols}


def _bare(language: str, hand: ByHand) -> Table:
    return Table(
        language=language,
        capital=hand.capital,
        unnamed="",
        symbols=dict(zip(SIGNS, SIGNS, strict=True)) | {"−": "-"},
        keys={},
        abbreviations={},
        before_number=frozenset(),
        joiners=frozenset(),
        months=(),
        units={},
        loose_units=frozenset(),
        money={},
        acronyms=frozenset(),
        decimal=",",
    )

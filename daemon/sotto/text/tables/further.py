"""Tables of languages that have none of their own: from CLDR, with the words written by hand."""

from __future__ import annotations

from sotto.text.tables.by_hand import SIGNS, ByHand, by_hand
from sotto.text.tables.cldr import Data, data_for
from sotto.text.tables.currencies import with_dollars
from sotto.text.tables.key_names import key_names
from sotto.text.tables.more import More
from sotto.text.tables.prefixed import CAPITALS, prefixed
from sotto.text.tables.table import Money, Table

_AMBIGUOUS = frozenset("l t A b".split())
_PERCENT_FIRST = frozenset("tr eu ku zh cmn yue".split())
_IN_CYRILLIC = frozenset("bg mk sr be ru uk kk ky tt".split())
_CYRILLIC = {
    "км": "km", "м": "m", "см": "cm", "мм": "mm", "кг": "kg", "г": "g", "мг": "mg", "л": "l",
    "мл": "ml", "км/ч": "km/h", "кВт": "kW", "ГБ": "GB", "МБ": "MB",
}  # fmt: skip
"""Signs of units in Cyrillic letters, where CLDR tells only the Latin ones."""
_PLAIN_POWERS = (("²", "2"), ("³", "3"))


def _more(language: str) -> More:
    match language:
        case "fr":
            from sotto.text.tables.french import FRENCH

            return FRENCH
        case "es":
            from sotto.text.tables.spanish import SPANISH

            return SPANISH
        case "it":
            from sotto.text.tables.italian import ITALIAN

            return ITALIAN
        case "pt":
            from sotto.text.tables.portuguese import PORTUGUESE

            return PORTUGUESE
        case "pl":
            from sotto.text.tables.polish import POLISH

            return POLISH
    return More()


def further(language: str) -> Table:
    """The table of a primary subtag. What neither source tells is left to libespeak-ng."""
    data, hand, more = data_for(language), by_hand(language), _more(language)
    if data is None:
        return _bare(language, hand)
    symbols = {
        **dict(zip(SIGNS, SIGNS, strict=True)),
        "−": "-",
        **_neighbours_signs(language),
        **data.names,
        **hand.symbols,
    }
    units = {
        sign: (hand.symbols[sign],) * 2
        if sign in hand.symbols
        else tuple(form.replace("/", " ") for form in forms)
        for sign, forms in data.units.items()
    }
    units = {**prefixed(language), **units, **more.units}
    for cyrillic, latin in _CYRILLIC.items() if language in _IN_CYRILLIC else ():
        if latin in units:
            units.setdefault(cyrillic, units[latin])
    for raised, plain in _PLAIN_POWERS:
        units |= {sign.replace(raised, plain): units[sign] for sign in units if raised in sign}
    return Table(
        language=language,
        capital=hand.capital,
        word_capitals=hand.word_capitals,
        unnamed=more.unnamed,
        symbols=symbols | _percent(data, hand),
        keys={**key_names(language), **hand.keys},
        abbreviations=more.abbreviations,
        before_number=more.before_number,
        joiners=more.joiners,
        months=data.months,
        units=units,
        loose_units=frozenset(units) - CAPITALS - _ambiguous(more),
        money=_money(data, more),
        acronyms=more.acronyms,
        decimal=data.decimal,
        kept_marks=hand.marks,
        clock=hand.clock[0],
        one_hour=hand.one_hour,
        full_hour=hand.clock[1],
        to=hand.to,
        magnitudes={**hand.magnitudes, **more.magnitudes},
        plurals=data.plurals,
        date=data.date,
        before_name=more.before_name,
        before_numeral=more.before_numeral,
        written=more.written,
        letter_names=more.letter_names,
        lone_letters=more.lone_letters,
        line=more.line,
        power=hand.power,
        elided=more.elided,
        fractions=more.fractions,
        small=more.small,
        whole_and=more.whole_and,
        half=more.half,
        part_of=more.part_of,
        per=more.per,
        and_small=more.and_small,
        percent_first=language in _PERCENT_FIRST,
        pointed_after=more.pointed_after,
        days=more.days,
        starters=more.starters,
        shouted=more.shouted,
        roman=more.roman,
        one=hand.one,
        one_of=hand.one_of,
    )


def _ambiguous(more: More) -> frozenset[str]:
    return _AMBIGUOUS - {"l", "t"} if more.small else _AMBIGUOUS


def _money(data: Data, more: More) -> dict[str, Money]:
    """Money by sign and code. CLDR has no plural for the euro where that is its name."""
    money = {sign: Money(forms[0], forms[1], more=forms[2:]) for sign, forms in data.money.items()}
    euro = data.names.get("€", "")
    if euro and "€" not in money:
        money |= {"€": Money(euro, euro), "EUR": Money(euro, euro)}
    money |= more.money
    codes = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "PLN": "zł", "BRL": "R$"}
    named = {code: more.money[sign] for code, sign in codes.items() if sign in more.money}
    return with_dollars(money | named, data.money.get("USD", ()), letters_last=True)


def _percent(data: Data, hand: ByHand) -> dict[str, str]:
    """Per cent as it is said behind a number, which is not always the sign's name."""
    said = {sign: data.units[sign][1] for sign in "%‰" if sign in data.units}
    return {
        sign: words
        for sign, words in said.items()
        if sign not in hand.symbols and any(char.isalpha() for char in words)
    }


_KIN = {
    kin: neighbour
    for neighbour, languages in (
        pair.split(":")
        for pair in (
            "es:an,gn,nci,qu,pap,lfn ru:ba,cv,nog,tt el:grc it:la,ia,mt fr:ht da:kl eo:io tr:ku "
            "de:lb lv:ltg sv:smj"
        ).split()
    )
    for kin in languages.split(",")
}
"""Languages whose signs nobody named, to one that their speakers know besides: libespeak-ng would
say English words for some, and nothing for others."""


def _neighbours_signs(language: str) -> dict[str, str]:
    neighbour = _KIN.get(language, "")
    if neighbour == "de":
        from sotto.text.tables.german import GERMAN

        return dict(GERMAN.symbols)
    data = data_for(neighbour)
    if data is None:
        return dict(by_hand(neighbour).symbols)
    hand = by_hand(neighbour)
    return {**data.names, **hand.symbols, **_percent(data, hand)}


def _bare(language: str, hand: ByHand) -> Table:
    return Table(
        language=language,
        capital=hand.capital,
        word_capitals=hand.word_capitals,
        unnamed="",
        symbols={
            **dict(zip(SIGNS, SIGNS, strict=True)),
            "−": "-",
            **_neighbours_signs(language),
            **hand.symbols,
        },
        keys=key_names(language),
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

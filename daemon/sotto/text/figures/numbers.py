"""Numbers that libespeak-ng would misread: times, dates, money, versions, ordinals, units.

Plain numbers stay digits; libespeak-ng reads them in the clause's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sotto.patterns import regex
from sotto.text.figures.counting import decade, fraction, kept_ordinal, ordinal, polish_count
from sotto.text.figures.gender import gendered
from sotto.text.figures.measures import behind_fraction, with_unit
from sotto.text.figures.money import money
from sotto.text.figures.quantities import ago, feet, minutes, often, size
from sotto.text.figures.telephones import telephone
from sotto.text.figures.times import date, score, time
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Item, Say, spread

LONGEST_NUMBER = 15

_VERSION = regex(r"[0-9]{1,6}(?:\.[0-9]{1,6}){2,8}(?![.,]?[0-9])")
_GROUPED = regex(
    r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3}){0,6}(?:[.,][0-9]{1,15})?(?![.,]?[0-9])"
)
_DECIMAL = regex(r"([0-9]{1,15}) ?([.,])([0-9]{1,15})(?![.,]?[0-9])")
_IN_LIST = regex(r"[0-9][.,][0-9]")
_WHOLE = regex(r"[0-9]{1,4096}")
_PARTING = (".", ",", " ")
_NO_UNIT = ("", ",", ")", ":", ";", "!", "?", "-", "/", "\n")
_BLANK_GROUPS = regex(
    r"(?P<first>[0-9]{1,3})(?:(?P<group>[ \xa0\u202f\u2009'’_])[0-9]{3}(?:(?P=group)[0-9]{3}){0,4})"
    r"(?:(?P<point>[.,])(?P<part>[0-9]{1,15}))?(?![0-9]|[.,'’_][0-9])"
)
_NEXT_FIGURES = regex(r" [0-9]")
_AFTER_AMOUNT = regex(r"[ \xa0]?(?:[€$£¥%]|EUR|USD|Euro|euro|dollar|people|Einwohner)")
_COUNTED = regex(r"[ \xa0]([^\W\d_]{2,24})(?!\w)")
_ROOMS = frozenset(
    "zeile line lijn regel seite page pagina zimmer room kamer tel telefon phone salle chambre "
    "ligne bus bâtiment sala habitación línea página stanza camera riga quarto linha pokój wiersz "
    "strona linia raum flug flight vol vuelo volo voo lot gate tor".split()
)
_SPACED = frozenset("fr es pt pl it cs sk ru uk be bg sv nb no nn fi et lv lt hu hr sl sr".split())
"""Languages that group the figures of a number by spaces."""


@dataclass(frozen=True, slots=True)
class NumberContext:
    """Where a number stands: whether the table is of the text's own language, the word before,
    and the region of the language in lower case."""

    is_native: bool
    before: str = ""
    region: str = ""


def number(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    """The number that begins at `text[at]`, if one does."""
    whole = _WHOLE.match(text, at)
    end = whole.end() if whole else at
    if context.is_native:
        kind = _kind(text[end : end + 1]) if whole else _SIGN
        for recognise in _RECOGNISERS[kind]:
            found = recognise(text, at, table, context)
            if found:
                return found
    if whole is None:
        return None
    return (
        _version(text, at, table, native=context.is_native) if text[end : end + 1] == "." else None
    ) or _plain(text, at, table, native=context.is_native)


def _telephone(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    return telephone(text, at, table.language, context.before)


def _money(text: str, at: int, table: Table, _: NumberContext) -> Found | None:
    return money(text, at, table)


def _time(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    return time(text, at, table, context.before)


def _date(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    return date(text, at, table, context.before, context.region)


def _decade(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    return decade(text, at, table, context.before)


def _fraction(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    """A fraction, with the unit behind it."""
    found = fraction(text, at, table, context.before)
    return behind_fraction(text, found, table) if found else None


def _kept_ordinal(text: str, at: int, table: Table, _: NumberContext) -> Found | None:
    return kept_ordinal(text, at, table)


def _polish_count(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    return polish_count(text, at, table, context.before)


def _ordinal(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    return ordinal(text, at, table, context.before)


def _ago(text: str, at: int, table: Table, _: NumberContext) -> Found | None:
    return ago(text, at, table)


def _minutes(text: str, at: int, table: Table, _: NumberContext) -> Found | None:
    return minutes(text, at, table)


def _feet(text: str, at: int, table: Table, _: NumberContext) -> Found | None:
    return feet(text, at, table)


def _size(text: str, at: int, table: Table, _: NumberContext) -> Found | None:
    return size(text, at, table)


def _often(text: str, at: int, table: Table, _: NumberContext) -> Found | None:
    return often(text, at, table)


def _score(text: str, at: int, table: Table, _: NumberContext) -> Found | None:
    return score(text, at, table)


def _blank_groups(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    """`10 000`, `1'234.50` and `1_000`, where it is sure that the groups are of one number."""
    found = _BLANK_GROUPS.match(text, at)
    if not found or not _is_one_number(text, at, found, context.before, table):
        return None
    figures = re.sub(r"\D", "", text[at : found.start("point") if found["point"] else found.end()])
    if found["part"]:
        figures += f"{table.decimal}{found['part']}"
    words: list[Item] = [Say(figures, at, found.end(), neutral=True)]
    end = found.end()
    return _of_a_noun(text, words, end, table) or with_unit(text, words, end, table)


_SIGN, _LETTER, _BLANK, _APOSTROPHE = "sign", "letter", "blank", "'"
_KINDS = {
    **{char: char for char in ".,:/-'"},
    **dict.fromkeys("’′", _APOSTROPHE),
    "–": "-",
}


def _kind(char: str) -> str:
    """What stands behind the first figures of a number; "" for its end and for other signs."""
    if char.isalpha():
        return _LETTER
    return _BLANK if char.isspace() else _KINDS.get(char, "")


Recogniser = Callable[[str, int, Table, NumberContext], Found | None]
_ASKED: tuple[tuple[Recogniser, str], ...] = (
    (_telephone, "blank letter . , : / - ' other"),
    (_money, "blank letter . , ' other sign"),
    (_time, "blank letter . :"),
    (_date, ". / -"),
    (_decade, "letter ' sign"),
    (_fraction, "blank / other sign"),
    (_kept_ordinal, "letter . other"),
    (_polish_count, "blank . -"),
    (_ordinal, "blank letter . ,"),
    (_ago, "letter blank ."),
    (_minutes, "letter"),
    (_size, "letter"),
    (_often, "letter"),
    (_score, ":"),
    (_feet, "'"),
    (_blank_groups, "blank ' other"),
)
"""In their order, and behind what they can be: most numbers need to be looked at by few."""
_RECOGNISERS = {
    "" if kind == "other" else kind: tuple(each for each, kinds in _ASKED if kind in kinds.split())
    for kind in "blank letter . , : / - ' other sign".split()
}


def _is_one_number(text: str, at: int, found: re.Match[str], before: str, table: Table) -> bool:
    if found["group"] != " ":
        return True
    if before.lower() in _ROOMS or (
        at and text[at - 1] in " \xa0" and at > 1 and text[at - 2].isdecimal()
    ):
        return False
    if table.language in _SPACED:
        is_followed = _NEXT_FIGURES.match(text, found.end()) is not None
        return not is_followed and not (at and text[at - 1].isalpha())
    is_round = found[0].endswith(" 000") and len(found["first"]) > 1
    is_long = found[0].count(" ") > 1 or bool(found["part"])
    return is_round or is_long or bool(_AFTER_AMOUNT.match(text, found.end()))


def _version(text: str, at: int, table: Table, *, native: bool) -> Found | None:
    """`1.2.3` or an address: figures with every dot named."""
    found = _VERSION.match(text, at)
    grouped = _GROUPED.match(text, at)
    if not found or (grouped and table.decimal != "." and grouped.end() == found.end()):
        return None
    words: list[Item] = []
    position = at
    for part in found[0].split("."):
        if words:
            language = "" if native else table.language
            words += spread(table.symbols["."], position - 1, position, language)
        words.append(Say(part, position, position + len(part), neutral=True))
        position += len(part) + 1
    return words, found.end()


def _plain(text: str, at: int, table: Table, *, native: bool) -> Found:
    figures, end = _figures(text, at, f".{table.decimal}" if native else ".,")
    if len(figures) > LONGEST_NUMBER and figures.isdigit():
        return [Say(d, at + i, at + i + 1, neutral=True) for i, d in enumerate(figures)], end
    words: list[Item] = [Say(figures, at, end, neutral=True)]
    if text[end : end + 1] in _NO_UNIT:
        return words, end
    if not native:
        return words, end
    return _of_a_noun(text, words, end, table) or with_unit(text, words, end, table)


def _of_a_noun(text: str, words: list[Item], end: int, table: Table) -> Found | None:
    """A number in the gender of the noun behind it."""
    noun = _COUNTED.match(text, end)
    (figures,) = words
    if not noun or noun[1] in table.units or not isinstance(figures, Say):
        return None
    is_one = figures.text == "1" and table.one != "1"
    said = gendered(figures.text, noun[1], table) or (
        table.one_of.get(noun[1], "") if is_one else ""
    )
    return (spread(said, figures.start, end), end) if said else None


def _figures(text: str, at: int, signs: str) -> tuple[str, int]:
    """A number and where it ends; `signs` are decimal ones."""
    whole = _WHOLE.match(text, at)
    assert whole is not None
    if text[whole.end() : whole.end() + 1] not in _PARTING:
        return whole[0], whole.end()
    grouped = _GROUPED.match(text, at)
    if grouped:
        return grouped[0], grouped.end()
    found = _DECIMAL.match(text, at)
    in_list = at >= 2 and _IN_LIST.match(text, at - 2)
    if found and found[2] in signs and not in_list:
        return f"{found[1]}{found[2]}{found[3]}", found.end()
    return whole[0], whole.end()

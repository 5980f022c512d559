"""Measured units behind their numbers: plural forms, rates by any other unit."""

from __future__ import annotations

import re
from dataclasses import replace

from sotto.patterns import regex
from sotto.text.figures.counting import half_of
from sotto.text.figures.gender import gendered
from sotto.text.figures.quantities import counted, inches_behind
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Item, Say, spread

_SIMPLE = r"(?:°[CF]|(?:[^\W\d_]|°){1,5}[²³23]?)"
_UNIT = regex(
    rf"(?P<blank>[ \xa0\u202f\u2009]?)(?P<unit>{_SIMPLE}/{_SIMPLE}"
    r"|c\.[ \xa0]?à[ \xa0]?[sc]\.|c\. de (?:sopa|chá)"
    rf"|°[CF]|[%‰\"″]|[^\W\d_]{{1,4}}(?:[²³23]|\.)?|[^\W\d_]{{1,4}})(?![^\W_]|[²³])"
)
_POWERS = {"²": "²", "2": "²", "³": "³", "3": "³"}
_REACH = 200
_ACCUSATIVE = regex(r"a\Z")
"""Polish `na sekundę`; of other nouns that are measured by, it is as the nominative."""
_FLAT = regex(r"(?:(?<=\.)|\.)[ \xa0][0-9]")
"""Polish `m. 3`, the flat behind the house."""
_LABELS = frozenset("ABFNb")
"""Signs that, right behind figures, are rather a letter of a house or a seat (`221B`, `12A`)."""
_PRODUCT = regex(r"(?<![^\W\d_])[a-z]{1,2}[A-Z][a-z]{2,12} \Z")
"""`iPhone `, whose figures are a model's."""

_PER_COUNT = regex(r"/(?P<count>[0-9]{1,4})(?=[ \xa0]?[^\W\d_])")
_SHORTENED = regex(r"(?<=[^\W\d_])\.(?=[ \xa0][a-zà-öø-ÿą-ž])")
"""The full stop of a unit (`16 min. left`), behind which the sentence goes on."""


def behind_fraction(text: str, fraction: Found, table: Table) -> Found:
    """A fraction and its unit: `1/2 kg`, `2 1/2 h`."""
    words, end = fraction
    found = _UNIT.match(text, end)
    forms = _forms(found["unit"], table) if found else ()
    is_loose = found is not None and found["unit"] in table.loose_units
    if found is None or not forms or not is_loose or not found["blank"]:
        return fraction
    said = [word for word in words if isinstance(word, Say)]
    is_mixed = said[0].text.isdecimal() or said[0].text == "eineinhalb"
    is_half = bool(table.half) and not is_mixed and said[-1].text == table.half
    if is_half and table.language != "fr":
        said = [replace(said[-1], text=half_of(forms[0].partition(" ")[0], table))]
    elif is_half:
        one = table.one_of.get(forms[0].partition(" ")[0], said[0].text)
        said = [replace(said[0], text=one), *said[1:]]
    joint = f"{table.part_of} " if table.part_of and not (is_mixed or is_half) else ""
    form = forms[is_mixed or table.language == "pl"]
    if table.language == "fr" and joint and form[0] in "aeiouyhé":
        joint = f"{joint[:-2]}'"
    return [*said, *spread(f"{joint}{form}", found.start("unit"), found.end())], found.end()


def with_unit(text: str, words: list[Item], end: int, table: Table) -> Found:
    """The words of a number that ends at `end`, with those of the unit behind it."""
    (figures,) = words
    assert isinstance(figures, Say)
    if by_itself := counted(text, figures, end, table):
        return by_itself
    found = _UNIT.match(text, end)
    name = found["unit"] if found else ""
    if found and table.percent_first and name in "%‰":
        return _percent_first(figures, name, found.end(), table)
    forms = _forms(name, table)
    if not forms and name.endswith("."):
        name = name[:-1]
        forms = _forms(name, table)
    if not found or not forms or not _is_meant(text, found, name, figures, table):
        return words, end
    start, stop = found.start("unit"), found.start("unit") + len(name)
    said: list[Item] = [
        *_counted(figures, forms, table),
        *spread(_form(figures, forms, table), start, stop),
    ]
    return _behind(text, name, said, stop, table)


def _behind(text: str, name: str, said: list[Item], stop: int, table: Table) -> Found:
    """With what stands behind a unit and belongs to it."""
    if name == "ft" and "in" in table.units and (whole := inches_behind(text, said, stop, table)):
        return whole
    if _SHORTENED.match(text, stop):
        return said, stop + 1
    if _PER_COUNT.match(text, stop) and table.per:
        return [*said, *spread(table.per, stop, stop + 1)], stop + 1
    return said, stop


def _form(figures: Say, forms: tuple[str, ...], table: Table) -> str:
    return table.counted(forms, figures.text)


def _counted(figures: Say, forms: tuple[str, ...], table: Table) -> list[Say]:
    """The number, in the gender of its unit."""
    said = gendered(figures.text, _form(figures, forms, table).partition(" ")[0], table)
    if said:
        return spread(said, figures.start, figures.end)
    if figures.text == "1" and table.one != "1":
        one = table.one_of.get(forms[0].split()[0], table.one)
        return [replace(figures, text=one, neutral=False)]
    return [figures]


def _is_meant(text: str, found: re.Match[str], name: str, figures: Say, table: Table) -> bool:
    """Whether a unit's sign stands for the unit here."""
    if name == "s" and (_is_decade(figures) or _PRODUCT.search(text, 0, figures.start)):
        return False
    if name == "m" and table.language == "pl" and _FLAT.match(text, found.end()):
        return False
    if name in _LABELS and not found["blank"]:
        return False
    if name == '"':
        return text.count('"', max(found.start() - _REACH, 0), found.start("unit")) % 2 == 0
    return not found["blank"] or "/" in name or name in table.loose_units


def _forms(name: str, table: Table) -> tuple[str, ...]:
    """The forms of a unit, or of a rate of two (`g/km`, `m/s²`); empty for neither."""
    forms = table.units.get('"' if name == "″" else name, ())
    first, slash, second = name.partition("/")
    if forms or not slash or not table.per or name in table.written:
        return forms
    many, one = _raised(first, table), _raised(second, table)
    if not one:
        return ()
    of_one = _ACCUSATIVE.sub("ę", one[0]) if table.language == "pl" else one[0]
    return tuple(form and f"{form} {table.per} {of_one}" for form in many)


def _raised(name: str, table: Table) -> tuple[str, ...]:
    """The forms of a unit that may have a power."""
    forms, power = table.units.get(name, ()), _POWERS.get(name[-1:], "")
    if forms or not power:
        return forms
    plain = table.units.get(name[:-1], ())
    return tuple(form and f"{form} {table.symbols[power]}" for form in plain)


def _percent_first(figures: Say, sign: str, end: int, table: Table) -> Found:
    """Turkish `10%`, said as `yüzde 10`."""
    named = spread(table.symbols.get(sign, sign), figures.start, end)
    return [*named, replace(figures, end=end)], end


def _is_decade(figures: Say) -> bool:
    """`1234s` would be a long time: four figures are a year."""
    return len(figures.text) == 4 and figures.text[0] in "12"

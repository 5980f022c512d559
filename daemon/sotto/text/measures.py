"""Measured units behind their numbers: plural forms, rates by any other unit, English minutes."""

from __future__ import annotations

import re
from dataclasses import replace

from sotto.text.counting import half_of
from sotto.text.gender import gendered
from sotto.text.items import Found, Item, Say, spread
from sotto.text.tables import Table

_SIMPLE = r"(?:°[CF]|(?:[^\W\d_]|°){1,5}[²³23]?)"
_UNIT = re.compile(
    rf"(?P<blank>[ \xa0\u202f\u2009]?)(?P<unit>{_SIMPLE}/{_SIMPLE}"
    rf"|°[CF]|[%‰\"″]|[^\W\d_]{{1,4}}(?:[²³23]|\.)?|[^\W\d_]{{1,4}})(?![^\W_]|[²³])"
)
_POWERS = {"²": "²", "2": "²", "³": "³", "3": "³"}
_REACH = 200
_ACCUSATIVE = re.compile(r"a\Z")
"""Polish `na sekundę`; of other nouns that are measured by, it is as the nominative."""
_LABELS = frozenset("ABFN")
"""Signs that, right behind figures, are rather a letter of a house or a seat (`221B`, `12A`)."""
_PRODUCT = re.compile(r"(?<![^\W\d_])[a-z]{1,2}[A-Z][a-z]{2,12} \Z")
"""`iPhone `, whose figures are a model's."""

_PER_COUNT = re.compile(r"/(?P<count>[0-9]{1,4})(?=[ \xa0]?[^\W\d_])")
_SHORTENED = re.compile(r"(?<=[^\W\d_])\.(?=[ \xa0][a-zà-öø-ÿą-ž])")
"""The full stop of a unit (`16 min. left`), behind which the sentence goes on."""
_BEHIND_HOURS = re.compile(r"(?P<count>[0-9]{1,3})m\b")
_HOURS_BEFORE = re.compile(r"[0-9]h ?\Z")
_MINUTES = re.compile(
    r"(?P<count>[0-9]{1,3})m(?= (?:ago|read|left|later|remaining|old|long|away)\b| ?[0-9]{1,2}s\b)"
)
_AGO = re.compile(
    r"(?P<count>[0-9]{1,4}) ?(?P<sign>mo|[smhdwy])(?= (?:ago|old|left|later|remaining)\b)"
)
_PAST = {
    "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year",
}  # fmt: skip
_MILLIONS = re.compile(
    r"(?P<count>[0-9]{1,4}(?:\.[0-9]{1,2})?)(?P<sign>[mMkKbB])(?= (?:followers|views|people|users|"
    r"subscribers|downloads|plays|copies|streams|jobs|viewers|fans|members|customers|votes|likes|"
    r"visitors|players|posts|reviews|records|words|lines|rows|tokens|parameters|barrels)\b)"
)


def _magnitude(text: str, at: int, table: Table) -> Found | None:
    """English `12m followers` and `5k views`."""
    found = _MILLIONS.match(text, at)
    if not found:
        return None
    words = f"{found['count']} {table.magnitudes[found['sign']][1]}"
    return spread(words, at, found.end()), found.end()


def minutes(text: str, at: int, table: Table) -> Found | None:
    """English `5m ago`, `3d ago` and `5m 30s`, which are no metres."""
    if table.language == "en":
        past = _AGO.match(text, at)
        if past:
            name = _PAST[past["sign"]]
            words = f"{past['count']} {name}{'' if past['count'] == '1' else 's'}"
            return spread(words, at, past.end()), past.end()
        if counted := _magnitude(text, at, table):
            return counted
    found = _MINUTES.match(text, at) if table.language == "en" else None
    behind_hours = _BEHIND_HOURS.match(text, at)
    if not found and behind_hours and _HOURS_BEFORE.search(text[max(at - 4, 0) : at]):
        found = behind_hours
    if not found:
        return None
    words = f"{found['count']} {table.counted(table.units['min'], found['count'])}"
    end = found.end("count") + 1
    return spread(words, at, end), end


_FEET = re.compile(r"(?P<feet>[0-9]{1,2})['’′][ ]?(?P<inches>[0-9]{1,2})[\"″”]")


_BY = {
    "en": "by", "de": "mal", "nl": "bij", "fr": "par", "es": "por", "it": "per", "pt": "por",
    "pl": "na",
}  # fmt: skip
_SIZES = re.compile(
    r"(?P<first>[1-9][0-9]{0,4})x(?P<second>[0-9]{1,5})(?:x(?P<third>[0-9]{1,5}))?(?![\w.,]*[0-9])"
)


def size(text: str, at: int, table: Table) -> Found | None:
    """`1920x1080`: two or three lengths."""
    found = _SIZES.match(text, at) if table.language in _BY else None
    if not found or text[found.end() : found.end() + 1].isalpha():
        return None
    parts = [found[name] for name in ("first", "second", "third") if found[name]]
    return spread(f" {_BY[table.language]} ".join(parts), at, found.end()), found.end()


_INCHES = re.compile(r"[ \xa0](?P<count>[0-9]{1,2})[ \xa0]in\b\.?")


def feet(text: str, at: int, table: Table) -> Found | None:
    """`5'10"`: feet and inches."""
    found = _FEET.match(text, at) if "'" in table.units else None
    if not found:
        return None
    words = " ".join(
        f"{found[group]} {table.counted(table.units[sign], found[group])}"
        for group, sign in (("feet", "'"), ("inches", '"'))
    )
    return spread(words, at, found.end()), found.end()


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
    joint = f"{table.part_of} " if table.part_of and not (is_mixed or is_half) else ""
    form = forms[is_mixed or table.language == "pl"]
    return [*said, *spread(f"{joint}{form}", found.start("unit"), found.end())], found.end()


def with_unit(text: str, words: list[Item], end: int, table: Table) -> Found:
    """The words of a number that ends at `end`, with those of the unit behind it."""
    (figures,) = words
    assert isinstance(figures, Say)
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
    if name == "ft" and (inches := _INCHES.match(text, stop)):
        forms, end = table.units["in"], inches.end()
        said = f"{inches['count']} {table.counted(forms, inches['count'])}"
        feet = spread(_form(figures, _forms(name, table), table), start, stop)
        return [figures, *feet, *spread(said, inches.start("count"), end)], end
    counted = [*_counted(figures, forms, table), *spread(_form(figures, forms, table), start, stop)]
    if _SHORTENED.match(text, stop):
        return counted, stop + 1
    if _PER_COUNT.match(text, stop) and table.per:
        return [*counted, *spread(table.per, stop, stop + 1)], stop + 1
    return counted, stop


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

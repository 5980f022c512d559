"""Numbers that libespeak-ng would misread: times, dates, money, versions, ordinals, units.

Plain numbers stay digits; libespeak-ng reads them in the clause's language.
"""

from __future__ import annotations

import re

from sotto.text.items import Found, Say, spread
from sotto.text.tables import Table

LONGEST_NUMBER = 15

_MAGNITUDE = (
    r"(?!\s?(?:[Mm]il|[Bb]il|[Tt]rill|[Tt]housand|[Tt]ausend|duizend|mln|mld|Mio|Mrd|bn\b))"
)
_AMOUNT = (
    r"(?P<whole>[0-9]{1,3}(?:[.,][0-9]{3}){1,5}|[0-9]{1,15})(?:[.,](?P<part>[0-9][0-9]))?"
    r"(?![0-9]|[.,][0-9])"
)
_MONEY_FIRST = re.compile(rf"(?P<sign>[$€£¥])\s?{_AMOUNT}{_MAGNITUDE}")
_MONEY_LAST = re.compile(rf"{_AMOUNT}\s?(?P<sign>[$€£¥]){_MAGNITUDE}")
_TIME = re.compile(
    r"(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?(?![0-9:])"
    r"(?:\s?(?:Uhr|uur)\b)?"
)
_ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9][0-9])-(?P<day>[0-9][0-9])(?![0-9-])")
_DAY_FIRST = {
    "de": re.compile(
        r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.(?:\s?(?P<year>[0-9]{4}|[0-9][0-9]))?(?![0-9.])"
    ),
    "nl": re.compile(
        r"(?P<day>[0-9]{1,2})[-/](?P<month>[0-9]{1,2})[-/](?P<year>[0-9]{4})(?![0-9-])"
    ),
}
_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){2,8}(?![.,]?[0-9])")
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3}){0,6}(?:[.,][0-9]{1,15})?(?![.,]?[0-9])"
)
_DECIMAL = re.compile(r"([0-9]{1,15}) ?([.,])([0-9]{1,15})(?![.,]?[0-9])")
_GERMAN_DATIVE = frozenset("am vom zum beim im dem den des seit".split())
_IN_LIST = re.compile(r"[0-9][.,][0-9]")
_WHOLE = re.compile(r"[0-9]{1,4096}")
_UNIT = re.compile(r"([ \xa0\u202f]?)(km/[hu]|°[CF]|[A-Za-z]{1,3})(?![^\W_])")
_ORDINAL = re.compile(r"[0-9]{1,6}(?P<mark>[a-z]{1,3})(?!\w)")
_DOTTED_ORDINAL = re.compile(r"([0-9]{1,2})\.(?=\s([^\W\d_]{3,12}))")


def number(text: str, at: int, table: Table, *, native: bool, before: str) -> Found | None:
    """The number that begins at `text[at]`, if one does.

    `native`: whether `table` is of the text's own language; `before` is the word before.
    """
    if native:
        found = (
            _money(text, at, table)
            or _time(text, at, table)
            or _date(text, at, table, before)
            or _ordinal(text, at, table, before)
        )
        if found:
            return found
    if not _is_digit(text[at]):
        return None
    return _version(text, at, table, native=native) or _plain(text, at, table, native=native)


def _is_digit(char: str) -> bool:
    return "0" <= char <= "9"


def _money(text: str, at: int, table: Table) -> Found | None:
    found = _MONEY_FIRST.match(text, at) or _MONEY_LAST.match(text, at)
    if not found:
        return None
    unit = table.money[found["sign"]]
    whole, part = found["whole"], found["part"]
    words = f"{whole} {unit.one if whole == '1' else unit.many}"
    small = unit.small_one if part == "01" else unit.small_many
    if part and int(part):
        count = str(int(part))
        if whole == "0":
            words = f"{count} {small}"
        else:
            words = f"{words} {count}" if table.decimal == "," else f"{words} {count} {small}"
    return spread(words, at, found.end()), found.end()


def _time(text: str, at: int, table: Table) -> Found | None:
    found = _TIME.match(text, at)
    if not found:
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"]), found["second"]
    words = [str(hour)]
    if minute == 0 and second is None:
        words.append(table.full_hour)
    else:
        padded = f"{table.padded_zero} {minute}" if minute < 10 and table.padded_zero else minute
        words += [table.clock, str(padded)]
        words += [str(int(second))] if second is not None else []
    return spread(" ".join(words), at, found.end()), found.end()


def _date(text: str, at: int, table: Table, before: str) -> Found | None:
    pattern = _DAY_FIRST.get(table.language)
    found = _ISO_DATE.match(text, at) or (pattern.match(text, at) if pattern else None)
    if not found:
        return None
    day, month, year = int(found["day"]), int(found["month"]), found["year"] or ""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    name = table.months[month - 1]
    if table.language == "de":
        words = f"{_german(day, table, before)} {name} {year}"
    elif table.language == "en":
        words = f"{name} {_english(day)} {year}"
    else:
        words = f"{day} {name} {year}"
    return spread(words, at, found.end()), found.end()


def _english(day: int) -> str:
    teen = 10 < day % 100 < 20
    return f"{day}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _ordinal(text: str, at: int, table: Table, before: str) -> Found | None:
    found = _ORDINAL.match(text, at)
    if found and found["mark"] in table.ordinal_marks:
        return _ordinal_words(text, at, found.end(), table)
    dotted = _DOTTED_ORDINAL.match(text, at) if "." in table.ordinal_marks else None
    if dotted is None:
        return None
    of_month = dotted[2].title() in table.months or before.lower() in table.ordinal_after
    return _ordinal_words(text, at, dotted.end(), table, before) if of_month else None


def _ordinal_words(text: str, at: int, end: int, table: Table, before: str = "") -> Found | None:
    digits = text[at:end].rstrip("abcdefghijklmnopqrstuvwxyz.")
    if not table.ordinals:
        return [Say(text[at:end], at, end)], end
    if not 1 <= int(digits) <= len(table.ordinals):
        return None
    if table.language == "de":
        return [Say(_german(int(digits), table, before), at, end)], end
    return [Say(table.ordinals[int(digits) - 1], at, end)], end


def _german(day: int, table: Table, before: str) -> str:
    return table.ordinals[day - 1] + ("n" if before.lower() in _GERMAN_DATIVE else "")


def _version(text: str, at: int, table: Table, *, native: bool) -> Found | None:
    """`1.2.3` or an address: figures with every dot named."""
    found = _VERSION.match(text, at)
    grouped = _GROUPED.match(text, at)
    if not found or (grouped and table.decimal != "." and grouped.end() == found.end()):
        return None
    words: list[Say] = []
    position = at
    for part in found[0].split("."):
        if words:
            language = "" if native else table.language
            words += spread(table.symbols["."], position - 1, position, language)
        words.append(Say(part, position, position + len(part), neutral=True))
        position += len(part) + 1
    return words, found.end()


def _plain(text: str, at: int, table: Table, *, native: bool) -> Found:
    found = _GROUPED.match(text, at)
    if found:
        figures, end = found[0], found.end()
    else:
        figures, end = _decimal(text, at, f".{table.decimal}" if native else ".,")
    if len(figures) > LONGEST_NUMBER and figures.isdigit():
        return [Say(d, at + i, at + i + 1, neutral=True) for i, d in enumerate(figures)], end
    words = [Say(figures, at, end, neutral=True)]
    return _with_unit(text, words, end, table) if native else (words, end)


def _decimal(text: str, at: int, signs: str) -> tuple[str, int]:
    found = _DECIMAL.match(text, at)
    in_list = at >= 2 and _IN_LIST.match(text, at - 2)
    if found and found[2] in signs and not in_list:
        return f"{found[1]}{found[2]}{found[3]}", found.end()
    whole = _WHOLE.match(text, at)
    assert whole is not None
    return whole[0], whole.end()


def _with_unit(text: str, words: list[Say], end: int, table: Table) -> Found:
    found = _UNIT.match(text, end)
    if not found or found[2] not in table.units:
        return words, end
    if found[1] and found[2] not in table.loose_units:
        return words, end
    one, many = table.units[found[2]]
    unit = spread(one if words[0].text == "1" else many, found.start(2), found.end())
    return words + unit, found.end()

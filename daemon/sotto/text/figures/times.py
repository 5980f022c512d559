"""Times of day and dates, told from versions, sections and telephone numbers by context."""

from __future__ import annotations

import re

from sotto.patterns import regex
from sotto.text.figures.counting import english_ordinal, german_ordinal
from sotto.text.figures.gender import gendered
from sotto.text.figures.polish import polish_ordinal
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Say, spread

_TIME = regex(
    r"(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?(?![0-9:]|\.[0-9]{3})"
    r"(?P<clock>\s?(?:Uhr|uur|h|hrs?)\b)?"
    r"(?:[ \xa0]?(?P<half>[AaPp])\.?[ \xa0]?[Mm]\b(?:\.(?!\s+[A-Z]|\s*\Z))?)?"
)
_CLOCKED = {
    "de": regex(r"(?P<hour>[01]?[0-9]|2[0-4])(?:[.](?P<minute>[0-5][0-9]))?\s?(?P<clock>Uhr\b)"),
    "nl": regex(
        r"(?P<hour>[01]?[0-9]|2[0-4])(?:(?:[.](?P<minute>[0-5][0-9]))?\s?uur\b"
        r"|[uh](?P<behind>[0-5][0-9])(?!\w))"
    ),
    "fr": regex(
        r"(?P<hour>[01]?[0-9]|2[0-4])[ \xa0\u202f]?h[ \xa0\u202f]?(?P<behind>[0-5][0-9])"
        r"(?!\w|[ \xa0\u202f]min)"
    ),
    "en": regex(
        r"(?P<hour>1[0-2]|0?[1-9])(?:\.(?P<minute>[0-5][0-9]))?[ \xa0]?(?P<half>[AaPp])"
        r"(?:\.[Mm]\b(?:\.(?!\s+[A-Z]|\s*\Z))?|[Mm](?![\w'’]))"
    ),
    "pt": regex(
        r"(?P<hour>[01]?[0-9]|2[0-4])[ \xa0]?h[ \xa0]?(?P<behind>[0-5][0-9])(?!\w|[ \xa0]min)"
    ),
    "es": regex(r"(?P<hour>[01]?[0-9]|2[0-4])[:.](?P<minute>[0-5][0-9])[ \xa0]?h(?:\.|\b)"),
}
_TIMES_AHEAD = regex(
    r"(?P<hour>[01]?[0-9]|2[0-4])\.(?P<minute>[0-5][0-9])"
    r"(?=[ \xa0]?(?:bis|und|oder|tot|en|of|[-–])"
    r"[ \xa0]?(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?[ \xa0]?(?:Uhr|uur)\b)"
)
"""German `von 0.00 bis 2.12 Uhr`: the first of two."""
_POINTED_TIME = regex(r"(?P<hour>[01]?[0-9]|2[0-4])\.(?P<minute>[0-5][0-9])(?![0-9.,]|[ \xa0]?%)")
_MONTHS_ALONE = frozenset("en de nl fr es it pt".split())
"""Languages whose months are the same without a day."""
_MONTH_YEAR = regex(r"(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)[0-9]{2})(?![0-9]|[-/.][0-9])")
_YEAR_MONTH = regex(r"(?P<year>(?:19|20)[0-9]{2})-(?P<month>0[1-9]|1[0-2])(?![0-9]|[-/.–:][0-9])")
"""As computers write it; a range of years has a longer dash."""
_ISO_DATE = regex(
    r"(?P<year>[0-9]{4})(?P<sign>[-/])(?P<month>[0-9][0-9])(?P=sign)(?P<day>[0-9][0-9])(?![0-9]|[-/][0-9])"
)
_POINTED = regex(
    r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.(?:\s?(?P<year>[0-9]{4}|[0-9][0-9]))?(?![0-9]|\.[0-9])"
)
_SIGNED = regex(
    r"(?P<day>[0-9]{1,2})(?P<sign>[-/])(?P<month>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})(?![0-9]|[-/][0-9])"
)
_POINTED_YEAR = regex(
    r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})(?![0-9]|\.[0-9])"
)
_ON_A_DAY = frozenset(
    "am vom zum beim im dem den der bis seit ab und montag dienstag mittwoch donnerstag freitag "
    "samstag sonnabend sonntag mo di mi do fr sa so".split()
)
_NO_DATE = frozenset(
    "version v os release kernel build kapitel abschnitt abs absatz ziffer punkt artikel nummer nr "
    "paragraf paragraph ip section chapter versie hoofdstuk".split()
)
_POLISH_YEAR = regex(r"[ \xa0]r\.")
_DAY_FIRST_REGIONS = frozenset("gb au nz ie in za".split())


def time(text: str, at: int, table: Table, before: str = "") -> Found | None:
    """A time of day; `before` is the word before."""
    found = _time(text, at, table, before.lower())
    if not found or _is_amount(text, at):
        return None
    if table.language == "pl":
        return _polish(found, before.lower()), found.end()
    if not (table.clock or table.full_hour):
        return [Say(found[0], at, found.end())], found.end()
    parts = found.groupdict()
    hour, second = int(parts["hour"]), parts.get("second")
    minute = int(parts.get("minute") or parts.get("behind") or 0)
    half = parts.get("half") or ""
    words = [table.one_hour if hour == 1 else _hour(hour, table)]
    if minute == 0 and second is None:
        is_told = half or _NOON.match(text, found.end())
        words += [] if is_told else [_clock(table, hour, table.full_hour)]
    else:
        padded = f"{table.padded_zero} {minute}" if minute < 10 and table.padded_zero else minute
        words += [_clock(table, hour, table.clock), str(padded)]
        words += [str(int(second))] if second is not None else []
    said = spread(" ".join(words), at, found.end())
    if half:
        said += [Say(letter, at, found.end(), letter=True) for letter in f"{half}M".upper()]
    return said, found.end()


def _time(text: str, at: int, table: Table, before: str) -> re.Match[str] | None:
    clocked = _CLOCKED.get(table.language)
    found = (clocked.match(text, at) if clocked else None) or _TIME.match(text, at)
    if not found and table.clock in ("Uhr", "uur"):
        found = _TIMES_AHEAD.match(text, at)
    if not found and before in table.pointed_after:
        found = _POINTED_TIME.match(text, at)
    return found


_AT_AN_HOUR = frozenset("o po od do około koło przed przy godzinie godziny".split())


def _polish(found: re.Match[str], before: str) -> list[Say]:
    """Polish hours are ordinals; minutes below ten have their zero."""
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), parts.get("minute") or "00"
    words = [polish_ordinal(hour, "ej" if before in _AT_AN_HOUR else "a")]
    if minute != "00" or parts.get("second"):
        words.append(f"zero {int(minute)}" if int(minute) < 10 else minute)
    if parts.get("second"):
        words.append(str(int(parts["second"])))
    return spread(" ".join(words), found.start(), found.end())


def _hour(hour: int, table: Table) -> str:
    """An hour in the gender of hours: `vingt et une heures`, `duas e 15`."""
    name = table.units.get("h", ("", ""))[1]
    return gendered(str(hour), name, table) or str(hour)


def _clock(table: Table, hour: int, word: str) -> str:
    """The word behind the hour, which may have a singular (French `une heure`)."""
    one, many = table.units.get("h", ("", ""))[:2]
    is_one = hour == 1 or (hour == 0 and table.language == "fr")
    return one if is_one and word == many else word


def _is_amount(text: str, at: int) -> bool:
    """`1.234.50 Uhr` is no time: the figures go back further."""
    return at >= 2 and text[at - 1] in ".," and text[at - 2].isdecimal()


_SCORE = regex(
    r"(?P<first>[0-9]{1,3}):(?P<second>[0-9]{1,3}(?:\.[0-9]{3}){0,2})(?![0-9:]|[.,][0-9])"
)


def score(text: str, at: int, table: Table) -> Found | None:
    """German `2:1` and `1:25.000`, which are no times."""
    found = _SCORE.match(text, at) if table.language == "de" else None
    if not found or (at and text[at - 1] in ":.,/"):
        return None
    return spread(f"{found['first']} zu {found['second']}", at, found.end()), found.end()


def date(text: str, at: int, table: Table, before: str, region: str) -> Found | None:
    """A date in figures; `region` (lower case) tells which order of day and month is used."""
    month_year = _MONTH_YEAR.match(text, at) or _YEAR_MONTH.match(text, at)
    if month_year and table.language in _MONTHS_ALONE and not (at and text[at - 1] in "/-."):
        words = date_words(0, int(month_year["month"]), month_year["year"], table)
        return spread(words, at, month_year.end()), month_year.end()
    found = _ISO_DATE.match(text, at)
    if found:
        day, month = int(found["day"]), int(found["month"])
    else:
        found = _written(text, at, table, before)
        if not found:
            return None
        day, month = int(found["day"]), int(found["month"])
        if table.language == "en" and _is_month_first(found, day, month, region):
            day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31 and table.months):
        return None
    year, end = found["year"] or "", found.end()
    words = date_words(day, month, year, table, before)
    if table.language == "pl" and (told := _POLISH_YEAR.match(text, end)):
        words, end = f"{words} roku", told.end()
    return spread(words, at, end), end


def _written(text: str, at: int, table: Table, before: str) -> re.Match[str] | None:
    context = before.lower()
    if context in _NO_DATE or (at and text[at - 1] in ".-/" and not text[: at - 1].isspace()):
        return None
    pointed = _POINTED if table.language == "de" else _POINTED_YEAR
    found = pointed.match(text, at)
    if not found:
        return _SIGNED.match(text, at)
    year = found["year"] or ""
    is_padded = len(found["day"]) == len(found["month"]) == 2
    is_on_a_day = context in _ON_A_DAY and not (context == "und" and len(year) == 2)
    is_sure = len(year) == 4 or is_on_a_day or (year and is_padded)
    return found if is_sure and not before.endswith("§") else None


def _is_month_first(found: re.Match[str], day: int, month: int, region: str) -> bool:
    if "sign" not in found.groupdict() or region in _DAY_FIRST_REGIONS:
        return month > 12 >= day
    return day <= 12


def date_words(day: int, month: int, year: str, table: Table, before: str = "") -> str:
    """A date in words and figures; a day or month of 0, or a year of "", is not told."""
    name = table.months[month - 1] if month else ""
    if not day or not month:
        return f"{day or ''} {name} {year}"
    match table.language:
        case "de":
            said = f"{german_ordinal(day, before, name)} {name} {year}"
        case "en":
            said = f"{name} {english_ordinal(day)} {year}"
        case "pl":
            said = f"{polish_ordinal(day, 'ego')} {name} {year}"
        case "it":
            said = f"{day}{'º' if day == 1 else ''} {name} {year}"
        case _ if year and table.date:
            said = _by_pattern(table.date, day, month, year, name)
        case _:
            said = f"{_without_year(day, name, table)} {year}"
    return said


def _without_year(day: int, name: str, table: Table) -> str:
    first = table.date.find("d") < table.date.find("M") if table.date else True
    joined = " de " if "'de'" in table.date else " "
    told = "premier" if day == 1 and name in _FRENCH_MONTHS else str(day)
    return f"{told}{joined}{name}" if first else f"{name} {told}"


_NOON = regex(r"[ \xa0](?:noon|midnight)\b")
_YEARS = {" г.": " года", " р.": " року"}
_FRENCH_MONTHS = frozenset(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


_SHORT_MONTH = regex(r"(?<![ML'])[ML]{1,2}(?![ML])")


def _by_pattern(pattern: str, day: int, month: int, year: str, name: str) -> str:
    """A date in the order and with the words of CLDR's pattern: `d 'de' MMMM 'de' y`; a short
    month is a figure (`y年M月d日`), eras are left out."""
    first = "premier" if day == 1 and name in _FRENCH_MONTHS else str(day)
    told = str(month) if _SHORT_MONTH.search(pattern) else name
    parts = {"d": first, "M": told, "L": told, "y": year, "G": ""}
    filled = re.sub(
        r"'([^']*)'|([dMLyG])\2*|[^\W\d_]", lambda found: _filled(found, parts), pattern
    )
    plain = " ".join(filled.replace(",", " ").split())
    for short, full in _YEARS.items():
        plain = plain.replace(short, full)
    return plain


def _filled(found: re.Match[str], parts: dict[str, str]) -> str:
    if found[2]:
        return parts[found[2]]
    return found[1] if found[1] is not None else found[0]

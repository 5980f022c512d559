"""Amounts of money: the amount, then its magnitude, then the currency's name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from sotto.patterns import regex
from sotto.text.figures.gender import gendered
from sotto.text.tables import Money, Table
from sotto.text.tokens.items import Found, spread

_GROUP = r"[.,'’_ \xa0\u202f\u2009]"
_AMOUNT = (
    rf"(?P<whole>[0-9]{{1,3}}(?P<group>{_GROUP})[0-9]{{3}}(?:(?P=group)[0-9]{{3}}){{0,4}}(?![0-9])"
    r"|[0-9]{1,15})(?:[.,](?P<part>[0-9]{1,6}|-(?![0-9])|–(?![0-9])))?(?![0-9]|[.,][0-9])"
)
_LONGEST = 40
_INNER = regex(r"(?P<whole>[0-9]{1,9})(?P<sign>[€$£])(?P<part>[0-9]{2})(?![0-9.,])")
_ELISION = regex(r"\bde (?=[aeiouyéè])")
_CODE = r"(?:[ \xa0](?P<code>[A-Z]{3})(?!\w))?"
"""Behind an amount with its sign in front, what the sign stands for: `$1,500 MXN`."""

_MINUS = r"(?P<minus>[-−–]\s?)?"


@lru_cache(maxsize=16)
def _patterns(table: Table) -> tuple[re.Pattern[str], re.Pattern[str]]:
    if not table.money:
        return re.compile("(?!)"), re.compile("(?!)")
    signs = "|".join(map(re.escape, sorted(table.money, key=len, reverse=True)))
    powers = "|".join(map(re.escape, sorted(table.magnitudes, key=len, reverse=True)))
    power = rf"(?:[ \xa0-]?(?P<power>{powers})(?!\w))?" if powers else "(?P<power>(?!))?"
    first = rf"(?P<sign>{signs})[ \xa0]?{_MINUS}{_AMOUNT}{power}{_CODE}"
    last = rf"{_AMOUNT}{power}[ \xa0]?(?P<sign>{signs})(?![^\W_])"
    return re.compile(first), re.compile(last)


def money(text: str, at: int, table: Table) -> Found | None:
    """The amount of money that begins at `text[at]`, its sign in front or behind."""
    first, last = _patterns(table)
    inner = _INNER.match(text, at) if table.money else None
    if inner and inner["sign"] in table.money:
        words = _plain(inner["whole"], inner["part"], table.money[inner["sign"]], table)
        return spread(words, at, inner.end()), inner.end()
    found = (last if "0" <= text[at] <= "9" else first).match(text, at)
    if not found:
        return None
    span = _RANGED.match(text, at)
    if span and table.to and text[at] in table.money:
        return _ranged(text, span, table)
    words = f"{table.symbols['−']} " if found.groupdict().get("minus") else ""
    words += _words(found, _unit(found, table), table)
    if table.language == "en" and (period := _PERIOD.match(text, found.end())):
        words += f" per {_PERIODS[period[1]]}"
        return spread(words, at, period.end()), period.end()
    per = _PER.match(text, found.end())
    if per and table.per and text[per.start() + 1 : per.end()] not in table.units:
        return spread(f"{words} {table.per}", at, per.start() + 1), per.start() + 1
    code = found.groupdict().get("code")
    end = found.end() if code is None or code in table.money else found.start("code") - 1
    return spread(words, at, end), end


def _unit(found: re.Match[str], table: Table) -> Money:
    """What an amount is of: its code tells it better than its sign."""
    unit = table.money.get(found.groupdict().get("code") or "", table.money[found["sign"]])
    is_tied = found["power"] and found.string[found.start("power") - 1] == "-"
    return replace(unit, many=unit.one) if is_tied and table.language == "en" else unit


_PER = regex(r"/[^\W\d_]{3,12}(?![\w/])")
"""`$5/month`."""
_PERIODS = {
    "mo": "month", "mth": "month", "yr": "year", "hr": "hour", "wk": "week", "min": "minute",
    "h": "hour", "sec": "second",
}  # fmt: skip
_PERIOD = regex(rf"[ \xa0]?/({'|'.join(_PERIODS)})(?![\w/])")
"""`€4.99/mo`; `$5/m`, a month or a metre, is left as it is written."""
_RANGED = regex(r"(?P<sign>[$€£¥])(?P<low>[0-9][0-9.,]{0,15})[-–](?P=sign)?(?=[0-9])")


def _ranged(text: str, span: re.Match[str], table: Table) -> Found | None:
    """`$5–10`: both amounts, then the currency."""
    found = _patterns(table)[0].match(f"{span['sign']}{text[span.end() : span.end() + _LONGEST]}")
    if not found:
        return None
    end = span.end() + found.end() - 1
    words = f"{span['low']} {table.to} {_words(found, table.money[span['sign']], table)}"
    return spread(words, span.start(), end), end


def _words(found: re.Match[str], unit: Money, table: Table) -> str:
    whole, part = found["whole"], (found["part"] or "").strip("-–")
    if found["group"] not in (None, ",", "."):
        whole = re.sub(r"\D", "", whole)
    power = table.magnitudes[found["power"]] if found["power"] else None
    if power or len(part) not in (0, 2):
        amount = f"{whole}{table.decimal}{part}" if part else whole
        return _with_power(amount, power, unit, table)
    return _plain(whole, part, unit, table)


def _plain(whole: str, part: str, unit: Money, table: Table) -> str:
    """An amount in the currency and its hundredths."""
    forms = (unit.one, unit.many, *unit.more)
    counted = table.counted(forms, whole.replace(",", "").replace(".", ""))
    one = table.one_of.get(unit.one.partition(" ")[0], table.one)
    count = gendered(whole, counted.partition(" ")[0], table) or (one if whole == "1" else whole)
    return _with_small(f"{count} {counted}", whole, part, unit, table)


def _with_power(amount: str, power: tuple[str, ...] | None, unit: Money, table: Table) -> str:
    """`5 million dollars`; without a power, an amount with one decimal."""
    if power is None:
        return f"{amount} {unit.many}"
    counted = table.counted((unit.one, unit.many, *unit.more), "5")
    one = table.one_of.get(power[0].partition(" ")[0], table.one)
    words = f"{one if amount == '1' else amount} {table.counted(power, amount)} {counted}"
    return _ELISION.sub("d'", words) if table.language == "fr" else words


def _with_small(words: str, whole: str, part: str, unit: Money, table: Table) -> str:
    if not part or not int(part):
        return words
    count = str(int(part))
    if not unit.small_many:
        return f"{whole}{table.decimal}{part} {unit.many}"
    forms = (unit.small_one, unit.small_many, *unit.small_more)
    said = f"{table.one if count == '1' else count} {table.counted(forms, count)}"
    if whole == "0":
        return said
    if table.and_small:
        return f"{words} {table.and_small} {said}"
    return f"{words} {count}" if table.decimal == "," else f"{words} {said}"


_WORDS = frozenset(["TRY"])
"""Codes that are words as well."""


def is_coded(text: str, at: int, table: Table) -> bool:
    """Whether an amount begins at `text[at]` whose sign is made of letters: `EUR 20`, `R$ 5`."""
    found = _patterns(table)[0].match(text, at)
    if found is None:
        return False
    sign = found["sign"]
    return sign[-1] in "$¥" or (len(sign) == 3 and sign.isupper() and sign not in _WORDS)


def is_money(text: str, at: int, table: Table) -> bool:
    """Whether an amount with its sign in front begins at `text[at]`."""
    return bool(_patterns(table)[0].match(text, at))

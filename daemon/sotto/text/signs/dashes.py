"""What a dash means: to (a range), minus, or nothing but a pause."""

from __future__ import annotations

import re

from sotto.patterns import regex
from sotto.text.figures.money import is_money
from sotto.text.tables import Table

DASHES = "-–−"
VULGAR = frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞")
_MONEY = "[$€£¥]?"
_RANGE = regex(rf"[0-9][-–‒~](?={_MONEY}[0-9])")
_CHAIN = regex(
    rf"[-–‒~/]?[0-9][0-9.,:]*[-–‒~]{_MONEY}[0-9][0-9.,:]*(?P<more>[-–‒~/](?=[0-9]|[A-Z]{{2}}))?"
)
_SPACED = regex(rf"[0-9] (?:[–‒] {_MONEY}[0-9]|- [0-9]{{1,2}}(?:[.:][0-9]{{2}})? ?(?:Uhr|uur|h)\b)")
_AMOUNT = r"(?:[€$£¥] ?[0-9][0-9.,]{0,14}|[0-9][0-9.,]{0,14} ?[€$£¥])"
_AMOUNTS = regex(rf"{_AMOUNT} [-–] {_AMOUNT}")
_HOURS = regex(r"[0-9][hu][-–‒][0-9]{1,2}[hu]")
_HALVES = regex(r"[0-9] ?[AaPp]\.?[Mm]\.?[-–‒](?=[0-9])")
_ALPHABET = regex(r"(?<!\w)(?:A[-–]Z|a[-–]z)(?!\w)")
_WHOLES = regex(r"(?<![\w.,:])([0-9]{3,6})[-–‒]([0-9]{3,6})(?![\w]|[.,:][0-9])")
_YEAR_MONTH = regex(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?![0-9])")
_CODES = regex(r"(?<!\w)([A-Za-z]{1,3})[0-9]{1,4}[-–](?:\1)[0-9]{1,4}(?![\w-])")
_ORDINALS = regex(r"[0-9](?:\.|\.?[ºª]|st|nd|rd|th|er|ère|re|e|ème)[-–](?=[0-9])")
_DOTTED_AHEAD = regex(r"[-–][0-9]{1,3}\.")
_NUMERALS = regex(r"(?<![\w-])[IVX]{1,5}[-–][IVX]{1,5}(?![\w-])")
_DAY_AHEAD = regex(r" ?([^\W\d_]{2,4})\b")
_FIGURES_AHEAD = regex(r"\.?[0-9]")
_REACH = 8


def joins(text: str, at: int, table: Table, before: str) -> bool:
    """Whether the dash at `at` stands for `to`; `before` is the word before."""
    if not table.to or at == 0:
        return False
    return (
        _is_between_numbers(text, at)
        or _is_between_ordinals(text, at, table)
        or _is_between_days(text, at, table, before)
        or (at > 1 and (_HOURS.match(text, at - 2) or _SPACED.match(text, at - 2)) is not None)
        or _is_inside(_CODES, text, at)
        or (text[at - 1] == " " and _is_between_amounts(text, at))
        or (text[at - 1] in "Aa" and _is_inside(_ALPHABET, text, at))
        or (text[at - 1] in "mM." and table.language == "en" and _is_between_halves(text, at))
        or (table.roman is not None and _is_inside(_NUMERALS, text, at))
    )


def is_minus(text: str, at: int, table: Table) -> bool:
    """Whether a dash that begins a chunk stands before an amount."""
    if text[at] not in DASHES:
        return False
    is_figure = _FIGURES_AHEAD.match(text, at + 1) is not None
    is_vulgar = text[at + 1 : at + 2] in VULGAR
    return is_figure or is_vulgar or is_money(text, at + 1, table)


def _is_between_days(text: str, at: int, table: Table, before: str) -> bool:
    """`Mo.–Fr.`: a dash between short names of days."""
    if text[at] not in DASHES or before not in table.days.values():
        return False
    ahead = _DAY_AHEAD.match(text, at + 1)
    return ahead is not None and ahead[1].lower() in table.days


def _is_between_ordinals(text: str, at: int, table: Table) -> bool:
    """`5th–7th`, `1.–3. Mai`, `1er-3 mai`."""
    found = _ORDINALS.search(text, max(at - _REACH, 0), at + 2)
    if found is None or found.end() != at + 1:
        return False
    if text[at - 1] == ".":
        return "." in table.ordinal_marks and _DOTTED_AHEAD.match(text, at) is not None
    return True


def _is_between_numbers(text: str, at: int) -> bool:
    """Whether the dash stands between just two numbers."""
    if not _RANGE.match(text, at - 1):
        return False
    first = at
    while first and (text[first - 1].isdecimal() or text[first - 1] in ".,:"):
        first -= 1
    if _is_falling(text, first) or _YEAR_MONTH.match(text, first):
        return False
    if first and (text[first - 1] in "-–‒~/_" or text[first - 1].isalpha()):
        return False
    found = _CHAIN.match(text, first)
    if found is None or found["more"]:
        return False
    return text[found.end() : found.end() + 1] != "_"


def _is_between_amounts(text: str, at: int) -> bool:
    """`€ 20 - € 30`."""
    around = _AMOUNTS.finditer(text, max(at - 20, 0), at + 20)
    return any(found.start() < at < found.end() for found in around)


def _is_falling(text: str, at: int) -> bool:
    """`747-400`: from the larger to the smaller nothing reaches; short ones are scores."""
    found = _WHOLES.match(text, at)
    return found is not None and int(found[1]) > int(found[2])


def _is_between_halves(text: str, at: int) -> bool:
    """`10am-5pm`."""
    found = _HALVES.search(text, max(at - _REACH, 0), at + 2)
    return found is not None and found.end() == at + 1


def _is_inside(pattern: re.Pattern[str], text: str, at: int) -> bool:
    """Whether the dash at `at` is that of a match that begins shortly before."""
    if not text[at - 1].isalnum():
        return False
    found = pattern.finditer(text, max(at - _REACH, 0), at + _REACH)
    return any(each.start() < at < each.end() for each in found)

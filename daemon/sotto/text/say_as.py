"""What SSML's say-as asks for beyond spelling: dates, times and numbers, in the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sotto.messages import SayAs, SayAsForm
from sotto.patterns import regex
from sotto.text.figures.counting import german_stem
from sotto.text.figures.roman import ordinal_words, roman_value
from sotto.text.figures.times import date_words, time
from sotto.text.scan import scan
from sotto.text.signs.symbols import is_blank, silent_characters
from sotto.text.tables import Table, table_for
from sotto.text.tokens.items import Found, Item, Say, spread
from sotto.text.tokens.mode import ReadingMode

READ_FORMS = frozenset({SayAsForm.DATE, SayAsForm.TIME, SayAsForm.ORDINAL, SayAsForm.CARDINAL})
"""Those that are no spelling."""

_FIELDS = regex(r"[0-9]+")
_CLOCK = regex(
    r"\s*(?P<hour>[0-9]{1,2}?)(?:\s?[:.hu]\s?)?(?P<minute>[0-9]{2})?(?:[:.](?P<second>[0-9]{2}))?"
    r"\s?(?P<half>[AaPp]\.?[Mm]\.?)?\s*"
)
_WHOLE = regex(r"\s*([0-9]{1,15})\s*")
_NUMERAL = regex(r"\s*([IVXLCDMivxlcdm]{1,15})\s*")
_ORDERS = {"en": "mdy", "hu": "ymd", "ja": "ymd", "zh": "ymd", "ko": "ymd", "lt": "ymd"}
_DAY_FIRST = frozenset("GB AU NZ IE IN ZA".split())
_ENDINGS = {"fr": "e", "es": "o", "it": "o", "pt": "o", "pl": "y", "nl": "e"}


def say_as(segment: SayAs, mode: ReadingMode) -> Iterator[Item]:
    """The words of a segment; what does not look like its form is read as running text."""
    table = table_for(mode.language)
    found: Found | None = None
    if table.language == mode.language.partition("-")[0].lower():
        match segment.form:
            case SayAsForm.DATE:
                found = _date(segment, mode, table)
            case SayAsForm.TIME:
                found = _clock(segment.text, table)
            case SayAsForm.ORDINAL:
                found = _ordinal(segment.text, table)
            case _:
                found = _cardinal(segment.text)
    if found:
        return iter(found[0])
    # What is marked is meant: signs that are quiet between words are named where nothing else is.
    silent = silent_characters(mode.punctuation)
    is_silent = all(is_blank(char) or char in silent for char in segment.text)
    return scan(segment.text, replace(mode, is_silent=is_silent))


def _date(segment: SayAs, mode: ReadingMode, table: Table) -> Found | None:
    """A date whose fields stand in the order of the format, or the usual one."""
    text = segment.text
    fields = _FIELDS.findall(text)
    order = segment.detail or _usual_order(text, mode.language, table, fields)
    if len(fields) == 1 and len(fields[0]) == len(order) * 2 + 2 * ("y" in order):
        fields = _cut(fields[0], order)
    if len(order) != len(fields) or re.search(r"[^\W\d_]", text):
        return None
    parts = dict(zip(order, fields, strict=True))
    day, month = int(parts.get("d", 0)), int(parts.get("m", 0))
    if not (0 <= month <= len(table.months) and 0 <= day <= 31):
        return None
    words = date_words(day, month, parts.get("y", ""), table)
    return spread(words, 0, len(text)), len(text)


def _clock(text: str, table: Table) -> Found | None:
    """A time of day, however its parts are parted: `14.30`, `1430`, `2 h 30`, `2.30pm`."""
    parts = _CLOCK.fullmatch(text)
    if parts is None:
        return None
    second = f":{parts['second']}" if parts["second"] else ""
    written = f"{parts['hour']}:{parts['minute'] or '00'}{second}{parts['half'] or ''}"
    found = time(written, 0, table)
    if found is None or found[1] < len(written):
        return None
    said = [item for item in found[0] if isinstance(item, Say)]
    return [replace(item, start=0, end=len(text)) for item in said], len(text)


def _usual_order(text: str, language: str, table: Table, fields: list[str]) -> str:
    if fields and len(fields[0]) == 4:
        return "ymd"[: len(fields)]
    order = _ORDERS.get(table.language, "dmy")
    if table.language == "en" and ("." in text or language[-2:].upper() in _DAY_FIRST):
        order = "dmy"
    return order if len(fields) == 3 else order.replace("y", "")


def _cut(figures: str, order: str) -> list[str]:
    """`20241231` in its fields."""
    fields, at = [], 0
    for field in order:
        size = 4 if field == "y" else 2
        fields.append(figures[at : at + size])
        at += size
    return fields


def _ordinal(text: str, table: Table) -> Found | None:
    value = _value(text)
    if value is None:
        return None
    if table.language == "de":
        words = f"{german_stem(value)}e" if value < 1000 else ""
    elif table.roman is not None:
        words = ordinal_words(value, _ENDINGS.get(table.language, ""), table)
        words = words or f"{value}{ {'pt': 'º', 'es': 'º'}.get(table.language, '') }"
    else:
        words = ""
    return (spread(words, 0, len(text)), len(text)) if words else None


def _cardinal(text: str) -> Found | None:
    value = _value(text)
    if value is None:
        return None
    return [Say(str(value), 0, len(text), neutral=True)], len(text)


def _value(text: str) -> int | None:
    whole, numeral = _WHOLE.fullmatch(text), _NUMERAL.fullmatch(text)
    if whole:
        return int(whole[1])
    return roman_value(numeral[1].upper()) if numeral else None

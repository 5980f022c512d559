"""A half before a noun, in German and Dutch: eine halbe Stunde, ein halber Liter, een halve kop."""

from __future__ import annotations

import re

from sotto.patterns import regex
from sotto.text.figures.gender import GERMAN_FEMININE, GERMAN_NEUTER
from sotto.text.tables import Table

_MASCULINE = regex(r".*(?:meter|liter|löffel|becher|tag|monat|euro|apfel|meile)", re.IGNORECASE)
_NEUTER_MEASURE = regex(
    r".*(?:kilo|gramm|pfund|glas|brot|dutzend|byte|prozent|huhn|hähnchen)", re.IGNORECASE
)
_DUTCH_NEUTER = regex(r"uur|jaar|glas|pond|pak|brood|ons|blik|dozijn|procent|.*je")
_NAME = regex(r"[ \xa0]?([^\W\d_]{1,24})(?![\w/])")


def germanic_half(words: str, text: str, end: int, table: Table) -> str:
    """`ein halb` and `een half` with the ending that their noun asks for, if known."""
    found = _NAME.match(text, end)
    noun = found[1] if found else ""
    noun = table.units[noun][0] if noun in table.units else noun
    if not noun or (table.language == "de" and not noun[0].isupper()) or noun in table.joiners:
        return words
    if table.language == "nl":
        is_neuter = _DUTCH_NEUTER.fullmatch(noun) is not None
        return words if is_neuter else words.replace("een half", "een halve")
    return _german_half(noun, table) if words == "ein halb" else words


def _german_half(noun: str, table: Table) -> str:
    if _MASCULINE.fullmatch(noun):
        return "ein halber"
    if table.one_of.get(noun) == "eine" or GERMAN_FEMININE.fullmatch(noun):
        return "eine halbe"
    is_neuter = _NEUTER_MEASURE.fullmatch(noun) or GERMAN_NEUTER.fullmatch(noun)
    return "ein halbes" if is_neuter else "ein halb"

"""Tables made of Unicode's CLDR by script/language_tables.py: read when a language is spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_ALIASES = {"cmn": "zh", "yue": "zh", "no": "nb", "nn": "nb", "bs": "hr", "hbs": "hr", "hyw": "hy"}
Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """One language. Forms are in the order one, other, zero, two, few, many; `plurals` tells
    which of them is for 0..199, by index."""

    names: Mapping[str, str]
    months: tuple[str, ...]
    decimal: str
    date: str
    plurals: str
    money: Mapping[str, Forms]
    units: Mapping[str, Forms]


@lru_cache(maxsize=8)
def data_for(language: str) -> Data | None:
    """The data of a primary subtag, if there is any."""
    file = _FOLDER / f"{_ALIASES.get(language, language)}.txt"
    if not language.isalpha() or not file.exists():
        return None
    tables: dict[str, dict[str, str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        kind, key, value = line.split("\t")
        tables.setdefault(kind, {})[key] = value
    return Data(
        names=tables["name"],
        months=tuple(tables["months"][""].split("|")),
        decimal=tables["decimal"][""],
        date=tables["date"][""],
        plurals=tables["plurals"][""],
        money={sign: tuple(value.split("|")) for sign, value in tables.get("money", {}).items()},
        units={sign: tuple(value.split("|")) for sign, value in tables.get("unit", {}).items()},
    )


def name_of(sign: str, language: str) -> str:
    """What a sign or emoji is called in a language, "" when it has no name there."""
    data = data_for(language)
    return data.names.get(sign.replace("\ufe0f", ""), "") if data else ""

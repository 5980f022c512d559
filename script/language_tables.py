"""Makes daemon/sotto/text/tables/cldr/*.txt from Unicode's CLDR; run by hand when CLDR is new.

    python script/language_tables.py ANNOTATIONS DERIVED

needs Babel (currencies, units, months, plurals) and the unpacked npm packages
cldr-annotations-full and cldr-annotations-derived-full (names of emoji and signs).
Every line of a table is a kind, a key and values, parted by tabs and `|`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale  # type: ignore[import-not-found]

LANGUAGES = (
    "af am ar as az be bg bn ca cs cy da de el en es et eu fa fi fr ga gd gu he hi hr hu hy "
    "ia id is it ja ka kk kn ko kok ku ky lb lt lv mi mk ml mr ms mt my nb ne nl or pa pl pt "
    "ro ru sd si sk sl sq sr sv sw ta te th tk tr tt ug uk ur uz vi zh"
).split()
OUTPUT = Path(__file__).parents[1] / "daemon/sotto/text/tables/cldr"
CATEGORIES = ("one", "other", "zero", "two", "few", "many")
CURRENCIES = (
    "USD EUR GBP JPY CHF PLN CZK SEK NOK DKK RUB UAH TRY INR CNY KRW BRL ILS HUF RON BGN THB VND "
    "CAD AUD MXN ZAR KZT GEL"
).split()
SIGNS = {
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "RUB": "₽", "UAH": "₴", "TRY": "₺", "INR": "₹",
    "KRW": "₩", "ILS": "₪", "VND": "₫", "KZT": "₸", "GEL": "₾", "PLN": "zł", "CZK": "Kč",
    "BRL": "R$",
}  # fmt: skip
UNITS = {
    "length-kilometer": "km", "length-meter": "m", "length-centimeter": "cm",
    "length-millimeter": "mm", "length-micrometer": "µm", "mass-kilogram": "kg", "mass-gram": "g",
    "mass-milligram": "mg", "mass-tonne": "t", "volume-liter": "l", "volume-milliliter": "ml",
    "duration-second": "s", "duration-minute": "min", "duration-hour": "h",
    "duration-millisecond": "ms", "frequency-hertz": "Hz", "frequency-kilohertz": "kHz",
    "frequency-megahertz": "MHz", "frequency-gigahertz": "GHz", "temperature-celsius": "°C",
    "temperature-fahrenheit": "°F", "power-watt": "W", "power-kilowatt": "kW",
    "power-megawatt": "MW", "energy-kilowatt-hour": "kWh", "electric-volt": "V",
    "electric-ampere": "A", "digital-kilobyte": "kB", "digital-megabyte": "MB",
    "digital-gigabyte": "GB", "digital-terabyte": "TB", "speed-kilometer-per-hour": "km/h",
    "speed-meter-per-second": "m/s", "area-square-meter": "m²", "area-square-kilometer": "km²",
    "area-square-centimeter": "cm²", "volume-cubic-meter": "m³", "area-hectare": "ha",
    "pressure-hectopascal": "hPa", "energy-kilocalorie": "kcal", "energy-kilojoule": "kJ",
    "graphics-pixel": "px", "concentr-percent": "%", "concentr-permille": "‰",
}  # fmt: skip
SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")


def main(annotations: Path, derived: Path) -> None:
    """Writes every language's table."""
    OUTPUT.mkdir(exist_ok=True)
    for language in LANGUAGES:
        lines = [*plain(language), *names(language, annotations, derived)]
        (OUTPUT / f"{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def plain(language: str) -> Iterator[str]:
    """What a language's numbers, dates, money and units are called."""
    locale = Locale.parse("nb" if language == "no" else language)
    data: Any = locale._data
    yield f"decimal\t\t{locale.number_symbols['latn']['decimal']}"
    yield "plurals\t\t" + "".join(
        str(CATEGORIES.index(locale.plural_form(count))) for count in range(200)
    )
    yield "months\t\t" + "|".join(locale.months["format"]["wide"][n] for n in range(1, 13))
    yield f"date\t\t{locale.date_formats['long'].pattern}"
    for code in CURRENCIES:
        forms = data["currency_names_plural"].get(code, {})
        values = [forms.get(c, "") for c in CATEGORIES]
        if not values[1] and locale.currencies.get(code, code) != code:
            values = ["", locale.currencies[code], "", "", "", ""]
        if values[1]:
            for sign in filter(None, (code, SIGNS.get(code))):
                yield f"money\t{sign}\t{'|'.join(values)}"
    yield from units(data["unit_patterns"])


def units(patterns: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the units that stand behind their number."""
    told = set()
    for unit, symbol in UNITS.items():
        forms = patterns.get(unit, {}).get("long", {})
        values = [_bare(forms.get(category)) for category in CATEGORIES]
        if not values[1]:
            continue
        own = _bare(patterns[unit].get("short", {}).get("other"))
        for sign in dict.fromkeys((symbol, own)):
            if (
                sign
                and sign not in told
                and (sign == symbol or not sign.islower() or len(sign) < 5)
            ):
                told.add(sign)
                yield f"unit\t{sign}\t{'|'.join(values)}"


def _bare(pattern: object) -> str:
    """The words of a pattern whose number stands in front; "" for others."""
    if not isinstance(pattern, str) or not pattern.startswith("{0}"):
        return ""
    return " ".join(pattern.removeprefix("{0}").replace("\u200f", "").split())


def names(language: str, annotations: Path, derived: Path) -> Iterator[str]:
    """The lines of emoji and signs, without variants of the skin's tone."""
    folder = "no" if language == "nb" and not (annotations / "nb").exists() else language
    for source, key in ((annotations, "annotations"), (derived, "annotationsDerived")):
        found = json.loads((source / folder / "annotations.json").read_text(encoding="utf-8"))
        for sign, entry in found[key]["annotations"].items():
            name = " ".join(
                re.sub(r"[:,;.()/“”„\"!?：、，]", " ", "".join(entry.get("tts", ()))).split()
            )
            if name and not SKIN.search(sign[1:]) and not sign.isalnum() and "|" not in name:
                yield f"name\t{sign.replace(chr(0xFE0F), '')}\t{name}"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))

"""Whole classes of inputs in every language with tables: nothing lost, nothing twice, no English.

libespeak-ng tells itself where it falls back to English: it marks the place with `(en)`.
"""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from sotto.messages import Options
from sotto.phonemes.binding import EspeakLibrary
from sotto.text.tables import cldr, table_for
from text.reading import check_sound, heard, words

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")
ALL = sorted(file.stem for file in Path(cldr.__file__).parent.glob("*.txt"))
_SWITCH = re.compile(r"\([a-z]{2,3}(?:-[a-z]+)*\)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SPOKEN = EspeakLibrary()


def _samples() -> list[int]:
    chance = random.Random(11)
    large = [chance.randrange(10 ** (size - 1), 10**size) for size in range(5, 16) for _ in "12345"]
    return [*range(3001), *large, *(10**power for power in range(4, 15))]


def _sound(said: str, language: str) -> str:
    """Phonemes of what is said, which must be in the language itself."""
    _SPOKEN.set_voice(language)
    groups = "".join(_SPOKEN.phoneme_groups(said))
    assert not _SWITCH.search(groups), (said, groups)
    assert groups.strip("_ "), said
    return groups


def _english() -> set[str]:
    """The words of the English table."""
    table = table_for("en")
    phrases = [*table.symbols.values(), table.full_hour, *table.months]
    phrases += [name for forms in table.units.values() for name in forms]
    phrases += [name for unit in table.money.values() for name in (unit.one, unit.many)]
    return {word.lower() for phrase in phrases for word in _WORD.findall(phrase)}


def _own(language: str) -> set[str]:
    table = table_for(language)
    phrases = [*table.symbols.values(), *table.months, *cldr_names(language)]
    phrases += [name for forms in table.units.values() for name in forms]
    phrases += [
        name
        for unit in table.money.values()
        for name in (unit.one, unit.many, *unit.more, unit.small_one, unit.small_many)
    ]
    return {word.lower() for phrase in phrases for word in _WORD.findall(phrase)}


def cldr_names(language: str) -> list[str]:
    """The names of signs and emoji in a language."""
    data = cldr.data_for(language)
    return list(data.names.values()) if data else []


@pytest.mark.parametrize("language", EIGHT)
def test_every_number_has_a_reading_of_its_own(language: str) -> None:
    readings: dict[str, int] = {}
    for count in _samples():
        said = heard(f"{count}", language)
        assert said == f"{count}"
        sound = _sound(said, language)
        assert readings.setdefault(sound, count) == count


@pytest.mark.parametrize("language", EIGHT)
def test_grouped_numbers_are_read_as_one(language: str) -> None:
    readings: dict[str, int] = {}
    for count in _samples():
        if count < 1000:
            continue
        for group in (",",) if language == "en" else (".", "\u202f"):
            written = f"x {count:,} y".replace(",", group)
            said = heard(written, language).split()[1]
            assert re.sub(r"\D", "", said) == str(count), written
            assert readings.setdefault(_sound(said, language), count) == count


def _days() -> list[date]:
    return [date(2023, 1, 1) + timedelta(days) for days in range(4 * 365 + 1)]


_WRITTEN = {
    "en": "{m}/{d}/{y}", "de": "{d}.{m}.{y}", "nl": "{d}-{m}-{y}", "fr": "{d:02}/{m:02}/{y}",
    "es": "{d}/{m}/{y}", "it": "{d:02}/{m:02}/{y}", "pt": "{d:02}/{m:02}/{y}",
    "pl": "{d:02}.{m:02}.{y}",
}  # fmt: skip


@pytest.mark.parametrize("language", EIGHT)
def test_every_date_of_four_years(language: str) -> None:
    table, readings = table_for(language), set()
    for day in _days():
        said = heard(day.isoformat(), language)
        assert table.months[day.month - 1] in said
        assert said.endswith(str(day.year))
        assert (
            heard(_WRITTEN[language].format(d=day.day, m=day.month, y=day.year), language) == said
        )
        readings.add(_sound(said, language))
    assert len(readings) == 4 * 365 + 1


@pytest.mark.parametrize("language", EIGHT)
def test_every_minute_of_a_day(language: str) -> None:
    readings = set()
    for minute in range(24 * 60):
        said = heard(f"{minute // 60:02}:{minute % 60:02}", language)
        assert ":" not in said
        readings.add(_sound(said, language))
    assert len(readings) == 24 * 60


@pytest.mark.parametrize("language", ALL)
def test_money_and_units_keep_their_figures_and_are_told_in_the_language(language: str) -> None:
    table = table_for(language)
    foreign = _english() - _own(language) if language != "en" else set()
    for sign in (*table.money, *table.units):
        for count in ("2", "5", "21", "100"):
            written = f"{count} {sign}" if sign not in "°" else f"{count}{sign}"
            spoken = check_sound(written, Options(), language)
            said = [word.text for word in words(spoken)]
            told = " ".join(said).lower()
            assert not foreign & set(_WORD.findall(told)), (written, told)
            if language in EIGHT:
                assert count in said or not any(char.isdigit() for char in told), (written, told)
                assert sum(char.isdigit() for char in told) <= len(count) + 1, (written, told)


@pytest.mark.parametrize("language", ALL)
def test_signs_are_told_in_the_language(language: str) -> None:
    foreign = _english() - _own(language) if language != "en" else set()
    for sign in "%&@=+§→×÷½€$£#±≤≥≠°²³©®™‰¼¾←↑↓√∞":
        said = heard(f"a {sign} b", language)
        assert not foreign & set(_WORD.findall(said.lower())), (sign, said)

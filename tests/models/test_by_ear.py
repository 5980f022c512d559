"""How readings are compared by their sounds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sotto.messages import Options
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.text.clauses import clauses
from sotto_models.evaluation.by_ear import (
    COUNT,
    LANGUAGES,
    Compared,
    likeness,
    lines,
    sounds,
    table,
)


@pytest.fixture(scope="module")
def phonemizer() -> Iterator[Phonemizer]:
    owner = EspeakThread()
    yield Phonemizer(owner)
    owner.close()


def test_there_are_enough_readings() -> None:
    assert len(lines("en")) > COUNT
    assert all(len(lines(language)) > 100 for language in LANGUAGES)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("$5.50", "five dollars fifty cents", True),
        ("Henry VIII", "Henry the eighth", True),
        ("$5.50", "six euros and ten", False),
    ],
)
def test_words_are_compared_by_their_sounds(
    phonemizer: Phonemizer, one: str, other: str, is_alike: bool
) -> None:
    first, second = (
        sounds(phonemizer, list(clauses(text, Options(), "en"))) for text in (one, other)
    )
    assert (likeness(first, second) > 0.95) == is_alike


def test_the_least_alike_are_shown() -> None:
    found = [Compared("5", "5", "five", 1.0), Compared("6", "6", "nine", 0.3)]
    told = table("en", found, 5)
    assert told.startswith("en: 2 readings, 1 alike (at least 0.8), 1 the same.")
    assert "- 0.30 `'6'`: '6'; 'nine'" in told

"""Whether a synthesiser's phones are those of the transcript; the espeak side is real."""

import pytest

from sotto.phonemes.espeak import Espeak
from sotto_models.pronunciation import agrees, disagreement, from_ipa, from_phones


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


@pytest.mark.parametrize(
    ("line", "phones"),
    [
        ("push button.", "pau p uh sh b ah t ax n pau"),
        ("_a, _b, _w.", "pau ey pau b iy pau d ah b ax l y uw pau"),
        ("row 3 of 12.", "pau r ow th r iy ah v t w eh l v pau"),
        ("bird, noise.", "pau b er d pau n oy z pau"),
    ],
)
def test_a_right_reading_agrees(espeak: Espeak, line: str, phones: str) -> None:
    assert agrees(line, phones.split(), espeak)


@pytest.mark.parametrize(
    ("line", "phones"),
    [
        ("17. 4.", "pau w ah n s eh v ax n pau f ao r pau"),
        ("_w _w.", "pau w ah pau w ah pau"),
        ("push button.", "pau p uh sh pau"),
        ("push button.", ""),
    ],
)
def test_another_reading_does_not(espeak: Espeak, line: str, phones: str) -> None:
    assert not agrees(line, phones.split(), espeak)


def test_disagreement_weighs_vowels_less_than_consonants() -> None:
    assert disagreement("bat", "bat") == 0.0
    assert disagreement("bat", "bæt") == pytest.approx(0.1)
    assert disagreement("bat", "pat") == pytest.approx(1 / 3)
    assert disagreement("", "pat") == 1.0
    assert disagreement("", "") == 0.0


def test_both_notations_come_to_the_same() -> None:
    assert from_phones("pau b er d pau".split()) == from_ipa(["b", "ɜː", "d"]) == "bəɹd"
    assert from_phones("hh aw".split()) == from_ipa(["h", "aʊ"]) == "hau"

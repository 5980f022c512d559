"""Voices: listed with and without a filter, and chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_speechd.settings import Settings
from sotto_speechd.voices import STAND_IN, Choice, Voice, canonical, choose, listing

ANNA = Voice("s:anna", "Anna", ("en-us", "de"), "female")
BETH = Voice("s:beth", "Beth", ("en-gb",), "female")
CARL = Voice("s:carl", "Carl", ("nl",), "male")
EMIL = Voice("espeak:de", "German", ("de",))
POLE = Voice("espeak:pl", "Polish", ("pl",))
VOICES = (ANNA, BETH, CARL, EMIL, POLE)


def test_all_voices_in_all_their_languages() -> None:
    own = [("Sotto", tag, "none") for tag in ("en-US", "en", "de", "en-GB", "nl")]
    assert listing(VOICES) == [
        *own,
        ("Anna", "en-US", "none"),
        ("Anna", "de", "none"),
        ("Beth", "en-GB", "none"),
        ("Carl", "nl", "none"),
        ("German", "de", "none"),
        ("Polish", "pl", "none"),
    ]


def test_the_users_own_voice_is_first_by_place_and_by_name() -> None:
    named = [Voice(v.identifier, v.name.lower(), v.languages) for v in VOICES]
    for language in ("en", "en-US", "de", "nl"):
        first, *rest = listing(named, language)
        assert first[0] == "Sotto"
        assert all(first[0] < name for name, _, _ in rest if name != "Sotto")
    assert [name for name, _, _ in listing(named, "pl")] == ["polish"]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("en", ["Sotto", "Sotto", "Sotto", "Anna", "Beth"]),
        ("en-gb", ["Sotto", "Beth"]),
        ("EN-GB", ["Sotto", "Beth"]),
        ("de none", ["Sotto", "Anna", "German"]),
        ("de male", []),
        ("d", []),
        ("fr", []),
    ],
)
def test_the_filter(wanted: str, names: list[str]) -> None:
    assert [name for name, _, _ in listing(VOICES, wanted)] == names


def test_the_stand_in_is_the_users_own_voice() -> None:
    assert listing([STAND_IN]) == [("Sotto", "en", "none")]
    assert choose([STAND_IN], Settings(synthesis_voice="Sotto")) == Choice()


@pytest.mark.parametrize("name", ["Beth", "beth", "s:beth"])
def test_by_name(name: str) -> None:
    assert choose(VOICES, Settings(synthesis_voice=name)) == Choice("s:beth")


def test_an_unknown_name_is_the_users_own_voice() -> None:
    assert choose(VOICES, Settings(synthesis_voice="Sotto default voice")) == Choice()


def test_names_that_repeat_in_a_language_are_told_apart_by_identifier() -> None:
    joes = (Voice("joe-low:joe", "joe", ("en-us",)), Voice("joe-high:joe", "Joe", ("en-gb", "en")))
    assert [entry for entry in listing(joes) if entry[0] != "Sotto"] == [
        ("joe", "en-US", "none"),
        ("joe-high:joe", "en-GB", "none"),
        ("joe-high:joe", "en", "none"),
    ]
    for name in ("joe", "joe-high:joe"):
        found = choose(joes, Settings(synthesis_voice=name, language="en"))
        assert found.identifier.startswith(name.partition(":")[0])


def test_names_that_repeat_are_told_apart_by_language() -> None:
    twins = (Voice("1", "Twin", ("en",)), Voice("2", "Twin", ("de",)))
    assert choose(twins, Settings(synthesis_voice="Twin", language="de-at")) == Choice("2")
    assert choose(twins, Settings(synthesis_voice="Twin", language="fr")) == Choice("1")


@pytest.mark.parametrize(
    ("kind", "choice"),
    [
        ("male1", Choice()),
        ("", Choice()),
        ("robot7", Choice()),
        ("female1", Choice("s:anna")),
        ("female2", Choice("s:beth")),
        ("female3", Choice("s:beth", 0.85)),
        ("child_female", Choice("s:anna", 1.25)),
        ("male2", Choice("", 0.7)),
    ],
)
def test_by_type(kind: str, choice: Choice) -> None:
    assert choose(VOICES, Settings(voice=kind, language="en-us")) == choice


def test_types_follow_the_language() -> None:
    assert choose(VOICES, Settings(voice="male2", language="nl-be")) == Choice("s:carl")


def test_canonical_tags() -> None:
    assert [canonical(tag) for tag in ("EN_us", "de", "zh-hant-tw")] == [
        "en-US",
        "de",
        "zh-hant-TW",
    ]


@given(st.text(), st.text(), st.text(), st.text())
def test_nothing_raises(name: str, kind: str, language: str, wanted: str) -> None:
    choose(VOICES, Settings(synthesis_voice=name, voice=kind, language=language))
    assert set(listing(VOICES, wanted)) <= set(listing(VOICES))

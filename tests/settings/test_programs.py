"""Settings of one program: how they are written, refused, and put over a request."""

from __future__ import annotations

import pytest

from sotto.errors import InvalidOptionError
from sotto.messages import Options, Pauses, Prosody, Punctuation, SpellingAlphabet, Style
from sotto.settings.overrides import overridden, with_override, without_overrides
from sotto.settings.programs import of_program, read_programs, write_programs
from sotto.settings.values import PER_PROGRAM, Settings, convert, describe

TEXT = "firefox: rate=2, style=calm; my reader: voice=espeak:fr"
CHOSEN = {"firefox": {"rate": "2", "style": "calm"}, "my reader": {"voice": "espeak:fr"}}


def test_it_is_read_as_it_is_written() -> None:
    assert read_programs(TEXT) == CHOSEN
    assert write_programs(CHOSEN) == TEXT
    assert read_programs(" ;; ") == read_programs("") == {}
    assert write_programs({"x": {}}) == ""
    assert of_program(CHOSEN, "Firefox")["rate"] == "2"
    assert of_program(CHOSEN, "fire") == {}


@pytest.mark.parametrize(
    "text",
    [
        "firefox",
        ": rate=2",
        "firefox rate=2",
        "firefox: rate",
        "firefox: rate=fast",
        "firefox: rate=9",
        "firefox: rate=nan",
        "firefox: style=angry",
        "firefox: device=x",
        "firefox: nonesuch=1",
        "firefox: programs=x",
        "fire=fox: rate=2",
        "x: rate=2=3",
    ],
)
def test_what_makes_no_sense_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(InvalidOptionError):
        convert("programs", text)


def test_every_manner_of_speaking_and_reading_can_be_set() -> None:
    names = {each.name for each in describe() if each.page.value in ("voice", "speed", "reading")}
    assert (names - {"voices", "programs"}) | {"clarity"} == PER_PROGRAM
    for each in describe():
        if each.name in PER_PROGRAM:
            text = with_override("", "x", each.name, each.default)
            settings = Settings(programs=text)
            assert overridden(settings, "x", Options()) == Options()


def test_it_holds_over_what_the_program_asks_for_and_for_no_other() -> None:
    text = with_override(with_override("", "Orca", "rate", 2.0), "orca", "pauses", Pauses.SHORT)
    text = with_override(text, "orca", "spelling_alphabet", SpellingAlphabet.PHONETIC)
    text = with_override(text, "orca", "punctuation", Punctuation.MOST)
    settings = Settings(programs=text)
    asked = Options(prosody=Prosody(rate=1.2, style=Style.LIVELY), language="de")
    found = overridden(settings, "ORCA", asked)
    assert (found.prosody.rate, found.prosody.style, found.language) == (2.0, Style.LIVELY, "de")
    assert (found.reading.pauses, found.reading.alphabet) == (
        Pauses.SHORT,
        SpellingAlphabet.PHONETIC,
    )
    assert found.punctuation is Punctuation.MOST
    assert overridden(settings, "gedit", asked) == overridden(settings, "", asked) == asked


def test_values_are_taken_back_one_by_one_or_whole() -> None:
    text = without_overrides(TEXT, "FIREFOX", ["rate"])
    assert read_programs(text)["firefox"] == {"style": "calm"}
    assert read_programs(without_overrides(TEXT, "firefox", [])) == {
        "my reader": {"voice": "espeak:fr"}
    }
    assert without_overrides(TEXT, "nobody", []) == TEXT


@pytest.mark.parametrize("program", ["", " ", "a;b", "a:b", "a,b", "a\nb", "x" * 200])
def test_a_program_that_cannot_be_written_is_refused(program: str) -> None:
    with pytest.raises(InvalidOptionError):
        with_override("", program, "rate", 2.0)


def test_what_is_one_for_all_programs_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="all programs"):
        with_override("", "firefox", "device", "x")

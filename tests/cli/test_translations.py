"""The command in the user's language: every catalogue is whole, with its places as in English."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sotto.cli.parser import make_parser
from sotto_words import FOLDER, Words, languages, read_translations
from words_needed import OF_ARGPARSE, argparse_texts, said, spoken

LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")
PLACES = re.compile(r"\{\w+\}|%(?:\(\w+\))?[sdr]|`[^`]+`|--\w[\w-]*")
QUESTIONS = {"y": "y (yes)", "f": "f (faster)", "s": "s (slower)"}


@pytest.fixture(params=LANGUAGES)
def known(request: pytest.FixtureRequest) -> dict[str, str]:
    return read_translations((FOLDER / f"{request.param}.po").read_text(encoding="utf-8"))


def test_nothing_is_missing_and_nothing_too_much(known: dict[str, str]) -> None:
    assert sorted(said() - set(known)) == []
    assert sorted(set(known) - said()) == []
    assert "\ufffd" not in "".join(known.values())


def test_what_is_put_in_and_what_is_typed_stays(known: dict[str, str]) -> None:
    for english, other in known.items():
        assert sorted(PLACES.findall(other)) == sorted(PLACES.findall(english)), other
        assert english[-1:] in ".?:" or other[-1:] not in ".?:", other
        assert english[-1:] not in ".?" or other[-1:] == english[-1:], other
        assert (english[:1] == " ") == (other[:1] == " "), other


def test_a_question_names_the_letters_that_answer_it(known: dict[str, str]) -> None:
    for english in filter(re.compile(r"\b[yf]\b").search, spoken()):
        for letter, answer in QUESTIONS.items():
            if re.search(rf"\b{letter}\b", english):
                assert re.search(rf"\b{known[answer][0]}\b", known[english]), known[english]
    letters = {known[answer][0] for answer in ("f (faster)", "s (slower)")}
    assert len(letters) == 2
    assert not {known["y (yes)"][0], *letters} & set("nq?")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "pt_BR"}, "pt"),
        ({"LANGUAGE": "xx:nl", "LANG": "de_DE.UTF-8"}, "nl"),
        ({"LANGUAGE": "en:de", "LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "pl_PL.UTF-8"}, "en"),
        ({"LANG": "../../etc"}, "en"),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_sessions_language_is_taken(environment: dict[str, str], expected: str) -> None:
    assert Words(languages(environment)).language == expected


def test_the_order_of_languages() -> None:
    assert languages({"LANGUAGE": "fr:de", "LC_ALL": "it_IT.UTF-8"}) == ["fr", "de", "it"]


def test_what_argparse_says_is_known() -> None:
    assert set(OF_ARGPARSE) <= argparse_texts()


def test_entries_may_be_parted_commented_and_hold_quotes() -> None:
    text = '#: x\nmsgid "a \\"b\\""\nmsgstr "x "\n"\\"y\\""\n\nmsgid "c"\nmsgstr ""\n'
    assert read_translations(text) == {'a "b"': 'x "y"'}


def catalogue(folder: Path, **entries: str) -> Words:
    lines = (f'msgid "{english}"\nmsgstr "{other}"\n' for english, other in entries.items())
    (folder / "de.po").write_text("\n".join(lines))
    return Words(["de"], folder)


def test_what_others_told_in_english_is_known_again(tmp_path: Path) -> None:
    entries = {"{0} is {1}": "{0} ist {1}", "{0} is no {1}": "kein {1}: {0}", "all well": "gut"}
    words = catalogue(tmp_path, **entries)
    assert words.told("x is 3") == "x ist 3"
    # Of two that fit, the one that says more; and a sentence in a place is known as well.
    assert words.told("x is no y\nz") == "kein y\nz: x"
    assert words.told("state is all well") == "state ist gut"
    assert words.told("nobody {0} wrote this") == "nobody {0} wrote this"
    assert words("all well") == "gut"
    assert Words(["en"]).told("x is 3") == "x is 3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_and_complaints_are_in_the_language(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    known = read_translations((FOLDER / f"{language}.po").read_text(encoding="utf-8"))
    with pytest.raises(SystemExit):
        make_parser().parse_args(["set", "--help"])
    shown = capsys.readouterr().out
    purpose = known["change a setting, for everything that is spoken from now on"]
    assert shown.startswith(known["usage: "])
    assert f"{purpose[0].upper()}{purpose[1:]}." in shown
    assert known["show this help message and exit"] in shown
    with pytest.raises(SystemExit) as caught:
        make_parser().parse_args(["say", "--rate", "fast"])
    told = capsys.readouterr().err
    assert caught.value.code == 2
    wrong = known["invalid {0} value: {1}"].format("float", "'fast'")
    assert told.endswith(f"{known['argument {0}: {1}'].format('--rate', wrong)}\n")


def test_nothing_is_read_before_something_is_said() -> None:
    code = (
        "import sys; from sotto.cli.parser import make_parser; make_parser();"
        "import sotto_words; words = sotto_words.session_words();"
        "print('_known' in words.__dict__, [m for m in sys.modules if m == 'dbus_next'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"LANG": "de_DE.UTF-8"}, capture_output=True, check=True
    )
    assert done.stdout == b"False []\n"

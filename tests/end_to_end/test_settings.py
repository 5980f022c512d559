"""Settings through the command: they hold for the next text, and a hand edit as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import Bus, private_bus
from waiting import wait_until

TEXT = "One two three four five six seven eight nine ten eleven twelve."


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    """A daemon whose voice is loaded."""
    with private_bus(LANG="en_US.UTF-8") as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


def seconds(bus: Bus) -> float:
    done = bus.sotto("say", "--json", "--out", "x.wav", TEXT)
    assert done.returncode == 0, done.stderr
    return float(json.loads(done.stdout)["seconds"])


def settings_file(bus: Bus) -> Path:
    return bus.home / "config" / "sotto" / "settings.toml"


def test_a_change_is_heard_with_the_next_text_and_taken_back(bus: Bus) -> None:
    bus.write_settings("# mine\ndeadline_ms = 5000 # slow\nphrase_cache_mb = 0\n")
    before = seconds(bus)
    assert bus.sotto("set", "rate", "2").stdout == "rate: 2 times\n"
    assert seconds(bus) < before * 0.6
    assert bus.sotto("undo").stdout == "rate: 1 times\n"
    assert seconds(bus) == before
    wait_until(lambda: "rate" not in settings_file(bus).read_text(), "it is written")
    assert settings_file(bus).read_text().startswith("# mine\ndeadline_ms = 5000 # slow\n")


def test_a_hand_edit_is_told_aloud_only_when_it_is_wrong(bus: Bus) -> None:
    bus.write_settings("deadline_ms = 5000\nphrase_cache_mb = 0\nrate = 3.0\n")
    assert bus.sotto("get", "rate").stdout == "3.0\n"
    bus.write_settings("deadline_ms = 5000\nphrase_cache_mb = 0\nrate = \n")
    assert bus.sotto("get", "rate").stdout == "3.0\n"
    # Nobody asked for it: the daemon speaks by itself, without waiting for a request.
    wait_until(lambda: "The settings file is damaged" in bus.log, "it is told")
    assert "problem: The settings file is damaged" in bus.sotto("status").stdout
    assert bus.sotto("set", "rate", "1").returncode == 0
    wait_until(lambda: settings_file(bus).with_suffix(".toml.damaged").exists(), "it is kept")
    assert "damaged" not in bus.sotto("status").stdout


@pytest.mark.parametrize("words", [120, 300, 500])
def test_words_a_minute_are_those_that_are_heard(bus: Bus, words: int) -> None:
    assert bus.sotto("set", "words-per-minute", str(words)).returncode == 0
    text = " ".join([READING] * 2)
    done = bus.sotto("say", "--json", "--out", "x.wav", text)
    heard = len(text.split()) / float(json.loads(done.stdout)["seconds"]) * 60
    assert heard == pytest.approx(words, rel=0.12)
    bus.sotto("undo")


READING = """The road was long and the evening came early. She had walked since noon, and her shoes
were full of sand. At the edge of the village an old man sat on a wall and looked at the sea. He
did not turn when she asked him for the way, but pointed with his pipe at a white house below."""


def test_the_table_in_the_readme_is_what_the_daemon_describes(bus: Bus) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert bus.sotto("settings", "--markdown").stdout in readme


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("get", "rat"), "no setting 'rat'"),
        (("set", "rate", "fast"), "is a number"),
        (("set", "rate", "9"), "0.3 to 6"),
        (("set", "cache_mb", "1.5"), "whole number"),
        (("set", "voice", "nobody"), "nobody"),
        (("set", "style", "loud"), "neutral, lively"),
    ],
)
def test_what_is_refused_says_why(bus: Bus, arguments: tuple[str, ...], word: str) -> None:
    done = bus.sotto(*arguments)
    assert done.returncode == 1
    assert word in done.stderr


def test_a_word_of_ones_own_is_heard_with_the_next_text(bus: Bus) -> None:
    bus.write_settings("deadline_ms = 5000\nphrase_cache_mb = 0\n")
    before = seconds(bus)
    added = bus.sotto("word", "add", "Seven", "something that takes much longer than that")
    assert (added.returncode, added.stderr) == (0, "")
    assert seconds(bus) > before * 1.3
    assert [each["written"] for each in json.loads(bus.sotto("word", "list", "--json").stdout)] == [
        "Seven"
    ]
    refused = bus.sotto("word", "add", "...", "dots")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "neither letter nor figure" in refused.stderr
    assert bus.sotto("word", "remove", "Seven").returncode == 0
    assert seconds(bus) == before

"""`sotto speech-dispatcher`: chosen for all its programs, and taken back to the byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import Bus, private_bus


@pytest.fixture
def bus() -> Iterator[Bus]:
    """Without a daemon: none is needed."""
    with private_bus(LANG="en_US.UTF-8") as made:
        yield made


def configuration(bus: Bus) -> Path:
    return bus.home / "config" / "speech-dispatcher" / "speechd.conf"


def run(bus: Bus, action: str) -> str:
    done = bus.sotto("speech-dispatcher", action)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def tree(bus: Bus) -> dict[str, bytes]:
    return {
        str(path.relative_to(bus.home)): path.read_bytes() if path.is_file() else b"/"
        for path in sorted(bus.home.rglob("*"))
        if path.name not in ("bus", "bus.conf") and path.suffix != ".log"
    }


@pytest.mark.parametrize("content", [None, "# mine\nDefaultModule espeak-ng", "LogLevel 3\n"])
def test_it_is_chosen_and_taken_back_to_the_byte(bus: Bus, content: str | None) -> None:
    file = configuration(bus)
    if content is not None:
        file.parent.mkdir()
        file.write_text(content)
    before = tree(bus)
    assert "does not speak with Sotto" in run(bus, "status")
    for _ in range(2):
        assert "with Sotto" in run(bus, "enable")
        assert "\nDefaultModule sotto\n" in file.read_text()
        assert run(bus, "status") == "Speech Dispatcher speaks with Sotto.\n"
    for _ in range(2):
        assert "as before" in run(bus, "disable")
        assert tree(bus) == before


def test_what_was_edited_since_stays(bus: Bus) -> None:
    run(bus, "enable")
    file = configuration(bus)
    file.write_text(file.read_text() + "LogLevel 5\n")
    run(bus, "disable")
    assert file.read_text().endswith("LogLevel 5\n")
    assert "\nDefaultModule sotto\n" not in file.read_text()
    done = bus.sotto("speech-dispatcher", "status", "--json")
    assert json.loads(done.stdout) == {"is_enabled": False}


def test_a_damaged_record_loses_only_our_choice(bus: Bus) -> None:
    configuration(bus).parent.mkdir()
    configuration(bus).write_text("A 1\n")
    run(bus, "enable")
    for content in ("[]", "{", '{"before": 3}'):
        (bus.home / "state/sotto/speech-dispatcher.json").write_text(content)
        run(bus, "disable")
        assert configuration(bus).read_text() == "A 1\n"
        run(bus, "enable")


def test_a_folder_that_cannot_be_written_is_told(bus: Bus) -> None:
    (bus.home / "config" / "speech-dispatcher").write_text("in the way")
    done = bus.sotto("speech-dispatcher", "enable")
    assert done.returncode == 1
    assert done.stderr.startswith("sotto: ") and done.stderr.count("\n") == 1

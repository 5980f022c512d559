"""What clients are told of an engine: the value they always knew, and its own name beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sotto.dbus.engines import kind, told
from sotto.messages import VoiceInfo
from sotto.voice.shaping.pace import words_a_minute


@pytest.mark.parametrize(
    ("engine", "old", "own"),
    [
        ("", "", ""),
        ("espeak-ng", "espeak-ng", "espeak-ng"),
        ("bands", "neural", "bands"),
        ("spectral", "neural", "spectral"),
        ("piper", "neural", "piper"),
        ("kokoro", "neural", "kokoro"),
        ("one of tomorrow", "neural", "one of tomorrow"),
        # Of sound that was kept on disk before engines had names.
        ("neural", "neural", ""),
    ],
)
def test_old_clients_understand_it_and_new_ones_learn_more(engine: str, old: str, own: str) -> None:
    assert (told(engine), kind(engine)) == (old, own)


def test_a_speed_that_nobody_measured_is_not_guessed_from_the_engines_name() -> None:
    for engine in ("spectral", "espeak-ng", "one of tomorrow"):
        voice = VoiceInfo("a:b", "b", engine, ("en",))
        assert words_a_minute(voice) == 175
        assert words_a_minute(VoiceInfo("a:b", "b", engine, ("en",), words_a_minute=216)) == 216


def test_no_other_part_of_the_daemon_knows_the_old_value() -> None:
    """Neither engines nor what goes on with their sound ask which one it is by that name."""
    package = Path(__file__).parents[2] / "daemon"
    found = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if '"neural"' in path.read_text("utf-8")
    ]
    assert sorted(found) == ["sotto/dbus/engines.py", "sotto_client/values.py"]

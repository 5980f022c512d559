"""Other programs are lowered and always raised again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sotto.audio.devices import Devices
from sotto.audio.ducking import Ducking
from sound import SoundSession
from waiting import PATIENCE, wait_until

pytestmark = pytest.mark.hears

CRASHING = """
import sys, time
from pathlib import Path
from sotto.audio.ducking import Ducking
Ducking(Path(sys.argv[1]), factor=0.5).duck()
time.sleep(600)
"""


class Program:
    """Another program that plays (silence) in the session."""

    def __init__(self, session: SoundSession, name: str, role: str = "music") -> None:
        before = self._streams(session)
        self.process = session.start(
            *("pacat", "--raw", "--device=exact", f"--client-name={name}", "/dev/zero"),
            *(f"--property=application.name={name}", f"--property=media.role={role}"),
        )
        wait_until(lambda: len(self._streams(session) - before) == 1, f"{name} plays")
        (self.stream,) = self._streams(session) - before
        self._gone = lambda: self.stream not in self._streams(session)

    @staticmethod
    def _streams(session: SoundSession) -> set[int]:
        lines = session.pactl("list", "short", "sink-inputs").splitlines()
        return {int(line.split()[0]) for line in lines}

    @property
    def volume(self) -> float:
        return Devices().volume(self.stream)

    @volume.setter
    def volume(self, value: float) -> None:
        Devices().set_volume(self.stream, value)

    def becomes(self, volume: float) -> None:
        wait_until(lambda: abs(self.volume - volume) < 0.01, f"its volume is {volume}")

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        wait_until(self._gone, "its stream is gone")


@pytest.fixture
def music(session: SoundSession) -> Iterator[Program]:
    program = Program(session, "Music")
    program.volume = 0.8
    yield program
    program.end()


@pytest.fixture
def ducking(session: SoundSession, record: Path) -> Iterator[Ducking]:
    ducking = Ducking(record, factor=0.5, linger=0.01)
    yield ducking
    ducking.close()
    assert not record.exists()


def test_a_program_is_lowered_and_raised_again(
    ducking: Ducking, music: Program, record: Path
) -> None:
    for _ in range(3):
        ducking.duck()
        music.becomes(0.4)
        assert record.exists()
        ducking.unduck()
        music.becomes(0.8)
        wait_until(lambda: not record.exists(), "nothing is owed")


def test_two_ducks_lower_once(ducking: Ducking, music: Program) -> None:
    ducking.duck()
    ducking.duck()
    music.becomes(0.4)
    ducking.unduck()
    music.becomes(0.8)


def test_closing_restores(session: SoundSession, music: Program, record: Path) -> None:
    ducking = Ducking(record, factor=0.5, linger=600)
    ducking.duck()
    music.becomes(0.4)
    ducking.unduck()
    ducking.close()
    assert music.volume == pytest.approx(0.8, abs=0.01)
    assert not record.exists()


def test_a_new_duck_within_the_linger_keeps_it_low(
    session: SoundSession, music: Program, record: Path
) -> None:
    ducking = Ducking(record, factor=0.5, linger=600)
    ducking.duck()
    music.becomes(0.4)
    ducking.unduck()
    ducking.duck()
    ducking.unduck()
    assert music.volume == pytest.approx(0.4, abs=0.01)
    ducking.close()
    assert music.volume == pytest.approx(0.8, abs=0.01)


def test_accessibility_streams_are_left_alone(
    session: SoundSession, ducking: Ducking, music: Program
) -> None:
    reader = Program(session, "Reader", role="a11y")
    reader.volume = 0.9
    ducking.duck()
    music.becomes(0.4)
    assert reader.volume == pytest.approx(0.9, abs=0.01)
    ducking.unduck()
    music.becomes(0.8)
    reader.end()


def test_a_volume_that_the_user_changed_meanwhile_stays(ducking: Ducking, music: Program) -> None:
    ducking.duck()
    music.becomes(0.4)
    music.volume = 0.6
    ducking.unduck()
    ducking.close()
    assert music.volume == pytest.approx(0.6, abs=0.01)


def test_a_program_that_appears_meanwhile_is_left_alone(
    session: SoundSession, ducking: Ducking, music: Program
) -> None:
    ducking.duck()
    music.becomes(0.4)
    game = Program(session, "Game", role="game")
    game.volume = 1.0
    ducking.unduck()
    music.becomes(0.8)
    assert game.volume == pytest.approx(1.0, abs=0.01)
    game.end()


def test_what_a_killed_process_lowered_is_restored_by_the_next(
    session: SoundSession, music: Program, record: Path
) -> None:
    process = subprocess.Popen([sys.executable, "-c", CRASHING, str(record)], env=os.environ)
    music.becomes(0.4)
    process.kill()
    process.wait(PATIENCE)
    assert music.volume == pytest.approx(0.4, abs=0.01)
    ducking = Ducking(record)
    ducking.restore_after_crash()
    music.becomes(0.8)
    ducking.close()
    assert not record.exists()


def test_a_program_that_ended_while_lowered_is_restored_when_it_plays_again(
    session: SoundSession, ducking: Ducking, music: Program, record: Path
) -> None:
    player = Program(session, "Player", role="video")
    player.volume = 1.0
    ducking.duck()
    player.becomes(0.5)
    player.end()
    ducking.unduck()
    music.becomes(0.8)
    assert record.exists()
    again = Program(session, "Player", role="video")
    again.volume = 0.5  # as a server that remembers volumes starts it
    ducking.duck()
    music.becomes(0.4)
    again.becomes(0.5)
    ducking.unduck()
    again.becomes(1.0)
    again.end()

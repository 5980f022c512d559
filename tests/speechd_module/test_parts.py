"""The small parts: pace, vigil, the way out, the alarm, files."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_speechd import configuration, icons, remembered
from sotto_speechd.alarm import Alarm
from sotto_speechd.configuration import Configuration
from sotto_speechd.errors import ConfigurationError, ModuleError
from sotto_speechd.outlet import ROOMY, Outlet
from sotto_speechd.pacing import FIRST_SECONDS, LEAD_SECONDS, LONGEST_SECONDS, Pacer
from sotto_speechd.vigil import ANSWER_SECONDS, QUIET_SECONDS, Verdict, Vigil
from sotto_speechd.voices import Voice

# ---- pace


@given(st.integers(0, 60_000), st.integers(8_000, 48_000))
def test_chunks_are_all_of_it_the_first_one_short(samples: int, rate: int) -> None:
    pacer, pcm, now = Pacer(rate), bytes(2 * samples), 0.0
    pieces = []
    for piece in pacer.chunks(pcm):
        pacer.sent(piece, now)
        pieces.append(piece)
    assert b"".join(pieces) == pcm
    assert all(len(piece) <= 2 * round(FIRST_SECONDS * rate) for piece in pieces[:1])
    assert all(len(piece) <= 2 * round(LONGEST_SECONDS * rate) for piece in pieces)


@given(st.lists(st.floats(0, 0.3), max_size=30))
def test_never_further_ahead_than_allowed(delays: list[float]) -> None:
    pacer, now, ends = Pacer(1000), 0.0, 0.0
    for delay in delays:
        now += delay + pacer.wait(now + delay)
        pacer.sent(bytes(100), now)
        ends = max(ends, now) + 0.05
        assert ends - now <= LEAD_SECONDS + 0.05 + 1e-9


def test_a_late_sender_owes_nothing() -> None:
    pacer = Pacer(1000)
    pacer.sent(bytes(100), 0.0)
    assert pacer.wait(10.0) == 0.0
    pacer.sent(bytes(2 * 400), 10.0)
    assert pacer.wait(10.0) == pytest.approx(0.4 - LEAD_SECONDS)


# ---- vigil


def test_nobody_accepts() -> None:
    vigil = Vigil(10.0)
    assert vigil.due == pytest.approx(10.1)
    assert vigil.look(10.05) is Verdict.WAIT
    assert vigil.look(10.1) is Verdict.GIVE_UP


def test_signs_of_life_keep_it_waiting() -> None:
    vigil = Vigil(0.0)
    vigil.accepted(0.05)
    for step in range(10):
        vigil.sign(0.05 + step * 0.3)
        assert vigil.look(0.05 + step * 0.3 + 0.3) is Verdict.WAIT


def test_quiet_then_asked_then_given_up() -> None:
    vigil = Vigil(0.0)
    vigil.accepted(0.0)
    assert vigil.look(QUIET_SECONDS) is Verdict.ASK
    assert vigil.look(QUIET_SECONDS + 0.1) is Verdict.WAIT
    assert vigil.look(QUIET_SECONDS + ANSWER_SECONDS) is Verdict.GIVE_UP


def test_an_answer_ends_the_doubt() -> None:
    vigil = Vigil(0.0)
    vigil.accepted(0.0)
    assert vigil.look(QUIET_SECONDS) is Verdict.ASK
    vigil.sign(QUIET_SECONDS + 0.2)
    assert vigil.look(QUIET_SECONDS + ANSWER_SECONDS) is Verdict.WAIT
    assert vigil.look(2 * QUIET_SECONDS + 0.2) is Verdict.ASK


def test_a_sign_before_it_is_accepted_is_none() -> None:
    vigil = Vigil(0.0)
    vigil.sign(0.09)
    assert vigil.look(0.1) is Verdict.GIVE_UP


# ---- the way out


class Pipe:
    """A pipe with the outlet at one end."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        self.outlet = Outlet(self.writer)

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += os.read(self.reader, size - len(data))
        return data

    def fill(self) -> bytes:
        """More than the pipe takes."""
        data = b"".join(b"%07d\n" % index for index in range(20_000))
        self.outlet.send(data)
        return data


def test_all_comes_out_in_order() -> None:
    pipe = Pipe()
    pipe.outlet.send(b"one\n")
    pipe.outlet.send(b"two\n")
    assert pipe.read(8) == b"one\ntwo\n"


def test_a_full_pipe_blocks_nobody_and_loses_nothing() -> None:
    pipe = Pipe()
    data = pipe.fill()
    pipe.outlet.send(b"after\n")
    assert not pipe.outlet.has_room()
    assert not pipe.outlet.drain(0)
    assert pipe.read(len(data) + 6) == data + b"after\n"
    assert pipe.outlet.drain(10)
    assert pipe.outlet.has_room()
    pipe.outlet.send(b"again\n")
    assert pipe.read(6) == b"again\n"


def test_sound_that_waits_can_be_dropped_and_nothing_else() -> None:
    pipe = Pipe()
    data = pipe.fill()
    pipe.outlet.send(bytes(2 * ROOMY), is_sound=True)
    pipe.outlet.send(b"kept\n")
    pipe.outlet.send(b"sound", is_sound=True)
    pipe.outlet.drop_sound()
    pipe.outlet.send(b"703 STOP\n")
    assert pipe.read(len(data) + 14) == data + b"kept\n703 STOP\n"


def test_a_reader_that_is_gone_breaks_nothing() -> None:
    pipe = Pipe()
    os.close(pipe.reader)
    pipe.outlet.send(b"x")
    pipe.outlet.send(b"y")
    assert pipe.outlet.is_broken
    assert pipe.outlet.drain(0)


def test_many_senders_never_mix() -> None:
    pipe = Pipe()
    lines = [f"{name}{index:05d}\n".encode() for name in "abcd" for index in range(3000)]

    def send(name: str) -> None:
        for index in range(3000):
            pipe.outlet.send(f"{name}{index:05d}\n".encode())

    threads = [threading.Thread(target=send, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    found = pipe.read(7 * len(lines)).splitlines(keepends=True)
    for thread in threads:
        thread.join()
    assert sorted(found) == lines
    for name in b"abcd":
        assert [line for line in found if line[0] == name] == [x for x in lines if x[0] == name]


# ---- the alarm


def test_the_alarm_rings_once_for_the_last_time_set() -> None:
    rings: list[float] = []
    rang = threading.Event()

    def ring() -> None:
        rings.append(time.monotonic())
        rang.set()

    alarm = Alarm(ring)
    due = time.monotonic() + 0.05
    alarm.set(due + 100)
    alarm.set(due)
    assert rang.wait(10)
    assert rings[0] >= due
    alarm.set(time.monotonic() + 0.02)
    alarm.set(None)
    alarm.set(time.monotonic() + 0.1)
    rang.clear()
    assert rang.wait(10)
    assert len(rings) == 2
    alarm.close()


def test_a_later_time_wakes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    rang = threading.Event()
    alarm = Alarm(rang.set)
    begin = time.monotonic()
    alarm.set(begin + 0.2)
    while alarm._wakes_at > begin + 1:
        time.sleep(0.001)
    woken: list[None] = []
    monkeypatch.setattr(alarm._changed, "notify", lambda: woken.append(None))
    for _ in range(10):
        alarm.set(None)
        alarm.set(begin + 0.3)
    assert not woken
    assert rang.wait(10)
    assert time.monotonic() >= begin + 0.3
    monkeypatch.undo()
    alarm.close()


# ---- files


def test_the_configuration(tmp_path: Path) -> None:
    file = configuration.path({"XDG_CONFIG_HOME": str(tmp_path)})
    assert configuration.load(file) == Configuration()
    file.parent.mkdir()
    file.write_text('audio = "server"\nicons = "/some/where"\n')
    assert configuration.load(file) == Configuration("server", "/some/where")
    file.write_text('audio = "auto"\n')
    assert configuration.load(file) == Configuration()


def test_where_the_configuration_is() -> None:
    assert configuration.path({"HOME": "/h"}) == Path("/h/.config/sotto/speechd.toml")


@pytest.mark.parametrize(
    "text", ['audio = "pulse"', "audio = 1", "icons = 1", "sound = 1", "audio", "\0", "[audio]"]
)
def test_a_damaged_configuration_is_a_typed_error(text: str) -> None:
    with pytest.raises(ConfigurationError):
        configuration.parse(text)
    assert issubclass(ConfigurationError, ModuleError)


def test_an_unreadable_configuration_is_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        configuration.load(tmp_path)
    (tmp_path / "x").write_bytes(b"\xff")
    with pytest.raises(ConfigurationError):
        configuration.load(tmp_path / "x")


def test_icons(tmp_path: Path) -> None:
    (tmp_path / "bell.wav").touch()
    (tmp_path / "whole").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / ".hidden").touch()
    assert icons.find("bell", str(tmp_path)) == tmp_path / "bell.wav"
    assert icons.find(" whole ", str(tmp_path)) == tmp_path / "whole"
    for name in ("folder", "none", "", " ", ".hidden", "../bell", f"{tmp_path}/whole", "a" * 300):
        assert icons.find(name, str(tmp_path)) is None
    assert icons.find("bell", str(tmp_path / "nowhere")) is None


def test_voices_are_remembered(tmp_path: Path) -> None:
    file = remembered.path({"XDG_CACHE_HOME": str(tmp_path)})
    assert remembered.load(file) == ()
    voices = (Voice("i", "Näme", ("en-us", "de"), "female", 16_000), Voice("j", "J", ()))
    remembered.save(file, voices)
    assert remembered.load(file) == voices
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("text", ["", "{", "3", "[3]", "[{}]", '[{"identifier": "x"}]', "null"])
def test_damaged_memory_is_no_memory(tmp_path: Path, text: str) -> None:
    file = tmp_path / "voices.json"
    file.write_text(text)
    assert remembered.load(file) == ()

"""Sound servers that are missing, die, hang and come back."""

from __future__ import annotations

import contextlib
import gc
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hearing import Recorder, pitch_of, tone
from sotto.audio.pulse import library as pulse_library
from sotto.audio.pulse.pacing import Buffering
from sotto.audio.pulse.sink import PulseSink
from sotto.audio.pulse.stream import PulseStream
from sotto.errors import NoSoundReason, SinkError
from sound import Server, SoundSession, sound_session
from waiting import PATIENCE, wait_until

pytestmark = [pytest.mark.hears, pytest.mark.alone]

both = pytest.mark.parametrize(
    "own_session", list(Server), ids=lambda server: server.value, indirect=True
)


def reasons(lost: list[Exception]) -> list[NoSoundReason]:
    return [error.reason for error in lost if isinstance(error, SinkError)]


@pytest.fixture
def opened(own_session: SoundSession, lost: list[Exception]) -> Iterator[PulseSink]:
    """A sink on the test's own session, reached through a name that the test can take away."""
    alias = own_session.runtime / "alias"
    alias.symlink_to(own_session.socket)
    sink = PulseSink(server=f"unix:{alias}")
    sink.open(lost.append)
    yield sink
    sink.close()


def alias_of(session: SoundSession) -> Path:
    return session.runtime / "alias"


def test_without_a_server_it_cannot_be_opened() -> None:
    with sound_session() as session, session.applied():
        sink = PulseSink()
        with pytest.raises(SinkError) as caught:
            sink.open(lambda _: None)
        assert caught.value.reason is NoSoundReason.NO_SERVER
        with pytest.raises(SinkError):
            sink.write(tone(0.1, sink.rate))


@pytest.mark.parametrize(
    ("function", "is_opened"),
    [
        ("pa_threaded_mainloop_start", False),
        ("pa_stream_connect_playback", False),
        ("pa_stream_write", True),
    ],
)
@pytest.mark.parametrize("own_session", [Server.PULSEAUDIO], indirect=True)
def test_what_libpulse_refuses_is_told(
    own_session: SoundSession, monkeypatch: pytest.MonkeyPatch, function: str, is_opened: bool
) -> None:
    library = pulse_library.load()
    monkeypatch.setattr(library, function, lambda *_: -1)
    monkeypatch.setattr(pulse_library, "load", lambda: library)
    sink, told = PulseSink(), list[Exception]()
    try:
        if is_opened:
            sink.open(told.append)
            sink.write(tone(0.05, sink.rate))
            wait_until(lambda: bool(told), "it is told")
            assert reasons(told) == [NoSoundReason.SERVER_LOST]
        else:
            with pytest.raises(SinkError):
                sink.open(told.append)
            monkeypatch.undo()
            sink.open(told.append)
    finally:
        sink.close()


def test_a_stream_that_is_being_opened_is_locked_by_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is freed where it cannot be opened, and libpulse ends a process that locks it then."""
    asking, asked = [], threading.Event()

    def ask() -> None:
        sink.position()
        sink.drop()
        asked.set()

    class Watched(PulseStream):
        def connect(self, buffering: Buffering, device: str | None = None) -> None:
            super().connect(buffering, device)
            thread = threading.Thread(target=ask)
            asking.append(thread)
            thread.start()
            assert asked.wait(PATIENCE)

        @contextlib.contextmanager
        def locked(self) -> Iterator[None]:
            if threading.current_thread() in asking:
                asking.clear()
                asked.set()
            with super().locked():
                yield

    monkeypatch.setattr("sotto.audio.pulse.sink.PulseStream", Watched)
    sink = PulseSink(server="unix:/nonexistent/sotto")
    with pytest.raises(SinkError):
        sink.open(lambda _: None)
    assert len(asking) == 1


@both
def test_where_a_device_is_unknown_the_default_one_plays(own_session: SoundSession) -> None:
    sink = PulseSink(device="nonesuch")
    sink.open(lambda _: None)
    sink.write(tone(0.05, sink.rate))
    wait_until(lambda: sink.position() == sink.end(), "it is heard")
    sink.close()


@both
def test_a_sink_that_is_forgotten_is_not_missed_by_its_server(own_session: SoundSession) -> None:
    """Its thread must not call into what is no more."""
    sink = PulseSink()
    sink.open(lambda _: None)
    sink.write(tone(1.0, sink.rate))
    del sink
    gc.collect()
    other = PulseSink()
    other.open(lambda _: None)
    other.write(tone(0.3, other.rate))
    wait_until(lambda: other.position() == other.end(), "another one is heard")
    other.close()
    own_session.stop_server()


@both
def test_after_a_failure_it_can_be_opened(own_session: SoundSession) -> None:
    own_session.stop_server()
    sink = PulseSink()
    with pytest.raises(SinkError):
        sink.open(lambda _: None)
    own_session.start_server()
    sink.open(lambda _: None)
    sink.write(tone(0.05, sink.rate))
    wait_until(lambda: sink.position() == sink.end(), "it is heard")
    sink.close()


@both
def test_the_rest_is_played_after_the_server_died_and_came_back(
    own_session: SoundSession, opened: PulseSink, lost: list[Exception]
) -> None:
    with Recorder(own_session) as recorder:
        recorder.clear()
        opened.write(tone(3.0, opened.rate, 600))
        wait_until(lambda: opened.position() > opened.rate, "a second is heard")
        alias_of(own_session).unlink()
        own_session.stop_server()
        wait_until(lambda: len(lost) > 0, "the loss is told")
        before = recorder.recording().voiced()
    position = opened.position()
    assert reasons(lost) == [NoSoundReason.SERVER_LOST]
    own_session.start_server()
    with Recorder(own_session) as recorder:
        alias_of(own_session).symlink_to(own_session.socket)
        wait_until(lambda: opened.position() == opened.end(), "the rest is heard")
        after = recorder.wait_for_silence(after_samples=48_000).voiced()
    assert opened.end() == 3 * opened.rate
    assert position >= opened.rate
    assert pitch_of(after) == pytest.approx(600, abs=3)
    assert len(after) / 48_000 == pytest.approx(3 - position / opened.rate, abs=0.06)
    assert (len(before) + len(after)) / 48_000 == pytest.approx(3, abs=0.12)
    assert len(lost) == 1


@both
def test_sound_written_while_the_server_is_away_waits_for_it(
    own_session: SoundSession, opened: PulseSink, lost: list[Exception]
) -> None:
    own_session.stop_server()
    wait_until(lambda: len(lost) > 0, "the loss is told")
    opened.write(tone(5.0, opened.rate))
    assert opened.drop() == 0
    assert opened.write(tone(0.1, opened.rate)) == 0
    own_session.start_server()
    wait_until(lambda: opened.position() == opened.end(), "it is heard")
    assert opened.end() == round(0.1 * opened.rate)


@both
def test_it_can_be_closed_while_the_server_is_away(
    own_session: SoundSession, opened: PulseSink, lost: list[Exception]
) -> None:
    opened.write(tone(1.0, opened.rate))
    own_session.stop_server()
    wait_until(lambda: len(lost) > 0, "the loss is told")
    opened.close()
    assert opened.position() == opened.end()


@both
def test_the_owner_may_drop_when_told_of_the_loss(own_session: SoundSession) -> None:
    done = threading.Event()
    sink = PulseSink()

    def give_up(_: Exception) -> None:
        sink.drop()
        done.set()

    sink.open(give_up)
    sink.write(tone(2.0, sink.rate))
    own_session.stop_server()
    assert done.wait(PATIENCE)
    assert sink.position() == sink.end() < 2 * sink.rate
    sink.close()


@both
def test_a_server_that_hangs_is_told_and_then_played_on(
    own_session: SoundSession, opened: PulseSink, lost: list[Exception]
) -> None:
    opened.write(tone(2.0, opened.rate))
    wait_until(lambda: opened.position() > 0, "it plays")
    own_session.signal_server(signal.SIGSTOP)
    wait_until(lambda: len(lost) > 0, "the stall is told")
    assert opened.position() < opened.end()
    own_session.signal_server(signal.SIGCONT)
    wait_until(lambda: opened.position() == opened.end(), "the rest is heard")
    assert reasons(lost) == [NoSoundReason.STALLED]


@both
def test_a_stream_that_the_server_reads_no_more_is_left_for_another(
    own_session: SoundSession,
    opened: PulseSink,
    lost: list[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As PipeWire's may be after it stood still: corked here, and no order to play arrives."""
    opened.write(tone(2.0, opened.rate))
    wait_until(lambda: opened.position() > 0, "it plays")
    stream, before = opened._stream, opened.index
    assert stream is not None
    with stream.locked():
        stream.cork(True)
        monkeypatch.setattr(stream, "cork", lambda _: None)
        connect = stream.connect

    def connect_again(buffering: Buffering, device: str | None = None) -> None:
        monkeypatch.undo()
        connect(buffering, device)

    monkeypatch.setattr(stream, "connect", connect_again)
    wait_until(lambda: opened.position() == opened.end(), "the rest is heard")
    assert opened.index != before
    assert reasons(lost) == [NoSoundReason.STALLED]


@pytest.mark.parametrize("own_session", [Server.PULSEAUDIO], indirect=True, ids=["pulseaudio"])
def test_a_device_that_vanishes_is_waited_for(
    own_session: SoundSession, opened: PulseSink, lost: list[Exception]
) -> None:
    """PipeWire moves the stream to a dummy device instead, and no one notices."""
    opened.write(tone(2.0, opened.rate))
    wait_until(lambda: opened.position() > 0, "it plays")
    own_session.pactl("unload-module", "module-null-sink")
    wait_until(lambda: NoSoundReason.SERVER_LOST in reasons(lost), "the loss is told")
    assert opened.position() < opened.end()
    own_session.add_null_sink("other")
    wait_until(lambda: opened.position() == opened.end(), "the rest is heard")
    assert reasons(lost).count(NoSoundReason.SERVER_LOST) == 1

"""The loudspeaker on real servers, by what a recorder on the device hears."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from hearing import Recorder, pitch_of, purity, tone
from sotto.audio.awake import KeepAwake
from sotto.audio.devices import Devices
from sotto.audio.pulse.sink import PulseSink
from sotto.errors import NoSoundReason, SinkError
from sotto.messages import Samples
from sound import SoundSession
from waiting import wait_until

pytestmark = [pytest.mark.hears, pytest.mark.alone]


def entries(folder: str) -> set[Path]:
    """What this process has open (fd) or running (task)."""
    return set(Path("/proc/self", folder).iterdir())


def pieces_of(samples: Samples, *lengths: int) -> Iterator[Samples]:
    """Cut into pieces of these lengths, over and over."""
    start, count = 0, 0
    while start < len(samples):
        yield samples[start : start + lengths[count % len(lengths)]]
        start += lengths[count % len(lengths)]
        count += 1


def stream_of(session: SoundSession, sink: PulseSink) -> str:
    """The server's description of the sink's stream."""
    for entry in session.pactl("list", "sink-inputs").split("Sink Input #"):
        if entry.startswith(f"{sink.index}\n"):
            return entry
    return ""


def play_out(sink: PulseSink) -> None:
    wait_until(lambda: sink.position() == sink.end(), "everything is heard")


def hear_entire(
    play: Callable[[], object], recorder: Recorder, seconds: float, hertz: float
) -> None:
    """`play` must be heard as an unbroken sine of that length.

    A sound server that is starved on a busy machine loses or repeats sound by itself, so one
    such hearing out of a few is the proof that none is lost here.
    """
    for _ in range(6):
        recorder.wait_for_quiet()
        recorder.clear()
        play()
        heard = recorder.wait_for_silence().voiced(threshold=0.005)
        if abs(len(heard) / 48_000 - seconds) < 0.0015 and purity(heard, hertz) > 0.98:
            return
    pytest.fail(f"{len(heard) / 48_000} s of purity {purity(heard, hertz)} were heard")


def test_a_tone_in_pieces_is_heard_entire_and_without_a_seam(
    sink: PulseSink, recorder: Recorder
) -> None:
    def play() -> None:
        for piece in pieces_of(tone(1.0, sink.rate), 1, 700, 13, 5000, 64):
            sink.write(piece)
        play_out(sink)

    hear_entire(play, recorder, 1.0, 440)


@pytest.mark.parametrize("milliseconds", [8, 20, 60, 147])
def test_a_short_sound_is_heard_to_its_last_sample(
    sink: PulseSink, recorder: Recorder, milliseconds: int
) -> None:
    def play() -> None:
        sink.write(tone(milliseconds / 1000, sink.rate, 1000))
        play_out(sink)

    hear_entire(play, recorder, milliseconds / 1000, 1000)


def test_what_comes_at_the_very_end_follows_entire_and_soon(
    sink: PulseSink, recorder: Recorder
) -> None:
    for left in (15, 10, 5, 0) * 2:
        recorder.wait_for_quiet()
        recorder.clear()
        sink.write(tone(0.3, sink.rate))
        last = sink.rate * left // 1000
        while sink.end() - sink.position() > last:
            time.sleep(0.0005)
        sink.write(tone(0.3, sink.rate))
        play_out(sink)
        recording = recorder.wait_for_silence()
        seconds = len(recording.voiced(threshold=0.005)) / 48_000
        if abs(seconds - 0.6) < 0.003 and max(recording.gaps(), default=0.0) < 0.02:
            return
    pytest.fail(f"{seconds} s were heard, with {recording.gaps()} s of silence inside")


def test_drop_silences_and_the_position_tells_what_was_heard(
    sink: PulseSink, recorder: Recorder
) -> None:
    sink.write(tone(5.0, sink.rate))
    wait_until(lambda: sink.position() > sink.rate // 2, "half a second is heard")
    position = sink.drop()
    heard = recorder.wait_for_silence().voiced()
    assert sink.position() == sink.end() == position
    assert len(heard) / 48_000 == pytest.approx(position / sink.rate, abs=0.05)


def test_nothing_that_was_dropped_is_ever_heard(sink: PulseSink, recorder: Recorder) -> None:
    sink.write(tone(2.0, sink.rate, 440))
    wait_until(lambda: sink.position() > 0, "it plays")
    position = sink.drop()
    recorder.wait_for_silence()
    recorder.clear()
    assert sink.write(tone(0.1, sink.rate, 1500)) == position
    play_out(sink)
    heard = recorder.wait_for_silence().voiced(threshold=0.005)
    assert len(heard) < 0.12 * 48_000
    assert pitch_of(heard) == pytest.approx(1500, abs=20)


def test_what_follows_a_drop_is_heard_entire(sink: PulseSink, recorder: Recorder) -> None:
    def play() -> None:
        sink.write(tone(2.0, sink.rate, 440))
        recorder.wait_for_sound()
        sink.drop()
        recorder.wait_for_quiet()
        recorder.clear()
        sink.write(tone(0.3, sink.rate, 1000))
        play_out(sink)

    hear_entire(play, recorder, 0.3, 1000)


def test_what_is_written_together_with_a_drop_follows_it(
    sink: PulseSink, recorder: Recorder
) -> None:
    sink.write(tone(2.0, sink.rate, 440))
    recorder.wait_for_sound()
    sink.drop()
    sink.write(tone(0.5, sink.rate, 1500))
    play_out(sink)
    heard = recorder.wait_for_silence(after_samples=20_000).voiced(threshold=0.005)
    assert pitch_of(heard[-20_000:]) == pytest.approx(1500, abs=5)
    assert pitch_of(heard[-24_900:]) == pytest.approx(1500, abs=5)


def test_the_position_never_runs_backwards(sink: PulseSink) -> None:
    seen: list[int] = []
    for seconds in (0.4, 0.05, 0.3):
        start = sink.write(tone(seconds, sink.rate))
        assert start >= (seen[-1] if seen else 0)
        while len(seen) < 30 or sink.position() < start + seconds * sink.rate / 2:
            seen.append(sink.position())
        seen.append(sink.drop())
    assert seen == sorted(seen)
    assert seen[-1] > 0


def test_the_position_never_passes_what_was_written(sink: PulseSink) -> None:
    sink.write(tone(0.2, sink.rate))
    end = sink.end()
    play_out(sink)
    sink.write(np.zeros(0, np.float32))
    assert sink.position() == sink.end() == end == round(0.2 * sink.rate)


def test_an_idle_stream_is_corked_and_wakes_nobody(session: SoundSession) -> None:
    before = entries("task")
    sink = PulseSink(idle_after=0.1)
    sink.open(lambda _: None)
    try:
        sink.write(tone(0.05, sink.rate))
        wait_until(lambda: "Corked: yes" in stream_of(session, sink), "it is corked")
        (thread,) = entries("task") - before
        counts: list[int] = []

        def has_slept() -> bool:
            status = (thread / "status").read_text()
            counts.append(int(status.split("voluntary_ctxt_switches:")[1].split()[0]))
            return len(counts) > 100 and counts[-1] == counts[-100]

        wait_until(has_slept, "libpulse's thread sleeps")
    finally:
        sink.close()


def test_a_corked_stream_speaks_again(session: SoundSession, recorder: Recorder) -> None:
    sink = PulseSink(idle_after=0.05)
    sink.open(lambda _: None)

    def play() -> None:
        wait_until(lambda: "Corked: yes" in stream_of(session, sink), "it is corked")
        sink.write(tone(0.2, sink.rate, 1000))
        play_out(sink)

    try:
        hear_entire(play, recorder, 0.2, 1000)
        hear_entire(play, recorder, 0.2, 1000)
    finally:
        sink.close()


def test_keep_awake_plays_silence_before_it_sleeps(session: SoundSession) -> None:
    sink = PulseSink(idle_after=0.1, keep_awake=KeepAwake(0.6))
    sink.open(lambda _: None)
    try:
        sink.write(tone(0.1, sink.rate))
        play_out(sink)
        end = sink.position()
        assert "Corked: no" in stream_of(session, sink)
        sink.write(tone(1.0, sink.rate))
        wait_until(lambda: sink.position() > end, "it plays")
        position = sink.drop()
        assert "Corked: no" in stream_of(session, sink)
        wait_until(lambda: "Corked: yes" in stream_of(session, sink), "it is corked")
        assert sink.position() == position
    finally:
        sink.close()


def test_a_kind_of_device_is_kept_awake_by_its_own_time(session: SoundSession) -> None:
    session.add_null_sink("alsa_output.usb-test", is_exact=True)
    sink = PulseSink(
        device="alsa_output.usb-test", idle_after=0.1, keep_awake=KeepAwake(usb=20, hdmi=1)
    )
    sink.open(lambda _: None)
    try:
        sink.write(tone(0.1, sink.rate))
        play_out(sink)
        assert "Corked: no" in stream_of(session, sink)
        # It holds at once: nothing keeps it awake any more.
        sink.configure(device="alsa_output.usb-test", idle_after=0.1, keep_awake=KeepAwake())
        sink.write(tone(0.1, sink.rate))
        wait_until(lambda: "Corked: yes" in stream_of(session, sink), "it is corked")
    finally:
        sink.close()


def test_the_stream_has_the_accessibility_role(session: SoundSession, sink: PulseSink) -> None:
    description = stream_of(session, sink)
    assert 'media.role = "a11y"' in description
    assert 'application.name = "Sotto"' in description


def test_sound_follows_the_default_device(session: SoundSession, sink: PulseSink) -> None:
    before = session.pactl("get-default-sink").strip()
    session.add_null_sink("headphones", is_exact=True)
    try:
        with Recorder(session, "headphones") as headphones:
            headphones.clear()
            sink.write(tone(4.0, sink.rate, 700))
            wait_until(lambda: sink.position() > 0, "it plays")
            session.set_default("headphones")
            heard = headphones.wait_for_silence(after_samples=4800).voiced()
            assert pitch_of(heard) == pytest.approx(700, abs=3)
            play_out(sink)
    finally:
        session.set_default(before)


def test_a_sink_can_be_bound_to_a_device(session: SoundSession) -> None:
    sink = PulseSink(device="nul")
    sink.open(lambda _: None)
    try:
        assert Devices().device_of(sink.index) == "nul"
    finally:
        sink.close()


def test_more_buffering_amid_sound_is_not_heard(sink: PulseSink, recorder: Recorder) -> None:
    def play() -> None:
        sink.write(tone(1.0, sink.rate))
        wait_until(lambda: sink.position() > 0, "it plays")
        stream = sink._stream
        assert stream is not None
        with stream.locked():
            sink.on_underrun()
            sink.on_underrun()
        play_out(sink)

    hear_entire(play, recorder, 1.0, 440)


def test_a_stream_that_stays_corked_is_started_again(sink: PulseSink) -> None:
    """As after an order to start that the server lost."""
    sink.write(tone(0.3, sink.rate))
    stream = sink._stream
    assert stream is not None
    with stream.locked():
        stream.cork(True)
    play_out(sink)


def test_a_thousand_interruptions_leave_nothing_behind(
    session: SoundSession, sink: PulseSink, recorder: Recorder
) -> None:
    sound = tone(0.3, sink.rate)
    sink.write(sound)
    sink.drop()
    files, threads = len(entries("fd")), threading.active_count()
    streams = session.pactl("list", "short", "sink-inputs").count("\n")
    for _ in range(1000):
        start = sink.write(sound)
        assert start <= sink.drop() <= start + len(sound)
    assert sink.position() == sink.end()
    assert len(entries("fd")) == files
    assert threading.active_count() == threads
    assert session.pactl("list", "short", "sink-inputs").count("\n") == streams
    hear_entire(lambda: sink.write(tone(0.2, sink.rate, 1000)), recorder, 0.2, 1000)


def test_many_sinks_can_be_opened_and_closed(session: SoundSession) -> None:
    before = len(entries("fd")), len(entries("task"))
    for _ in range(30):
        sink = PulseSink()
        sink.open(lambda _: None)
        sink.write(tone(0.1, sink.rate))
        sink.close()
    assert (len(entries("fd")), len(entries("task"))) == before


def test_a_closed_sink_refuses_sound_and_can_be_opened_again(session: SoundSession) -> None:
    sink = PulseSink()
    with pytest.raises(SinkError):
        sink.write(tone(0.1, sink.rate))
    for _ in range(2):
        sink.open(lambda _: None)
        sink.write(tone(0.05, sink.rate))
        play_out(sink)
        sink.close()
        sink.close()
    assert sink.drop() == sink.position() == sink.end()
    with pytest.raises(SinkError) as caught:
        sink.write(tone(0.1, sink.rate))
    assert caught.value.reason is NoSoundReason.NO_SERVER


def test_a_position_is_told_inside_a_callback(sink: PulseSink) -> None:
    """The owner may ask the sink while the sink's own thread reports to it."""
    stream = sink._stream
    assert stream is not None
    with stream.locked(), stream.locked():
        assert sink.position() == 0


def test_another_device_is_taken_at_once_and_one_that_is_not_there_is_the_default(
    session: SoundSession, sink: PulseSink
) -> None:
    devices = Devices()
    sink.write(tone(30.0, sink.rate))
    wait_until(lambda: sink.position() > 0, "it plays")
    for device in ("nul", "exact", "nonesuch"):
        heard = sink.position()
        sink.configure(device=device, idle_after=2.0, keep_awake=KeepAwake())
        # What the old device still plays counts as well: the new one is there with the stream.
        wait_until(lambda: sink.index >= 0, "the stream is there")
        wait_until(lambda h=heard: sink.position() > h, "it goes on")  # type: ignore[misc]
        if device != "nonesuch":
            assert devices.device_of(sink.index) == device
    assert sink.position() < sink.end()

"""What is learned of devices that wake late: the rules, the file, and a real sleepy device."""

from __future__ import annotations

import json
import signal
import stat
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from hearing import tone
from sotto.audio.awake import KeepAwake
from sotto.audio.pulse.sink import PulseSink
from sotto.audio.waking import LONGEST, MOST_DEVICES, SHORTEST, Habits, Waking, learn, sleepy
from sotto.audio.waking_record import WakingRecord
from sound import Server, SoundSession
from waiting import wait_until

Start = tuple[float, float]
"""Seconds of rest, seconds to the sound."""

AWAKE: Start = (0.3, 0.05)
LATE: Start = (8.0, 0.6)
IN_TIME: Start = (60.0, 0.06)


def after(*starts: Start, known: Waking | None = None) -> Waking:
    found = known or Waking()
    for rest, delay in starts:
        found = learn(found, rest, delay)
    return found


def test_two_late_starts_prove_a_sleepy_device_and_one_does_not() -> None:
    assert after(AWAKE, LATE).seconds == 0
    found = after(AWAKE, LATE, LATE)
    assert found.seconds == SHORTEST
    assert found.late == pytest.approx(0.55)


@pytest.mark.parametrize(
    "starts",
    [
        pytest.param([LATE, LATE, LATE], id="nothing is known of it awake"),
        pytest.param([(0.3, 0.5), (9.0, 0.6), (9.0, 0.6)], id="it is always slow"),
        pytest.param([AWAKE, IN_TIME, IN_TIME], id="it wakes at once"),
        pytest.param([(0.3, 0.1), (9.0, 0.24), (9.0, 0.24)], id="hardly later"),
        pytest.param([AWAKE, (0.4, 0.9), (0.4, 0.9)], id="late without a rest"),
    ],
)
def test_no_device_counts_as_sleepy_that_is_not(starts: list[Start]) -> None:
    assert after(*starts).seconds == 0


def test_a_longer_silence_that_made_it_late_is_bridged_up_to_a_limit() -> None:
    found = after(AWAKE, LATE, LATE)
    longer = learn(found, 40.0, 0.6, silent=SHORTEST)
    assert longer.seconds == 1.5 * (SHORTEST + 40)
    assert after((4000.0, 0.6), known=longer).seconds == LONGEST
    # A shorter one takes nothing away.
    assert after((3.0, 0.6), known=longer).seconds == longer.seconds


def test_many_starts_in_time_prove_the_contrary() -> None:
    found = after(AWAKE, LATE, LATE)
    assert after(*[IN_TIME] * 19, known=found).seconds == SHORTEST
    assert after(*[IN_TIME] * 20, known=found) == Waking(usual=found.usual)
    # What was too short to let it sleep proves nothing.
    assert after(*[(2.0, 0.06)] * 100, known=found).seconds == SHORTEST
    # One late start among them begins the count anew.
    assert after(*[IN_TIME] * 19, LATE, *[IN_TIME] * 19, known=found).seconds > 0


def test_what_the_server_calls_asleep_counts_whatever_the_rest() -> None:
    found = learn(after(AWAKE), 0.5, 0.6, is_suspended=True)
    assert learn(found, 0.5, 0.6, is_suspended=True).seconds == SHORTEST


def play(habits: Habits, device: str, now: float, start: Start) -> float:
    """Rest and speak; the time at which it rests again."""
    rest, delay = start
    habits.rest(now)
    habits.ask(device, now + rest)
    habits.hear(now + rest + delay)
    return now + rest + delay + 1


def spoken(habits: Habits, device: str, starts: Iterable[Start]) -> None:
    now = 0.0
    for start in starts:
        now = play(habits, device, now, start)


def test_each_device_has_its_own_habits_and_news_are_told_once() -> None:
    told: list[int] = []
    habits = Habits(on_learned=lambda: told.append(1))
    spoken(habits, "fast", [AWAKE, IN_TIME, IN_TIME])
    assert told == []
    spoken(habits, "bluez_output.1", [AWAKE, LATE, LATE, IN_TIME])
    assert len(told) == 2
    assert habits.seconds("bluez_output.1") == SHORTEST
    assert habits.seconds("fast") == habits.seconds("unknown") == 0
    assert sleepy(habits.known) == [["bluez_output.1", 550, SHORTEST]]


def test_what_was_not_heard_or_moved_to_another_device_teaches_nothing() -> None:
    habits = Habits({"a": after(AWAKE, LATE)})
    habits.rest(0)
    habits.ask("a", 10)
    habits.give_up()
    habits.hear(20)
    habits.ask("a", 30)
    habits.hear(40)
    assert habits.known["a"] == after(AWAKE, LATE)


def test_the_oldest_of_too_many_devices_is_forgotten() -> None:
    habits = Habits()
    for number in range(MOST_DEVICES + 3):
        spoken(habits, f"device {number}", [AWAKE])
    assert len(habits.known) == MOST_DEVICES
    assert "device 2" not in habits.known


def test_settings_go_before_what_was_learned() -> None:
    assert KeepAwake().seconds("bluez_output.1", 40) == 40
    assert KeepAwake(any=3).seconds("bluez_output.1", 40) == 3
    assert KeepAwake(bluetooth=60).seconds("bluez_output.1", 40) == 60
    assert KeepAwake(hdmi=60).seconds("bluez_output.1", 40) == 40
    assert KeepAwake(learns=False).seconds("bluez_output.1", 40) == 0


def test_the_file_is_private_and_tells_the_same_again(tmp_path: Path) -> None:
    record = WakingRecord(tmp_path / "sotto" / "devices.json")
    known = {"bluez_output.1": after(AWAKE, LATE, LATE), "fast": after(AWAKE)}
    record.write(known)
    file = tmp_path / "sotto" / "devices.json"
    assert record.read() == {"bluez_output.1": known["bluez_output.1"]}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    record.write({"fast": after(AWAKE)})
    assert not file.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b"{" * 5000,
        b'{"a": 1}',
        b'{"a": {"seconds": "many"}}',
        b'{"a": {"seconds": NaN}}',
        b'{"": {"seconds": 3}}',
        b'{"a": {"seconds": true}}',
        b" " * 100_000,
    ],
)
def test_a_damaged_file_teaches_nothing_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "devices.json"
    file.write_bytes(content)
    record = WakingRecord(file)
    assert record.read() == {}
    record.write({"a": after(AWAKE, LATE)})
    assert record.read() == {"a": after(AWAKE, LATE)}


def test_nobody_is_kept_awake_for_longer_than_the_limit_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "devices.json"
    file.write_text(json.dumps({"a": {"seconds": 1e9, "proofs": 2, "usual": 0.1}}))
    assert WakingRecord(file).read()["a"].seconds == LONGEST


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "sotto").write_text("")
    record = WakingRecord(tmp_path / "sotto" / "devices.json")
    record.write({"a": after(AWAKE, LATE)})
    assert record.read() == {}


# ---- a real server


def speak(sink: PulseSink) -> None:
    sink.write(tone(0.1, sink.rate))
    wait_until(lambda: sink.position() == sink.end(), "it is heard")


def state_of(session: SoundSession, name: str) -> str:
    lines = session.pactl("list", "short", "sinks").splitlines()
    return next(line.split("\t")[-1] for line in lines if line.split("\t")[1] == name)


@pytest.mark.hears
@pytest.mark.parametrize("own_session", [Server.PULSEAUDIO], indirect=True)
def test_a_device_that_sleeps_and_wakes_late_is_kept_awake(own_session: SoundSession) -> None:
    """The server suspends it; that it wakes late is made by stopping the server for a moment."""
    own_session.add_null_sink("bluez_output.slow", is_exact=True)
    own_session.pactl("load-module", "module-suspend-on-idle", "timeout=1")
    habits = Habits()
    sink = PulseSink(device="bluez_output.slow", idle_after=0.1, habits=habits)
    sink.open(lambda _: None)
    try:
        for _ in range(4):
            speak(sink)
            wait_until(lambda: "Corked: yes" in own_session.pactl("list", "sink-inputs"), "a rest")
        for _ in range(2):
            wait_until(
                lambda: state_of(own_session, "bluez_output.slow") == "SUSPENDED", "it sleeps"
            )
            own_session.signal_server(signal.SIGSTOP)
            sink.write(tone(0.1, sink.rate))
            time.sleep(0.7)
            own_session.signal_server(signal.SIGCONT)
            wait_until(lambda: sink.position() == sink.end(), "it is heard")
        wait_until(lambda: habits.seconds("bluez_output.slow") >= SHORTEST, "it is learned")
        # It plays silence now, and does not sleep.
        speak(sink)
        time.sleep(2.5)
        assert state_of(own_session, "bluez_output.slow") == "RUNNING"
        sink.configure(
            device="bluez_output.slow", idle_after=0.1, keep_awake=KeepAwake(learns=False)
        )
        speak(sink)
        wait_until(lambda: state_of(own_session, "bluez_output.slow") == "SUSPENDED", "it sleeps")
    finally:
        sink.close()

"""Every order of what may happen to the module, up to a depth: one end for each message.

The real speaker and the real bytes; the daemon, the plain voice and the clock are played.
`SOTTO_DEPTH` sets the depth; `script/prove` searches deeper than the suite.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from sotto_speechd import speaker as speaker_module
from sotto_speechd.outlet import Outlet
from sotto_speechd.request import Request
from sotto_speechd.server_sound import ServerSound
from sotto_speechd.speaker import Speaker

DEPTH = int(os.environ.get("SOTTO_DEPTH", "3"))
TEXT = '<speak>one <mark name="__spd_0"/>two three</speak>'
TERMINAL = ("702", "703", "704")


class PlayedLink:
    """The daemon's side: only the numbers of the messages that it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def speak(self, number: int, request: Request) -> None:
        self.asked.append(number)

    stream = speak

    def cancel(self, number: int) -> None:
        """Nothing is told of it any more, or it is too late: the test tells both."""

    def ping(self) -> None:
        """An answer is an action of its own."""

    def close(self) -> None:
        """Nothing runs."""


class PlayedJob:
    """A text of the plain voice; ends when the test says so."""

    begun: list[PlayedJob]

    def __init__(self, *given: object) -> None:
        self.on_sound, self.on_mark, _, self.on_end = given[2:]

    def start(self) -> None:
        self.begun.append(self)

    def cancel(self) -> None:
        """The real one ends soon after."""


class PlayedAlarm:
    def __init__(self, ring: Callable[[], None]) -> None:
        self.ring = ring
        self.due: float | None = None

    def set(self, due: float | None) -> None:
        self.due = due

    def close(self) -> None:
        """Nothing runs."""


class World:
    """A module, what was written so far, and a clock that only the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.has_sound = time.monotonic(), True
        PlayedJob.begun = []
        monkeypatch.setattr(speaker_module, "Job", PlayedJob)
        monkeypatch.setattr(speaker_module, "Alarm", PlayedAlarm)
        monkeypatch.setattr(speaker_module, "Link", lambda listener: PlayedLink())
        monkeypatch.setattr("time.monotonic", lambda: self.now)
        self.reader, self.writer = os.pipe()
        sound = ServerSound(0, {})
        monkeypatch.setattr(sound, "is_there", lambda: self.has_sound)
        self.speaker = Speaker(Outlet(self.writer), sound)
        self.link: PlayedLink = self.speaker._link  # type: ignore[assignment]
        self.alarm: PlayedAlarm = self.speaker._alarm  # type: ignore[assignment]
        self.spoken = 0

    def _number(self) -> int:
        return self.link.asked[-1] if self.link.asked else 0

    def speak(self) -> None:
        # The server speaks one message at a time.
        if not self.speaker.is_speaking:
            self.spoken += 1
            self.speaker.speak(Request(TEXT))

    def speak_over(self) -> None:
        self.spoken += 1
        self.speaker.speak(Request(TEXT))

    def stop(self) -> None:
        self.speaker.stop()

    def pause(self) -> None:
        self.speaker.pause()

    def accepted(self) -> None:
        self.speaker.on_accepted(self._number())

    def heard(self) -> None:
        self.speaker.on_started(self._number())
        self.speaker.on_word(self._number(), 7)
        self.speaker.on_mark(self._number(), "__spd_0")

    def ending(self) -> None:
        self.speaker.on_ending(self._number())

    def refused(self) -> None:
        self.speaker.on_failed(self._number(), "refused")

    def plain_sound(self) -> None:
        for job in PlayedJob.begun[-1:]:
            job.on_sound(bytes(8), 22_050)  # type: ignore[operator]

    def plain_end(self) -> None:
        for job in PlayedJob.begun[-1:]:
            job.on_end(job)  # type: ignore[operator]

    def alive(self) -> None:
        self.speaker.on_alive()

    def absent(self) -> None:
        self.speaker.on_absent()

    def time(self) -> None:
        """Up to what is waited for."""
        if self.alarm.due is not None:
            self.now = max(self.now, self.alarm.due)
            self.alarm.due = None
            self.alarm.ring()

    def sinks_go(self) -> None:
        self.has_sound = False

    def told(self) -> list[str]:
        """The codes and names of all that was written."""
        self.speaker._outlet.drain(10)
        os.set_blocking(self.reader, False)
        data = b""
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self.reader, 1 << 20):
                data += piece
        lines = data.decode("latin-1").split("\n")
        return [line[:3] for line in lines if line[3:4] == " "]

    def close(self) -> None:
        self.speaker.close()
        os.close(self.reader)
        os.close(self.writer)


def _finished(reason: str) -> Callable[[World], None]:
    return lambda world: world.speaker.on_finished(world._number(), reason)


ACTIONS: dict[str, Callable[[World], None]] = {
    "speak": World.speak, "speak over": World.speak_over, "stop": World.stop,
    "pause": World.pause, "accepted": World.accepted, "heard": World.heard,
    "ending": World.ending, "refused": World.refused, "plain sound": World.plain_sound,
    "plain end": World.plain_end, "alive": World.alive, "absent": World.absent,
    "time": World.time, "sinks go": World.sinks_go,
    **{reason: _finished(reason) for reason in ("finished", "failed", "no-sound", "daemon-gone")},
}  # fmt: skip


def check(told: Sequence[str], spoken: int) -> None:
    """200 accepts a message; 701 begins, 702 to 704 end it, and nothing follows that."""
    is_open, is_begun, ended = False, False, 0
    for code in told:
        if code == "200":
            assert not is_open, "accepted before the end of the one before"
            is_open, is_begun = True, False
        elif code in TERMINAL:
            assert is_open, f"{code} for no message"
            assert is_begun or code == "703"
            is_open = False
            ended += 1
        else:
            assert is_open, f"{code} for no message"
            assert is_begun == (code != "701"), f"{code} before the beginning, or twice"
            is_begun = True
    assert not is_open
    assert ended == spoken


def happens(names: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it after a first message; then time passes until all is over."""
    world = World(monkeypatch)
    try:
        world.speak()
        for name in names:
            ACTIONS[name](world)
        for _ in _until_over(world):
            world.time()
            world.plain_end()
        world.has_sound = True
        world.speak()
        world.speaker.on_alive()
        world.accepted()
        world.heard()
        world.speaker.on_finished(world._number(), "finished")
        world.plain_end()
        world.plain_end()
        assert not world.speaker.is_speaking
        check(world.told(), world.spoken)
    finally:
        world.close()


def _until_over(world: World) -> Iterator[None]:
    for _ in range(60):
        if not world.speaker.is_speaking:
            return
        yield
    raise AssertionError("it never ends")


@pytest.mark.parametrize("first", ACTIONS)
def test_every_order(first: str) -> None:
    for rest in itertools.product(ACTIONS, repeat=DEPTH - 1):
        with pytest.MonkeyPatch.context() as monkeypatch:
            try:
                happens((first, *rest), monkeypatch)
            except Exception as error:
                error.add_note(f"after: {(first, *rest)}")
                raise


def test_the_daemon_is_at_work_before_the_server_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with contextlib.closing(World(monkeypatch)) as world:
        written: list[int] = []
        monkeypatch.setattr(
            world.link, "speak", lambda *_: written.append(world.speaker._outlet.unread()[0])
        )
        world.speak()
        assert written == [0]
        assert world.speaker._outlet.unread()[0] == len(b"200 OK SPEAKING\n")

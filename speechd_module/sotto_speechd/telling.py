"""What the server is told of messages, each in its time, and what is known of them with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sotto_speechd import replies, soundless
from sotto_speechd.lifecycle import Messages
from sotto_speechd.outlet import Outlet
from sotto_speechd.traces import Trace

PAUSE_SECONDS = 0.05
"""In so long a server that was told to stop passes it on."""


class Telling:
    """Called under one lock. `rate_of`: the hertz that the server is told instead of these."""

    def __init__(self, outlet: Outlet, rate_of: Callable[[int], int]) -> None:
        self._outlet = outlet
        self._rate_of = rate_of
        self._messages = Messages()

    @property
    def current(self) -> int:
        """The message that is not over; 0: there is none."""
        return self._messages.current

    @contextmanager
    def accepting(self) -> Iterator[int]:
        """The number of a new message, which the one before makes way for; the server is told in
        the end, and goes on only then."""
        with self._changing():
            number, told = self._messages.speak()
            try:
                yield number
            finally:
                self._outlet.send(told + replies.SPEAKING)

    def begins(self, number: int) -> None:
        """It is heard; said as often as one likes."""
        self._outlet.send(self._messages.begin(number))

    def sound(self, number: int, pcm: bytes, rate: int) -> None:
        """The server is to play this of it."""
        self.begins(number)
        event = replies.audio(pcm, self._rate_of(rate))
        self._outlet.send(self._messages.tell(number, event), is_sound=True)

    def icon(self, number: int, path: str) -> None:
        """The server is to play this file."""
        self._outlet.send(self._messages.tell(number, replies.icon(path)))

    def mark(self, number: int, name: str, *, is_played: bool) -> None:
        """One was reached; with `is_played` it belongs to the sound after it, and is not heard
        when that is dropped."""
        if is_played:
            self.begins(number)
        self._outlet.send(self._messages.mark(number, name), is_sound=is_played)

    def ended(self, number: int) -> None:
        """It is over."""
        with self._changing():
            self._outlet.send(self._messages.end(number))

    def stopped(self) -> None:
        """Whatever was under way was stopped."""
        with self._changing():
            self._outlet.send(self._messages.stop())

    def pauses(self, *, is_heard_there: bool) -> None:
        """It is paused; the server has to be at work to notice, with a silence where it can play
        one. It is `paused` after `PAUSE_SECONDS`."""
        silence = replies.silence(self._rate_of) if is_heard_there else soundless.work()
        with self._changing():
            self._outlet.send(self._messages.pause(silence))

    def paused(self) -> None:
        """Nobody stopped it after it was paused; nothing is told where nothing was."""
        with self._changing():
            self._outlet.send(self._messages.paused())

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Whether the server waits for an end is another afterwards, and in doubt meanwhile."""
        traces = self._outlet.traces
        traces.mark(Trace.TELLING, True)
        yield
        traces.mark(Trace.MESSAGE, self.current != 0)
        traces.mark(Trace.TELLING, False)

"""Whether there is a sink to be heard from, why not, and how long one is waited for."""

from __future__ import annotations

from collections.abc import Callable

from sotto.audio.sink import Sink
from sotto.errors import SinkError
from sotto.speech.clock import Clock, Handle

PATIENCE_SECONDS = 5.0
"""How long sound is kept for a sound server that went away."""

_REST = 10
"""Times as long as a try took, before the next one."""


class Outlet:
    """Opens the sink, and closes it when sound was kept in vain for `PATIENCE_SECONDS`.

    `post` brings a call to the thread of the loop, where the two others are called.
    """

    def __init__(
        self,
        sink: Sink,
        clock: Clock,
        post: Callable[[Callable[[], None]], object],
        on_lost: Callable[[], None],
        on_given_up: Callable[[], None],
    ) -> None:
        self.problem = ""
        """Why there is no sound, or ""."""
        self._sink = sink
        self._clock = clock
        self._post = post
        self._on_lost = on_lost
        self._on_given_up = on_given_up
        self._is_open = False
        self._next_try = 0.0
        self._lost_at: int | None = None
        self._patience: Handle | None = None

    def open(self) -> bool:
        """Whether the sink is open; tries to when it is not.

        A server that takes long to refuse is asked seldom: everything waits meanwhile.
        """
        began = self._clock()
        if self._is_open or began < self._next_try:
            return self._is_open
        try:
            self._sink.open(self._report)
        except SinkError as error:
            self.problem = str(error)
            self._next_try = self._clock() + _REST * (self._clock() - began)
        else:
            self._is_open = True
            self.problem = ""
        return self._is_open

    def fail(self, error: SinkError) -> None:
        """The sink refused sound: close it, so that the next request opens it again."""
        self.problem = str(error)
        self.close()

    def watch(self, *, is_wanted: bool) -> None:
        """Look whether a lost sink plays again; be patient while somebody wants it."""
        if self._lost_at is not None and self._sink.position() > self._lost_at:
            self._lost_at = None
            self.problem = ""
        if self._lost_at is None or not is_wanted:
            self._stop_waiting()
        elif self._patience is None:
            due = self._clock() + PATIENCE_SECONDS
            self._patience = self._clock.call_at(due, self._give_up)

    def close(self) -> None:
        """Close the sink, if it is open; `problem` stays."""
        self._stop_waiting()
        self._lost_at = None
        if self._is_open:
            self._is_open = False
            self._sink.close()

    def _report(self, error: Exception) -> None:
        """On any thread."""
        self._post(lambda: self._lost(error))

    def _lost(self, error: Exception) -> None:
        """The sink keeps what is unheard and tries to come back by itself."""
        if self._is_open:
            self.problem = str(error)
            self._lost_at = self._sink.position()
            self._on_lost()

    def _give_up(self) -> None:
        self._patience = None
        self.close()
        self._on_given_up()

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

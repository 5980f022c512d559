"""Whether there is a sink to be heard from, why not, and how long one is waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sotto.audio.sink import Sink
from sotto.clock import Clock, Handle
from sotto.errors import SinkError
from sotto.memory import look_for_memory

PATIENCE_SECONDS = 5.0
"""How long sound is kept for a sound server that went away."""

RETRY_SECONDS = (1.0, 60.0)
"""The first and the longest time between tries that nobody asked for."""

_REST = 10
"""Times as long as a try took, before the next one."""

_SERVER_BYTES = 160 << 20
"""libpulse maps 64 MiB of its own and 64 of the server's; where it gets none, answers are lost."""


class Output:
    """Opens the sink, and closes it when sound was kept in vain for `PATIENCE_SECONDS`.

    `post` brings a call to the thread of the loop, where the two others are called. With
    `opens_aside` the sink is opened on a thread of its own, for a server may take seconds to
    answer or to refuse; `on_lost` is called when it is open, `on_given_up` when it cannot be.
    """

    def __init__(  # noqa: PLR0913 - the parts it connects
        self,
        sink: Sink,
        clock: Clock,
        post: Callable[[Callable[[], None]], object],
        on_lost: Callable[[], None],
        on_given_up: Callable[[], None],
        *,
        opens_aside: bool = False,
    ) -> None:
        self.problem = ""
        """Why there is no sound, or ""."""
        self._sink = sink
        self._clock = clock
        self._post = post
        self._on_lost = on_lost
        self._on_given_up = on_given_up
        self.is_opening = False
        """Whether a try is under way on its thread."""
        self._opens_aside = opens_aside
        self._is_wanted = False
        self._is_closed = False
        self._retry: Handle | None = None
        self._retry_seconds = RETRY_SECONDS[0]
        self._is_open = False
        self._next_try = 0.0
        self._lost_at: int | None = None
        self._patience: Handle | None = None

    @property
    def is_open(self) -> bool:
        """Whether the sink is open."""
        return self._is_open

    def open(self) -> bool:
        """Whether the sink is open; tries to when it is not, or begins to.

        A server that takes long to refuse is asked seldom: everything waits meanwhile.
        """
        if self._opens_aside:
            self._is_wanted = True
            self._open_aside()
            return self._is_open
        began = self._clock()
        if self._is_open or began < self._next_try:
            return self._is_open
        try:
            self._sink.open(self._report)
        except SinkError as error:
            self._failed(error)
            self._next_try = self._clock() + _REST * (self._clock() - began)
        else:
            self._is_open = True
            self.problem = ""
        return self._is_open

    def _open_aside(self) -> None:
        self._stop_retrying()
        if not self._is_open and not self.is_opening:
            self.is_opening = True
            threading.Thread(target=self._try, name="sound", daemon=True).start()

    def _try(self) -> None:
        """On its thread: nothing but the sink is touched."""
        error: Exception | None = None
        try:
            self._sink.open(self._report)
        except Exception as problem:  # carried to the loop
            error = problem
        self._post(lambda: self._tried(error))

    def _tried(self, error: Exception | None) -> None:
        self.is_opening = False
        if self._is_closed:
            self._sink.close()
        elif error is None:
            self._is_open, self.problem = True, ""
            self._retry_seconds = RETRY_SECONDS[0]
            self._on_lost()
        else:
            self._failed(error)
            self._try_later()
            if self._is_wanted:
                self._on_given_up()
        self._is_wanted = False

    def _failed(self, error: Exception) -> None:
        self.problem = str(error) or type(error).__name__
        look_for_memory(_SERVER_BYTES)

    def _try_later(self) -> None:
        """A server that starts late is found without a request."""
        self._retry = self._clock.call_at(self._clock() + self._retry_seconds, self._open_aside)
        self._retry_seconds = min(2 * self._retry_seconds, RETRY_SECONDS[1])

    def _stop_retrying(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None

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
        self._stop_retrying()
        self._is_closed = self.is_opening
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

"""Work for when nothing else is to be done: a job at a time, once the quiet has lasted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from sotto.cancel import CancelToken
from sotto.clock import Clock, Handle
from sotto.errors import EngineError
from sotto.synthesis.context import Context
from sotto.synthesis.pipeline import Rendered
from sotto.synthesis.stages import Stages
from sotto.synthesis.workers import Job, Lane, Workers


class IdleWork:
    """Neither works nor wakes up but after `begin` or while `is_free` was asked in vain; `hold`
    gives way at once.

    `on_change` is called when somebody should look again: the quiet has lasted, or a job is over.
    """

    def __init__(self, clock: Clock, on_change: Callable[[], None], quiet_seconds: float) -> None:
        self._clock = clock
        self._on_change = on_change
        self._quiet_seconds = quiet_seconds
        self._active: tuple[CancelToken, Workers] | None = None
        self._timer: Handle | None = None
        self._due = clock()

    @property
    def is_active(self) -> bool:
        """Whether a job is at work."""
        return self._active is not None

    def hold(self) -> None:
        """Something else is to be done: give way at once, until the quiet has lasted again."""
        self._due = self._clock() + self._quiet_seconds
        if self._active is not None:
            token, workers = self._active
            self._active = None
            token.cancel()
            workers.wake()

    def rest(self, seconds: float) -> None:
        """No other job for so long."""
        self._due = self._clock() + seconds

    def is_free(self) -> bool:
        """Whether a job may begin now; if not yet, `on_change` is called when it may."""
        if self._clock() >= self._due:
            return True
        if self._timer is None:
            self._timer = self._clock.call_at(self._due, self._ring)
        return False

    def begin(
        self,
        pieces: Iterator[Rendered],
        token: CancelToken,
        context: Context,
        over: Callable[[Exception | None], None],
    ) -> None:
        """Take the pieces one by one where voices render; `over` is told how that ended."""

        def ended(error: Exception | None) -> None:
            self._active = None
            over(error)
            self._on_change()

        job = Job(pieces, token, _ignore, ended)
        job.granted = sys.maxsize
        self._active = token, context.workers
        try:
            context.workers.submit(job, Lane.VOICE)
        except EngineError as error:
            ended(error)

    def close(self) -> None:
        """Neither work nor wake up any more."""
        self.hold()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self) -> None:
        self._timer = None
        self._on_change()


def spoken_language(voice: str, language: str, stages: Stages) -> str:
    """What a rendering takes where a request may name neither. Raises UnknownVoiceError."""
    if voice and not language:
        return stages.catalogue.find(voice).languages[0]
    return language or stages.language


def _ignore(piece: Rendered) -> None:
    """It was kept."""

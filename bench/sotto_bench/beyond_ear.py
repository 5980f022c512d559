"""Listening to one step after the other of what a program does."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from sotto_measure.heard import first_sound, last_sound
from sotto_measure.recorder import Recorder

PATIENCE = 30.0
"""Seconds within which something has to be heard."""

_QUIET = 0.8
"""Seconds of silence after which a step is over."""

_POLL = 0.05
_STOPPED = 0.5
"""Seconds after a stop in which sound may still be on its way, on a busy machine."""


@dataclass(frozen=True, slots=True)
class Row:
    """A step: seconds until its first sound, and from that to the last; None: never heard. A stop
    must not last longer than its limit."""

    program: str
    step: str
    after: float | None = None
    lasts: float = 0.0
    limit: float | None = None

    @property
    def is_good(self) -> bool:
        """Heard, and over in time."""
        return self.after is not None and (self.limit is None or self.lasts <= self.limit)


class Ear:
    """Listens for a program."""

    def __init__(self, recorder: Recorder, program: str) -> None:
        self._recorder = recorder
        self._program = program

    def hear(
        self,
        step: str,
        act: Callable[[], object],
        patience: float = PATIENCE,
        again: float = math.inf,
    ) -> Row:
        """What is heard of an act, from silence to silence; it is done again every so often."""
        self._quiet(time.monotonic())
        began = acted = time.monotonic()
        act()
        while (first := first_sound(self._recorder.recent(began))) is None:
            if time.monotonic() - began > patience:
                return Row(self._program, step)
            if time.monotonic() - acted > again:
                acted = time.monotonic()
                act()
            time.sleep(_POLL)
        last = self._quiet(began)
        return Row(self._program, step, first - began, (last or first) - first)

    def stopped(
        self,
        step: str,
        act: Callable[[], object],
        stop: Callable[[], object],
        limit: float = _STOPPED,
    ) -> Row:
        """How long sound lasts after a stop of what an act began."""
        self._quiet(time.monotonic())
        began = time.monotonic()
        act()
        while first_sound(self._recorder.recent(began)) is None:
            if time.monotonic() - began > PATIENCE:
                return Row(self._program, f"{step} (it never began)")
            time.sleep(_POLL)
        moment = time.monotonic()
        stop()
        time.sleep(2 * _QUIET)
        last = last_sound(self._recorder.recent(moment))
        return Row(self._program, step, 0.0, (last or moment) - moment, limit)

    def _quiet(self, since: float) -> float | None:
        """Wait for silence; when the last sound since then was."""
        while True:
            now = time.monotonic()
            last = last_sound(self._recorder.recent(since))
            recent = last_sound(self._recorder.recent(now - _QUIET))
            if recent is None or now - since > PATIENCE:
                return last
            time.sleep(_POLL)

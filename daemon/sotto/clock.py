"""Time as the stages see it: seconds, and a call at a later moment."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import Protocol


class Handle(Protocol):
    """A call that is still to come."""

    def cancel(self) -> None:
        """Forget it."""
        ...


class Clock(Protocol):
    """Monotonic seconds; reading it is allowed on any thread."""

    def __call__(self) -> float:
        """Seconds since some fixed moment."""
        ...

    def call_at(self, when: float, action: Callable[[], None]) -> Handle:
        """Run `action` once the clock shows `when`; only on the thread of the loop."""
        ...


class LoopClock:
    """The time of an asyncio loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def __call__(self) -> float:
        """Seconds."""
        return self._loop.time()

    def call_at(self, when: float, action: Callable[[], None]) -> Handle:
        """Run `action` at `when`."""
        return self._loop.call_at(when, action)


class VirtualClock:
    """Time that moves only when told; calls that come due run inside `advance`."""

    def __init__(self) -> None:
        self._now = 0.0
        self._order = itertools.count()
        self._due: list[tuple[float, int, _VirtualHandle]] = []

    def __call__(self) -> float:
        """Seconds."""
        return self._now

    @property
    def next_call(self) -> float | None:
        """When the next call is due; None: nothing would ever wake up."""
        while self._due and self._due[0][2].action is None:
            heapq.heappop(self._due)
        return self._due[0][0] if self._due else None

    def call_at(self, when: float, action: Callable[[], None]) -> Handle:
        """Run `action` once `advance` reaches `when`."""
        handle = _VirtualHandle(action)
        heapq.heappush(self._due, (max(when, self._now), next(self._order), handle))
        return handle

    def advance_to(self, when: float) -> None:
        """Let time pass until `when`, running what comes due in its order."""
        while (due := self.next_call) is not None and due <= when:
            self._now = due
            heapq.heappop(self._due)[2].run()
        self._now = max(self._now, when)

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.advance_to(self._now + seconds)


class _VirtualHandle:
    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        self.action = None

    def run(self) -> None:
        if self.action is not None:
            self.action()

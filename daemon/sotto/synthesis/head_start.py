"""When the fallback has to begin so that it is still heard in time: learned from how the last
starts of speech went. Pure; all times in seconds.

A quick machine waits for the voice until the deadline. One where a voice came late or nearly so
lets the fallback begin earlier, by what the fallback itself takes there. Where the voice is
mostly overtaken the fallback begins at once, and now and then the voice is tried again.
"""

from __future__ import annotations

from collections import deque

WATCHED = 64
"""Starts that are looked back on: without a late one among them a machine is quick."""

NEAR = 0.75
"""A start that took more than this share of its deadline was nearly late."""

JUDGED, OVERTAKEN = 6, 3
"""So many of the last starts overtaken, and the voice is not waited for any more."""

FIRST_COST = 0.05
"""What the fallback is taken to need until its first sound, before that was measured."""

COSTS = 16
"""Fallbacks whose first sound is looked back on."""

LARGEST_SHARE = 0.7
"""Of the deadline, that the fallback is given at most: the rest is the voice's."""

_OF_THEM = 0.75
_SPREAD = 1.25
"""The next fallback may take that much longer than three of four before it: one that was slow by
chance must not take the voice's time away."""

CALM_SECONDS, LONGEST_CALM_SECONDS = 10.0, 3600.0
"""Time until the voice is tried again; doubled each time that it is overtaken again."""


class HeadStart:
    """How long the voice alone may take before the fallback begins."""

    def __init__(self) -> None:
        self._near: deque[bool] = deque(maxlen=WATCHED)
        self._overtaken: deque[bool] = deque(maxlen=JUDGED)
        self._costs: deque[float] = deque([FIRST_COST / _SPREAD] * COSTS, COSTS)
        self._calm = CALM_SECONDS
        self._retry_at = 0.0
        self.is_hopeless = False
        """Whether the voice is mostly overtaken."""

    def started(self, seconds: float, deadline: float) -> None:
        """The voice was heard first, so long after it began."""
        self._near.append(seconds > NEAR * deadline)
        self._overtaken.append(False)
        if self.is_hopeless:
            self.is_hopeless = False
            self._overtaken.clear()
        if len(self._near) == WATCHED and not any(self._near):
            self._calm = CALM_SECONDS

    def warmed_up(self, seconds: float, deadline: float) -> None:
        """A voice took so long for a sound that was for nobody: the first start will be late too
        where that was. One that was in time tells nothing, for a text takes more."""
        if seconds > NEAR * deadline:
            self._near.append(True)

    def overtaken(self, now: float) -> None:
        """The voice was given up for the fallback."""
        self._near.append(True)
        if self.skips_voice(now):
            # It began before that was known: many at once are late together, and for once.
            return
        self._overtaken.append(True)
        if sum(self._overtaken) >= OVERTAKEN:
            self.is_hopeless = True
            self._retry_at = now + self._calm
            self._calm = min(2 * self._calm, LONGEST_CALM_SECONDS)

    def fell_back(self, seconds: float) -> None:
        """The fallback was heard first, so long after it began."""
        self._costs.append(seconds)

    def voice_seconds(self, deadline: float) -> float:
        """How long the voice may take when the fallback is to be heard at the deadline."""
        if not any(self._near):
            return deadline
        return deadline - min(self._cost, LARGEST_SHARE * deadline)

    def skips_voice(self, now: float) -> bool:
        """Whether the fallback is to begin at once."""
        return self.is_hopeless and now < self._retry_at

    @property
    def _cost(self) -> float:
        return _SPREAD * sorted(self._costs)[int(_OF_THEM * COSTS)]

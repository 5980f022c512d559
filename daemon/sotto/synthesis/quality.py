"""Which variant of a voice speaks: decided once for an utterance, when it arrives. Pure.

With `quality = auto` the light variant speaks notifications and progress, and everything
while the machine saves power or was too slow for the full one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from sotto.messages import Options, Priority, Quality

WATCHED = 8
"""Starts of speech that are looked back on."""

LATE = 2
"""So many late ones among them, and the machine is too slow."""

QUICK = 10
"""Starts in a row that must be quick before it counts as fast enough again."""

SPARE = 0.25
"""A start is quick that took less than this share of its deadline: a variant that computes
less than twice as much is then in time as well."""

CALM_SECONDS = 120.0
LONGEST_CALM_SECONDS = 3600.0
"""Time without a late start before the full variant is tried again; doubled by each relapse."""

_BRIEF = frozenset({Priority.NOTIFICATION, Priority.PROGRESS})


_LATE = "speech came late"


class Strain:
    """Whether the machine is too slow, from how starts of speech went; moments in seconds."""

    def __init__(self) -> None:
        self._late: deque[bool] = deque(maxlen=WATCHED)
        self._quick = 0
        self._last_late = 0.0
        self._calm = CALM_SECONDS
        self.is_slow = False

    def started(self, now: float, seconds: float, deadline: float) -> None:
        """A voice made its first sound, after so many seconds of work."""
        self._late.append(False)
        self._quick = self._quick + 1 if seconds < SPARE * deadline else 0
        is_calm = now - self._last_late >= self._calm
        if self.is_slow and is_calm and self._quick >= QUICK:
            self.is_slow = False
            self._calm = min(2 * self._calm, LONGEST_CALM_SECONDS)
            self._late.clear()

    def was_late(self, now: float) -> None:
        """A voice made no sound in time."""
        self._late.append(True)
        self._quick = 0
        self._last_late = now
        self.is_slow = self.is_slow or sum(self._late) >= LATE


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant, full or light, and why it is not the full one, or ""."""

    quality: Quality
    reason: str = ""


class QualityChooser:
    """Chooses from what was asked, whether power is saved, and the strain on the machine."""

    def __init__(self) -> None:
        self.is_saving = False
        """Whether the machine is to save power."""
        self.strain = Strain()

    def choose(self, asked: Quality, priority: Priority = Priority.TEXT) -> Choice:
        """The variant for a request that arrives now."""
        if asked is not Quality.AUTO:
            return Choice(asked, "the settings ask for it" if asked is Quality.LIGHT else "")
        if self.is_saving:
            return Choice(Quality.LIGHT, "the machine saves power")
        if self.strain.is_slow:
            return Choice(Quality.LIGHT, _LATE)
        if priority in _BRIEF:
            return Choice(Quality.LIGHT, "a notification")
        return Choice(Quality.FULL)

    def settle(
        self, options: Options, is_kept: Callable[[Options], bool] = lambda _: False
    ) -> Options:
        """The options with their quality decided. `is_kept` tells whether the sound of others is
        there already: then it is had at once, however slow the machine is."""
        chosen = self.choose(options.prosody.quality, options.priority)
        if chosen.reason == _LATE and is_kept(full := _with(options, Quality.FULL)):
            return full
        return _with(options, chosen.quality)


def _with(options: Options, quality: Quality) -> Options:
    return replace(options, prosody=replace(options.prosody, quality=quality))

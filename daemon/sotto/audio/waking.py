"""What is learned of sound devices that wake late: how long to keep each awake after speech.

A start from a long rest is compared with the device's own starts from short ones, so that a device
that is always slow (a wireless one) does not count as asleep. Plain bookkeeping without a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

LONGEST = 300.0
"""Seconds that a device is kept awake at most by what was learned: batteries have other use."""
SHORTEST = 15.0
MOST_DEVICES = 32
"""Devices that are remembered; the one that was learned first goes first."""

_REST = 1.0
"""Seconds of rest from which on a device may have gone to sleep."""
_LATE, _TIMES = 0.15, 3.0
"""Seconds, and times the usual start, by which a start is late."""
_PROOFS = 2
"""Late starts that prove a sleepy device; one may be the machine's fault."""
_RELIEFS = 20
"""Starts in time, after rests that once were too long, that prove the contrary."""
_MARGIN = 1.5
_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Waking:
    """Of one device; all times in seconds. `usual`: from asking to sound when it is awake, negative
    while unknown; `late`: how much later its last late start was; `seconds`: for how long it is
    kept awake; `asleep_after`: the shortest rest that made it late."""

    usual: float = -1.0
    late: float = 0.0
    seconds: float = 0.0
    asleep_after: float = 0.0
    proofs: int = 0
    reliefs: int = 0


def learn(
    known: Waking, rest: float, delay: float, *, silent: float = 0.0, is_suspended: bool = False
) -> Waking:
    """What is known after a start: `delay` seconds to the first sound, after `rest` without any
    being played, before which silence was played for `silent` seconds; `is_suspended`: the server
    said that the device slept."""
    if rest < _REST and not is_suspended:
        mean = delay if known.usual < 0 else known.usual + _WEIGHT * (delay - known.usual)
        return replace(known, usual=mean)
    if known.usual < 0:
        return known
    if delay - known.usual < _LATE or delay < _TIMES * known.usual:
        return _in_time(known, rest)
    return _too_late(known, rest, silent, delay - known.usual)


def _in_time(known: Waking, rest: float) -> Waking:
    if not known.proofs or rest < known.asleep_after:
        return known
    if known.reliefs + 1 >= _RELIEFS:
        return Waking(usual=known.usual)
    return replace(known, reliefs=known.reliefs + 1)


def _too_late(known: Waking, rest: float, silent: float, late: float) -> Waking:
    proofs = known.proofs + 1
    seconds = known.seconds
    if proofs >= _PROOFS:
        bridge = min(max(_MARGIN * (silent + rest), SHORTEST), LONGEST)
        seconds = max(seconds, bridge)
    shortest = min(known.asleep_after or rest, rest)
    return Waking(known.usual, late, seconds, shortest, proofs)


class Habits:
    """All devices, and the start that is under way. Called by one thread at a time; `known` may be
    read by any. `on_learned` is told when another time holds for a device."""

    def __init__(
        self,
        known: Mapping[str, Waking] | None = None,
        on_learned: Callable[[], None] = lambda: None,
    ) -> None:
        self._known = dict(known or {})
        self._on_learned = on_learned
        self._rests_since: float | None = None
        self._silent = 0.0
        self._asked: tuple[str, float, float, bool] | None = None

    @property
    def known(self) -> Mapping[str, Waking]:
        """By the devices' names."""
        return MappingProxyType(self._known)

    def listen(self, on_learned: Callable[[], None]) -> None:
        """Who is told from here on."""
        self._on_learned = on_learned

    def seconds(self, device: str) -> float:
        """For how long it is to be kept awake."""
        found = self._known.get(device)
        return found.seconds if found is not None else 0.0

    def rest(self, now: float, silent: float = 0.0) -> None:
        """The device gets nothing from here on; for the `silent` seconds before it got silence."""
        self._rests_since, self._silent, self._asked = now, silent, None

    def give_up(self) -> None:
        """What was asked for will not be heard; a device that changed has no past."""
        self._rests_since = self._asked = None

    def ask(self, device: str, now: float, *, is_suspended: bool = False) -> None:
        """Sound is to be heard after a rest."""
        if device and self._rests_since is not None:
            self._asked = device, now, now - self._rests_since, is_suspended
        self._rests_since = None

    def hear(self, at: float) -> None:
        """That sound began at this time."""
        if self._asked is None:
            return
        device, asked, rest, is_suspended = self._asked
        self._asked = None
        before = self._known.get(device, Waking())
        delay = max(at - asked, 0.0)
        after = learn(before, rest, delay, silent=self._silent, is_suspended=is_suspended)
        self._put(device, after)
        if after.seconds != before.seconds or after.proofs != before.proofs:
            self._on_learned()

    def _put(self, device: str, waking: Waking) -> None:
        # Another thread may be looking: what it sees does not change.
        fresh = {**self._known, device: waking}
        while len(fresh) > MOST_DEVICES:
            del fresh[next(iter(fresh))]
        self._known = fresh


def sleepy(known: Mapping[str, Waking]) -> list[list[str | float]]:
    """The devices that are kept awake: name, milliseconds by which each was late, seconds."""
    late = [(name, each) for name, each in known.items() if each.seconds]
    return [[name, round(each.late * 1000), each.seconds] for name, each in late]

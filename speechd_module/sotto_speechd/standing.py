"""What is known of the daemon by now: whether it can be asked, and whether the user knows."""

from __future__ import annotations

from collections.abc import Callable

from sotto_speechd.reasons import AWAY, LATE
from sotto_speechd.speech import Way

_NO_SOUND_SECONDS = 10.0
"""How long the daemon is not asked to play after it could not."""


class Standing:
    """Seconds of one clock. `by_server`: it is never asked to play."""

    def __init__(self, *, by_server: bool) -> None:
        self._by_server = by_server
        self._is_frozen = False
        self._is_away = False
        self._is_announced = False
        self._no_sound_until = 0.0

    def way(self, now: float, has_sound: Callable[[], bool]) -> Way:
        """Who is to speak a message; `has_sound` tells whether the server could play."""
        if self._is_frozen:
            return Way.PLAIN
        is_wanted = self._by_server or now < self._no_sound_until
        return Way.SERVER if is_wanted and has_sound() else Way.DAEMON

    def speaks(self) -> None:
        """It gives a sign of life in a message."""
        self._is_away = self._is_announced = False

    def answers(self) -> None:
        """It is on the bus, and answers."""
        self._is_frozen = self._is_away = False

    def froze(self) -> None:
        """It gives no sign of life."""
        self._is_frozen = True

    def left(self) -> None:
        """It is not frozen then, and the next request may start it."""
        self._is_frozen, self._is_away = False, True

    def failed(self) -> None:
        """It could not be asked."""
        self._is_away = True

    def cannot_play(self, now: float) -> None:
        """It has no sound."""
        self._no_sound_until = now + _NO_SOUND_SECONDS

    @property
    def untold(self) -> str:
        """LATE or AWAY while it does not speak and nobody was told; else ""."""
        if self._is_announced or not (self._is_away or self._is_frozen):
            return ""
        return LATE if self._is_frozen else AWAY

    def told(self) -> None:
        """The user knows why it does not speak, until it speaks again."""
        self._is_announced = True

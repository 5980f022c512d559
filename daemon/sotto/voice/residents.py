"""Which of the voices that can be loaded again are in memory: those that spoke last."""

from __future__ import annotations

import threading
from typing import Protocol


class Resident(Protocol):
    """A voice that can leave memory and come back."""

    @property
    def weight(self) -> int:
        """Bytes that it takes."""
        ...

    def release(self) -> None:
        """Leave memory, on any thread; what is being spoken goes on."""
        ...


class Residents:
    """Keeps the voices used last, within `limit` bytes; the very last one always. Any thread."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._voices: list[Resident] = []
        self._lock = threading.Lock()

    def set_limit(self, limit: int) -> None:
        """So many bytes from here on."""
        self._limit = limit
        self._release()

    def used(self, voice: Resident) -> None:
        """It is in memory and speaks."""
        with self._lock:
            if self._voices and self._voices[-1] is voice:
                return
            self._voices = [each for each in self._voices if each is not voice] + [voice]
        self._release()

    def forget(self, voice: Resident) -> None:
        """It is not in memory, and is not to be released."""
        with self._lock:
            self._voices = [each for each in self._voices if each is not voice]

    def _release(self) -> None:
        released: list[Resident] = []
        with self._lock:
            total = sum(voice.weight for voice in self._voices)
            while len(self._voices) > 1 and total > self._limit:
                released.append(self._voices.pop(0))
                total -= released[-1].weight
        for voice in released:
            voice.release()

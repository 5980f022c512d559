"""How far ahead of the ear sound may be sent, and in what pieces. Pure.

The server starts to play with the first chunk and takes 0.5 us for every byte, so the first
one is short; what it holds cannot be recalled quickly, so it never holds much.
"""

from __future__ import annotations

from collections.abc import Iterator

FIRST_SECONDS = 0.020
LONGEST_SECONDS = 0.060
LEAD_SECONDS = 0.250


class Pacer:
    """Counts sound against the clock; a late sender is forgiven what the ear already missed."""

    def __init__(self, rate: int, lead: float = LEAD_SECONDS) -> None:
        self._rate = rate
        self._lead = lead
        self._until: float | None = None

    def chunks(self, pcm: bytes) -> Iterator[bytes]:
        """`pcm` (16 bit samples) in pieces fit to be sent one by one."""
        start = 0
        while start < len(pcm):
            seconds = FIRST_SECONDS if self._until is None else LONGEST_SECONDS
            end = start + 2 * round(seconds * self._rate)
            yield pcm[start:end]
            start = end

    def wait(self, now: float) -> float:
        """Seconds until the next piece may be sent."""
        return 0.0 if self._until is None else max(0.0, self._until - self._lead - now)

    def sent(self, pcm: bytes, now: float) -> None:
        """A piece was sent."""
        begins = now if self._until is None else max(self._until, now)
        self._until = begins + len(pcm) / 2 / self._rate

    def is_dry(self, now: float) -> bool:
        """Whether all that was sent has been heard."""
        return self._until is None or self._until <= now

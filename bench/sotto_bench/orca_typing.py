"""What a typed letter costs the processor, with and without look-ahead."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sotto_bench.orca_desktop import Desktop
from sotto_bench.process import cpu_seconds

_EVERY = 0.12
"""Seconds from one letter to the next: a fast typist."""

_TEXT = "the quick brown fox jumps over the lazy dog and runs away"


async def cost(desktop: Desktop, pids: Sequence[int]) -> list[float]:
    """Milliseconds of processor time for each letter, of each process; the entry has the focus."""
    await desktop.rest(1.0)
    before = [cpu_seconds(pid) for pid in pids]
    for letter in _TEXT:
        desktop.keyboard.press("space" if letter == " " else letter)
        await asyncio.sleep(_EVERY)
    spent = [cpu_seconds(pid) - began for pid, began in zip(pids, before, strict=True)]
    await desktop.rest(1.0)
    return [seconds / len(_TEXT) * 1000 for seconds in spent]

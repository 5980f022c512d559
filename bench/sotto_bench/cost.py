"""What the daemon costs beside its latency: memory, wake-ups, processor time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from sotto_bench import process
from sotto_bench.report import Figure
from sotto_bench.sotto import Sotto
from sotto_measure.medians import median, percentile
from sotto_measure.texts import SENTENCES, Sample

_MEMORY, _TWO_VOICES = 128.0, 110.0
_IDLE_SECONDS = 10.0
_SETTLING = 4.0
_LONGEST_WORK = 75
"""Times `_SETTLING` that what is kept on disk may take."""


def memory(pid: int, when: str) -> list[Figure]:
    """Resident memory and its proportional part."""
    return [
        Figure(f"resident memory {when}", process.resident_mb(pid), "MB", most=_MEMORY),
        Figure(f"of it its own (PSS) {when}", process.proportional_mb(pid), "MB"),
    ]


async def idle(pid: int) -> list[Figure]:
    """Wake-ups and processor time per second of silence."""
    await asyncio.sleep(_SETTLING)
    waked, worked = process.wake_ups(pid), process.cpu_seconds(pid)
    await asyncio.sleep(_IDLE_SECONDS)
    waked, worked = process.wake_ups(pid) - waked, process.cpu_seconds(pid) - worked
    return [
        Figure("wake-ups while silent", waked / _IDLE_SECONDS, "per second", most=2),
        Figure("processor while silent", worked / _IDLE_SECONDS * 100, "% of a core"),
    ]


async def settled(pid: int) -> None:
    """Wait until the process rests: what it keeps on disk is rendered once it is quiet."""
    for _ in range(_LONGEST_WORK):
        worked = process.cpu_seconds(pid)
        await asyncio.sleep(_SETTLING)
        if process.cpu_seconds(pid) == worked:
            return


async def real_time_factor(sotto: Sotto) -> list[Figure]:
    """Processor seconds of the whole daemon per second of sound, rendered as fast as it can."""
    sound, worked, began = 0.0, process.cpu_seconds(sotto.pid), time.monotonic()
    for sentence in SENTENCES:
        sound += (await sotto.synthesize(Sample(sentence, "sentence"))).seconds
    took, worked = time.monotonic() - began, process.cpu_seconds(sotto.pid) - worked
    return [
        Figure("processor seconds per second of sound", worked / sound, "", most=0.05),
        Figure("waiting seconds per second of sound", took / sound, ""),
    ]


async def direct(sotto: Sotto, samples: Sequence[Sample]) -> list[Figure]:
    """From the call of Synthesize to its first sound in the pipe, without a sound server; of words
    that were said before, at another rate."""
    times = [(await sotto.synthesize(sample, rate=1.05)).first_ms for sample in samples]
    return [
        Figure("Synthesize at another rate to first sound, median", median(times), "ms"),
        Figure("the same, p95", percentile(times, 95), "ms"),
    ]


async def many(sotto: Sotto, count: int) -> None:
    """Speak so many short utterances, none of them twice, and hear each to its end."""
    for number in range(1, count + 1):
        await sotto.speak(Sample(f"Item {number}", "label"), rate=4.0)
        await sotto.finished()


async def two_voices(sotto: Sotto, count: int) -> list[Figure]:
    """Resident memory once two readers of the bundled voice spoke in turn, so often each."""
    for number in range(count):
        for voice, text in (("chorus:heart", "Message"), ("chorus:kerstin", "Nachricht")):
            await sotto.client.finished(
                await sotto.client.speak(f"{text} {number}", voice=voice, rate=4.0)
            )
    resident = process.resident_mb(sotto.pid)
    return [Figure("resident memory with two voices used", resident, "MB", most=_TWO_VOICES)]

"""A heavy voice (Kokoro) with its real file, as a user has it: added, then a long text on mains.

The text is heard on a silent sink that is recorded, and read once more by a client that takes its
sound as fast as it would be heard; beside both the same without the heavy voice, so that the place
where the two sounds begin to differ is the one where it took over.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sotto_bench import kokoro_first
from sotto_bench.process import cpu_seconds, resident_mb
from sotto_bench.proof_heavy import SENTENCES, SETTINGS, workers
from sotto_bench.proof_stage import Stage, raised
from sotto_bench.report import table as drawn
from sotto_client import Explanation
from sotto_client.frames import Sound, Word
from sotto_measure.heard import last_sound, longest_gap
from sotto_measure.machine import describe
from sotto_measure.recorder import Recorder

TEXT = " ".join(SENTENCES)
_NAMES = ("af_heart", "am_fenrir")
_ROUNDS = 9
_AHEAD_SECONDS = 1.0
"""Of sound that a reader holds before it waits, as a player does."""
_PATIENCE = 300.0
_KEPT = 120.0
_SETTLING_SECONDS = 1.0
_LOOK_SECONDS = 0.02
OFF, ON = 'long_reading = "off"\n', 'long_reading = "auto"\n'


@dataclass(frozen=True, slots=True)
class Cost:
    """What the voice's process took: processor seconds, and resident megabytes at every look."""

    spent: float
    resident: Sequence[float]

    @property
    def least(self) -> float:
        """Once it was there, between clauses."""
        return min(self.resident, default=0.0)

    @property
    def most(self) -> float:
        """At any time."""
        return max(self.resident, default=0.0)


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as it was played: seconds of the longest gap, who spoke, what the process took."""

    gap: float
    why: Explanation
    cost: Cost


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A text as a client took it: samples [n], their hertz, and where each word begins."""

    samples: NDArray[np.int16]
    rate: int
    words: Sequence[tuple[int, int]]
    """The character and the sample at which each begins."""


@dataclass(frozen=True, slots=True)
class Found:
    """All of the table; milliseconds and seconds as their names say."""

    added_s: float
    voices: int
    cases: Sequence[kokoro_first.Case]
    firsts_ms: tuple[float, float]
    """Without and with the heavy voice."""
    takes_over_s: float
    """Of sound before its first sample; -1.0: it never did."""
    heavy_share: float
    """Of the words, those after it."""
    words: tuple[int, int]
    """How many were told, and how many different ones."""
    gaps_s: tuple[float, float]
    stop_ms: float
    heard: Heard


def run(model: Path, voices: Path, *, quick: bool = False) -> str:
    """The table. Raises CalledProcessError where the voice cannot be added."""
    found = asyncio.run(_measured(model, voices, 2 if quick else _ROUNDS))
    return f"{describe()}\n{table(found)}"


def takes_over(alone: Read, together: Read) -> int:
    """The sample from which on another voice speaks; -1: none."""
    size = min(len(alone.samples), len(together.samples))
    differing = np.flatnonzero(alone.samples[:size] != together.samples[:size])
    return int(differing[0]) if differing.size else -1


def table(found: Found) -> str:
    """For people, in Markdown."""
    heard = found.heard
    without, with_it = found.firsts_ms
    rows = [
        (f"added with {found.voices} voices in, s", f"{found.added_s:.0f}"),
        ("first sound, ms: without, with it", f"{without:.1f}, {with_it:.1f}"),
        ("it takes over after, s of sound", f"{found.takes_over_s:.1f}"),
        ("of the words it speaks", f"{found.heavy_share:.0%}"),
        ("words told; different ones", f"{found.words[0]}; {found.words[1]}"),
        ("longest gap, s: without, with it", f"{found.gaps_s[0]:.2f}, {found.gaps_s[1]:.2f}"),
        ("silent after a stop while it speaks, ms", f"{found.stop_ms:.0f}"),
        ("its process, MB: least, most", f"{heard.cost.least:.0f}, {heard.cost.most:.0f}"),
        ("its process, s of a processor for the text", f"{heard.cost.spent:.1f}"),
        ("who spoke", f"{heard.why.voice}, then {heard.why.continued or 'nobody else'}"),
    ]  # fmt: skip
    note = f"\n`sotto why`: {heard.why.reason}\n" if heard.why.reason else ""
    long = drawn(["a heavy voice, a long text on mains", ""], rows) + note
    return f"{kokoro_first.table(found.cases)}\n{long}"


async def _measured(model: Path, voices: Path, rounds: int) -> Found:
    async with raised() as stage:
        stage.session.write_settings(SETTINGS + OFF)
        with tempfile.TemporaryDirectory() as scratch:
            few = _few(voices, Path(scratch))
            added, folder = await _add(stage, model, few)
            count = len(list(few.iterdir())) if few.is_dir() else 1
        cases = await asyncio.to_thread(kokoro_first.measured, folder)
        alone, gap = await _read(stage), (await _played(stage)).gap
        without = await _firsts(stage, rounds)
        stage.session.write_settings(SETTINGS + ON)
        heard = await _played(stage)
        with_it = await _firsts(stage, rounds)
        together = await _read(stage)
        place = takes_over(alone, together)
        later = [start for start, sample in together.words if 0 <= place <= sample]
        return Found(
            added_s=added,
            voices=count,
            cases=cases,
            firsts_ms=(statistics.median(without), statistics.median(with_it)),
            takes_over_s=place / together.rate if place >= 0 else -1.0,
            heavy_share=len(later) / len(together.words),
            words=(len(together.words), len(set(together.words))),
            gaps_s=(gap, heard.gap),
            stop_ms=await _stopped(stage, place / together.rate),
            heard=heard,
        )


def _few(voices: Path, scratch: Path) -> Path:
    """A folder of the voices that are spoken with, of which each takes a while to be added; all of
    them where they are not a folder that has these."""
    given = [voices / f"{name}.bin" for name in _NAMES]
    if not all(each.is_file() for each in given):
        return voices
    for each in given:
        shutil.copy(each, scratch)
    return scratch


async def _add(stage: Stage, model: Path, voices: Path) -> tuple[float, Path]:
    """Seconds it took, and the folder of the prepared voice."""
    command = [sys.executable, "-m", "sotto", "voices", "add", "--json", str(model.resolve())]
    command += ["--voices", str(voices.resolve())]
    began = time.monotonic()
    done = await asyncio.to_thread(
        subprocess.run, command, env=stage.session.environment, check=True, stdout=subprocess.PIPE
    )
    return time.monotonic() - began, Path(json.loads(done.stdout)["folder"])


async def _played(stage: Stage) -> Heard:
    """The text as it is heard, from its first to its last word."""
    with Recorder(stage.monitor, stage.session.environment, _KEPT) as recorder:
        async with await stage.client() as client, asyncio.timeout(_PATIENCE):
            began = time.monotonic()
            number = await client.speak(TEXT)
            watching = asyncio.create_task(_watched(stage))
            await client.finished(number)
            await asyncio.sleep(_SETTLING_SECONDS)
            watching.cancel()
            why = await client.why(number)
        return Heard(longest_gap(recorder.recent(began)), why, await watching)


async def _watched(stage: Stage) -> Cost:
    """Look at the process until told to end."""
    resident: list[float] = []
    spent: dict[int, float] = {}
    with suppress(asyncio.CancelledError):
        while True:
            for worker in workers(stage):
                with suppress(OSError, ValueError, LookupError):
                    spent[worker] = cpu_seconds(worker)
                    if spent[worker] > _SETTLING_SECONDS:
                        resident.append(resident_mb(worker))
            await asyncio.sleep(_LOOK_SECONDS)
    return Cost(sum(spent.values()), resident)


async def _firsts(stage: Stage, rounds: int) -> list[float]:
    """Milliseconds from the call to the first sound that is heard."""
    found: list[float] = []
    async with await stage.client() as client:
        for place in range(rounds):
            await stage.quiet()
            began = time.monotonic()
            # Another beginning each time, so that none is known.
            number = await client.speak(f"Number {place}. {TEXT}")
            heard = await stage.heard_since(began, _PATIENCE)
            await client.cancel(number)
            found.append(1000 * ((heard or began) - began))
    return found


async def _read(stage: Stage) -> Read:
    """The text as a client takes it, no faster than it would be heard."""
    chunks: list[bytes] = []
    words: list[tuple[int, int]] = []
    size = 0
    async with await stage.client() as client, asyncio.timeout(_PATIENCE):
        rate = (await client.voices())[0].rate
        began = time.monotonic()
        async with await client.synthesize(TEXT) as stream:
            async for frame in stream:
                if isinstance(frame, Word):
                    words.append((frame.start, size))
                if isinstance(frame, Sound):
                    chunks.append(frame.samples)
                    size += len(frame.samples) // 2
                    ahead = size / rate - (time.monotonic() - began) - _AHEAD_SECONDS
                    await asyncio.sleep(max(ahead, 0.0))
        return Read(np.frombuffer(b"".join(chunks), "<i2"), rate, words)


async def _stopped(stage: Stage, after: float) -> float:
    """Milliseconds of sound after a cancel, some seconds after the heavy voice took over."""
    async with await stage.client() as client:
        await stage.quiet()
        number = await client.speak(TEXT)
        await asyncio.sleep(after + 2.0)
        asked = time.monotonic()
        await client.cancel(number)
        await asyncio.sleep(_SETTLING_SECONDS)
    end = last_sound(stage.recorder.recent(asked - _SETTLING_SECONDS))
    return 1000 * max((end or asked) - asked, 0.0)

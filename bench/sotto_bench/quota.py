"""Weak machines: how often sound comes in time, who spoke, and whether it breaks, with little
processor; and what a screen reader's hour costs beside espeak-ng.

Only the daemon and its processes are limited: on a weak machine the sound server is, too, but it is
not ours to judge.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sotto_bench import hour
from sotto_bench.report import figure_table, table
from sotto_bench.session import MONITOR, session
from sotto_bench.sotto import Sotto
from sotto_bench.start import busy_cores
from sotto_bench.throttle import limited, tree
from sotto_client import NATURAL, Client, ClientError, connect
from sotto_measure.heard import Recording, first_sound
from sotto_measure.machine import describe
from sotto_measure.medians import median, percentile
from sotto_measure.recorder import Recorder
from sotto_measure.texts import LABELS, SENTENCES, WORDS, Sample

DEADLINE_MS = 100.0
_ROWS = ("message", "folder", "document", "picture", "unread", "starred", "archive", "letter")
_DROPOUT_SECONDS = 0.0015
_SILENT = 1e-4
_KEPT_SECONDS = 90.0
_PATIENCE = 10.0
_SINK_SECONDS = 2.5


@dataclass(frozen=True, slots=True)
class Condition:
    """`share` of one core for the daemon, and how many other loops run."""

    name: str
    share: float
    busy: int


CONDITIONS = (
    Condition("unlimited", 1.0, 0),
    Condition("half a core", 0.5, 0),
    Condition("a quarter", 0.25, 0),
    Condition("two busy cores", 1.0, 2),
    Condition("a quarter, two busy cores", 0.25, 2),
)


@dataclass(frozen=True, slots=True)
class Start:
    """One request: milliseconds to its first sound (None: none within ten seconds), who spoke."""

    first_ms: float | None
    engine: str
    quality: str


@dataclass(frozen=True, slots=True)
class Found:
    """Of one condition. `silences` are those of continuous reading, pauses among them; `means`
    tells in words how it was limited."""

    starts: tuple[Start, ...]
    silences: int
    means: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How many requests, sentences of continuous reading, and minutes of the hour."""

    starts: int
    sentences: int
    minutes: int


QUICK, FULL = Plan(60, 2, 1), Plan(1000, 6, 10)


async def run(*, quick: bool) -> str:
    """Both tables. Raises TimeoutError when a program does not start."""
    plan = QUICK if quick else FULL
    found: dict[Condition, Found] = {}
    for condition in CONDITIONS:
        print(f"measuring: {condition.name}", file=sys.stderr, flush=True)
        found[condition] = await measure(condition, plan)
    costs = figure_table(await hour.figures(plan.minutes))
    return "\n".join([describe(), show(found), costs])


async def measure(condition: Condition, plan: Plan) -> Found:
    """With a daemon of its own, so that what one did does not weigh on the next."""
    with session() as made:
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment, _KEPT_SECONDS) as recorder:
            sotto = await Sotto.started(made)
            # A silent sink that has just begun has two seconds of silence ready: it cannot go back.
            await asyncio.sleep(_SINK_SECONDS)
            client = await connect(made.environment["DBUS_SESSION_BUS_ADDRESS"])
            try:
                with limited(tree(sotto.pid), condition.share) as means, busy_cores(condition.busy):
                    starts = [await _start(client, recorder, t) for t in texts(plan.starts)]
                    found = silences(await _reading(client, recorder, plan.sentences))
            finally:
                await client.close()
                await sotto.close()
    return Found(tuple(starts), found, means)


def texts(count: int) -> list[Sample]:
    """Letters, words, rows of a list and sentences as a screen reader says them, none twice but
    letters; always the same."""
    chance = random.Random(1)
    found: list[Sample] = []
    for number in range(count):
        row = f"{chance.choice(_ROWS)} {number}, {chance.choice(WORDS)}, row {number + 1}"
        label = f"{chance.choice(LABELS)} {number}"
        sentence = f"{chance.choice(SENTENCES)} {number}"
        kinds = [
            Sample(chance.choice("abcdefghijklmnopqrstuvwxyz"), "letter", "character"),
            Sample(f"{chance.choice(WORDS)}{number}", "word"),
            Sample(row, "label"),
            Sample(label, "label"),
            Sample(sentence, "sentence"),
        ]
        found.append(chance.choices(kinds, weights=(3, 2, 3, 1, 1))[0])
    return found


async def _start(client: Client, recorder: Recorder, sample: Sample) -> Start:
    """Asked for from silence, cut off after a while, as keys do."""
    await _quiet(recorder)
    asked = time.monotonic()
    number = await client.speak(sample.text, kind=sample.kind, language="en-us")
    heard = await _sound_since(recorder, asked)
    await asyncio.sleep(0.2)
    told = await client.why(number)
    with contextlib.suppress(ClientError):
        await client.cancel(number)
    first = None if heard is None else (heard - asked) * 1000
    return Start(first, told.engine, told.quality)


async def _reading(client: Client, recorder: Recorder, sentences: int) -> Recording:
    """Continuous reading from beginning to end, ten seconds a sentence."""
    await _quiet(recorder)
    began = time.monotonic()
    numbers = [await client.speak(SENTENCES[at % len(SENTENCES)]) for at in range(sentences)]
    for number in numbers:
        await client.finished(number)
    await asyncio.sleep(0.3)
    return recorder.recent(began)


def silences(recording: Recording) -> int:
    """Gaps of more than 1.5 ms between sound."""
    loud = np.flatnonzero(np.abs(recording.samples) > _SILENT)
    return int(np.count_nonzero(np.diff(loud) > _DROPOUT_SECONDS * recording.rate))


async def _quiet(recorder: Recorder) -> None:
    while first_sound(recorder.recent(time.monotonic() - 0.15)) is not None:
        await asyncio.sleep(0.01)


async def _sound_since(recorder: Recorder, since: float) -> float | None:
    limit = time.monotonic() + _PATIENCE
    while (found := first_sound(recorder.recent(since))) is None:
        if time.monotonic() > limit:
            return None
        await asyncio.sleep(0.005)
    return found


def show(found: dict[Condition, Found]) -> str:
    """As a table; gaps are silences that the first condition has not."""
    known = next(iter(found.values())).silences
    rows = [[condition.name, *_row(of, known)] for condition, of in found.items()]
    head = [
        "", "within 100 ms, %", "neural, %", "of it light, %", "first sound, ms", "p95", "worst",
        "gaps while reading on", "number", "limited by",
    ]  # fmt: skip
    title = "**Starts with little processor** (at a quarter 99.9 % within 100 ms, 90 % neural)"
    return f"{title}\n\n{table(head, rows)}"


def _row(found: Found, known: int) -> list[str]:
    times = [each.first_ms for each in found.starts if each.first_ms is not None]
    neural = [each for each in found.starts if each.engine == NATURAL]
    light = [each for each in neural if each.quality == "light"]
    number = len(found.starts)
    return [
        f"{100 * share_in_time(found.starts):.1f}",
        f"{100 * len(neural) / number:.1f}",
        f"{100 * len(light) / number:.1f}",
        f"{median(times):.0f}",
        f"{percentile(times, 95):.0f}",
        f"{max(times, default=float('nan')):.0f}",
        str(max(0, found.silences - known)),
        str(number),
        found.means,
    ]


def share_in_time(starts: Sequence[Start]) -> float:
    """Of all; one without a sound was not in time."""
    in_time = [s for s in starts if s.first_ms is not None and s.first_ms <= DEADLINE_MS]
    return len(in_time) / len(starts) if starts else 0.0

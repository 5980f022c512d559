"""Where the time to the first sample goes: stacked tables, on a home that is a few seconds old,
once it has been left alone for a minute, and of what was said before many other texts.

What the daemon tells of each utterance (`Why`) is put between what is seen from outside: how long
an empty question takes there and back, and when the first sample came out of the sound server.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence

from sotto_bench.report import ratio, table
from sotto_bench.session import MONITOR, Session, session
from sotto_bench.sotto import Sotto
from sotto_measure.medians import median
from sotto_measure.recorder import Recorder
from sotto_measure.ssip import SpeechDispatcher
from sotto_measure.texts import Sample, samples
from sotto_measure.trials import Trials

STAGES = (
    "bus",
    "thread",
    "text",
    "phonemes",
    "voice",
    "loop",
    "rest of the daemon",
    "sound server",
)
"""In their order; `bus` is half of a question's way there and back."""
_PEERS = ("flite", "espeak-ng")
_SETTLING_SECONDS = 3.0
"""Letters are kept by then; most words are not."""
_REST_SECONDS = 60.0
"""What is left to prepare is prepared in it, as far as a minute goes."""
_QUESTIONS = 20
_YOUNG = "a home of a few seconds"
_OLDER = "a home of a few minutes"
_AGAIN = "all said before, and a hundred rows since"
_OTHERS = tuple(f"Message number {number}, a question about the garden" for number in range(100))
"""They take more than the room for sound in memory."""
_OTHERS_SECONDS = 15.0
"""Enough for them."""

Stack = Mapping[str, float]


async def run(*, quick: bool) -> str:
    """The tables. Raises TimeoutError or OSError when a program does not start."""
    with session() as made:
        made.write_settings("")
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment) as recorder:
            sotto = await Sotto.started(made)
            peers = await _peers(made)
            trials, texts, found = Trials(recorder), samples(quick), []
            for when in (_YOUNG, _OLDER, _AGAIN):
                await _prepare(when, sotto, made)
                stacks = await _stacks(sotto, trials, texts, await _bus(sotto))
                found.append(stacked(stacks, await _heard(peers, trials, texts), when))
            for peer in peers:
                await peer.close()
            await sotto.close()
            return "\n".join(found)


async def _prepare(when: str, sotto: Sotto, made: Session) -> None:
    """What comes before a table."""
    if when == _YOUNG:
        await asyncio.sleep(_SETTLING_SECONDS)
    elif when == _OLDER:
        await asyncio.sleep(_REST_SECONDS)
        # What was said is in memory: that is not what is asked here.
        await sotto.restart(made)
    else:
        await sotto.client.prefetch(_OTHERS)
        await asyncio.sleep(_OTHERS_SECONDS)


async def _peers(made: Session) -> list[SpeechDispatcher]:
    socket = made.start_speech_dispatcher(_PEERS)
    found = [SpeechDispatcher(module) for module in _PEERS]
    for peer in found:
        await peer.connect(socket)
    return found


async def _bus(sotto: Sotto) -> float:
    """Milliseconds that a call takes to the daemon."""
    taken = []
    for _ in range(_QUESTIONS):
        began = time.monotonic()
        await sotto.client.state()
        taken.append(1000 * (time.monotonic() - began))
    return median(taken) / 2


async def _stacks(
    sotto: Sotto, trials: Trials, texts: Sequence[Sample], bus: float
) -> dict[str, list[Stack]]:
    """What the time of each text went to, by group."""
    found: dict[str, list[Stack]] = {}
    for sample in texts:
        trial = await trials.one(sotto, sample, cut=sample.group == "sentence")
        told = await sotto.why()
        if trial.onset_ms is not None and told.first_audio_ms >= 0:
            stack = stack_of(trial.onset_ms, bus, told.first_audio_ms, told.stages or {})
            found.setdefault(sample.group, []).append(stack)
    return found


def stack_of(onset: float, bus: float, first: float, stages: Mapping[str, float]) -> Stack:
    """Milliseconds of one utterance by `STAGES`, and of all of it."""
    known = {name: value for name, value in stages.items() if name in STAGES}
    return {
        "bus": bus,
        **known,
        "rest of the daemon": max(first - sum(known.values()), 0.0),
        "sound server": max(onset - bus - first, 0.0),
        "all": onset,
    }


async def _heard(
    peers: Sequence[SpeechDispatcher], trials: Trials, texts: Sequence[Sample]
) -> dict[str, dict[str, list[float]]]:
    """First samples of the peers in milliseconds, by name and group."""
    found: dict[str, dict[str, list[float]]] = {}
    for sample in texts:
        for peer in peers:
            trial = await trials.one(peer, sample, cut=sample.group == "sentence")
            if trial.onset_ms is not None:
                found.setdefault(peer.name, {}).setdefault(sample.group, []).append(trial.onset_ms)
    return found


def stacked(
    stacks: Mapping[str, Sequence[Stack]],
    peers: Mapping[str, Mapping[str, Sequence[float]]],
    when: str,
) -> str:
    """Stages down, groups across; the median of each by itself, so that they only nearly add up."""
    groups = list(stacks)
    rows = [
        [name, *(f"{_median(stacks[group], name):.2f}" for group in groups)]
        for name in (*STAGES, "all")
    ]
    for name, heard in peers.items():
        rows.append([name, *(f"{median(heard.get(group, ())):.2f}" for group in groups)])
    for name, heard in peers.items():
        compared = (ratio(_each(stacks[group], "all"), heard.get(group, ())) for group in groups)
        rows.append([f"all, to {name}", *compared])
    counts = ", ".join(f"{len(stacks[group])} {group}s" for group in groups)
    title = (
        f"**Where the first milliseconds go**, medians of {counts}; {when}; ratios "
        "of medians with their 95 % intervals (bootstrap)"
    )
    return f"{title}\n\n{table(['', *groups], rows)}"


def _median(stacks: Sequence[Stack], name: str) -> float:
    return median(_each(stacks, name))


def _each(stacks: Sequence[Stack], name: str) -> list[float]:
    return [stack.get(name, 0.0) for stack in stacks]

"""Through Speech Dispatcher: Sotto's module beside others, as a screen reader meets them."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

import numpy as np

from sotto_bench.module_stop import figures as stop_figures
from sotto_bench.report import Column, Figure, figure_table, latency_table
from sotto_bench.session import MONITOR, session
from sotto_bench.sotto import Sotto
from sotto_measure.heard import Recording, first_sound, longest_gap
from sotto_measure.machine import describe
from sotto_measure.medians import median, percentile, values
from sotto_measure.recorder import Recorder
from sotto_measure.ssip import SpeechDispatcher
from sotto_measure.texts import SENTENCES, Sample, samples
from sotto_measure.trials import Trial, Trials

MODULES = ("sotto", "flite", "espeak-ng")
OURS = "sotto"

_VOICED = ("lemon", "army", "mellow", "narrow", "away", "maroon", "million", "aroma")
"""Words without a silence in them; alone and in pairs, so that no message is said twice."""

_GROUPS = ("letter", "word", "label", "sentence")
_AROUND = (0.35, 0.3)
"""Seconds before and after an end that are looked at for the silence there: less than a word,
more than the silence that espeak-ng puts behind each message."""

_DROPOUT_SECONDS = 0.0015
_QUIET = 1e-4
_BUSY_LOOPS = 2


async def run(*, quick: bool) -> str:
    """All of it as tables. Raises TimeoutError or OSError when a program does not start."""
    with session() as made:
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment) as recorder:
            sotto = await Sotto.started(made)
            socket = made.start_speech_dispatcher(MODULES)
            peers = [SpeechDispatcher(module) for module in MODULES]
            for peer in peers:
                await peer.connect(socket)
            tables = await _measure(peers, recorder, quick=quick)
            for peer in peers:
                await peer.close()
            _tell("STOP to 703")
            stops = await stop_figures(made.environment, sotto.pid, quick=quick)
            tables.append(figure_table(stops))
            await sotto.close()
    return "\n".join([describe(), *tables])


async def _measure(
    peers: Sequence[SpeechDispatcher], recorder: Recorder, *, quick: bool
) -> list[str]:
    trials = Trials(recorder)
    for peer in peers:
        await trials.one(peer, Sample("Ready to begin.", "label"), cut=False)
    for is_new in (True, False):
        _tell("texts that are new" if is_new else "texts that were said before")
        await trials.run(peers, samples(quick), rate=1.0, is_new=is_new)
    gaps = {}
    dropouts = {}
    for peer in peers:
        _tell(f"chains and dropouts of {peer.name}")
        gaps[peer.name] = await _gaps(peer, trials, recorder, 2 if quick else 6)
        dropouts[peer.name] = await _dropouts(peer, trials, recorder, 1 if quick else 3)
    columns = [_column(peer, trials.done) for peer in peers]
    figures = [figure for peer in peers for figure in _chains(peer, gaps, dropouts)]
    return [
        latency_table("SPEAK to first sample heard", columns, lambda t: t.onset_ms),
        latency_table("CANCEL to silence", columns, lambda t: t.stop_ms),
        figure_table(_promises(columns) + figures),
    ]


def _column(peer: SpeechDispatcher, trials: Sequence[Trial]) -> Column:
    name = peer.name.partition(",")[0]
    return Column(name, tuple(trial for trial in trials if trial.peer == peer.name))


async def _gaps(
    peer: SpeechDispatcher, trials: Trials, recorder: Recorder, rounds: int
) -> list[float]:
    """Milliseconds of silence between messages, each sent when the one before has ended."""
    found = []
    for distance in range(rounds):
        await trials.silence()
        began, ends = time.monotonic(), []
        for text in _chain(distance):
            await peer.speak(Sample(text, "label"), 1.0)
            await asyncio.wait_for(peer.finished(), 30)
            ends.append(time.monotonic())
        await asyncio.sleep(0.5)
        recording = recorder.recent(began)
        for end in ends[:-1]:
            found.append(longest_gap(recording.between(end - _AROUND[0], end + _AROUND[1])) * 1000)
    return found


def _chain(distance: int) -> list[str]:
    """A word each for distance 0, else each with the one that comes so much later."""
    later = [*_VOICED[distance:], *_VOICED[:distance]]
    return [f"{a} {b}" if distance else a for a, b in zip(_VOICED, later, strict=True)]


async def _dropouts(
    peer: SpeechDispatcher, trials: Trials, recorder: Recorder, rounds: int
) -> list[int]:
    """Silences in about ten seconds that are not there while the machine is quiet."""
    text = Sample(SENTENCES[0], "sentence")
    quiet = _silences(await _whole(peer, trials, recorder, text))
    found = []
    for _ in range(rounds):
        with _busy():
            found.append(max(0, _silences(await _whole(peer, trials, recorder, text)) - quiet))
    return found


async def _whole(
    peer: SpeechDispatcher, trials: Trials, recorder: Recorder, text: Sample
) -> Recording:
    await trials.silence()
    began = time.monotonic()
    await peer.speak(text, 1.0)
    await asyncio.wait_for(peer.finished(), 60)
    await asyncio.sleep(0.3)
    return recorder.recent(began)


def _silences(recording: Recording) -> int:
    if first_sound(recording) is None:
        return 0
    loud = np.flatnonzero(np.abs(recording.samples) > _QUIET)
    return int(np.count_nonzero(np.diff(loud) > _DROPOUT_SECONDS * recording.rate))


@contextlib.contextmanager
def _busy() -> Iterator[None]:
    """Every core has a loop to run."""
    loops = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(_BUSY_LOOPS)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def _promises(columns: Sequence[Column]) -> list[Figure]:
    ours, flite, espeak = columns
    figures = []
    for group in _GROUPS:
        own, theirs = _median(ours, group), _median(espeak, group)
        figures.append(Figure(f"first sample of a {group}", own, "ms", most=round(theirs, 1)))
        twice = round(2 * _median(flite, group), 1)
        figures.append(Figure(f"first sample of a {group}, 2x flite", own, "ms", most=twice))
    stop = values(ours.trials, lambda t: t.stop_ms)
    endless = sum(not trial.has_ended for trial in ours.trials)
    return [
        *figures,
        Figure("CANCEL to silence, median", median(stop), "ms", most=15),
        Figure("CANCEL to silence, p95", percentile(stop, 95), "ms"),
        Figure("messages whose end was never told", endless, "", most=0),
    ]


def _median(column: Column, group: str) -> float:
    same = [trial for trial in column.trials if trial.group == group]
    return median(values(same, lambda t: t.onset_ms))


def _chains(
    peer: SpeechDispatcher, gaps: dict[str, list[float]], dropouts: dict[str, list[int]]
) -> list[Figure]:
    name = peer.name.partition(",")[0]
    most = (15.0, 0.0) if name == OURS else (None, None)
    found = gaps[peer.name]
    return [
        Figure(f"{name}: gap between chained messages, median", median(found), "ms", most=most[0]),
        Figure(f"{name}: the same, p95", percentile(found, 95), "ms"),
        Figure(f"{name}: dropouts with busy cores", max(dropouts[peer.name]), "", most=most[1]),
    ]


def _tell(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)

"""One run: every voice in one session, one after the other on the same text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from sotto_bench import cost
from sotto_bench.report import Figure
from sotto_bench.session import MONITOR, Session, session
from sotto_bench.sotto import Sotto
from sotto_bench.summary import Report
from sotto_bench.text_stage import text_stage
from sotto_measure.medians import median, percentile, values
from sotto_measure.peers import Peer
from sotto_measure.recorder import Recorder
from sotto_measure.ssip import SpeechDispatcher
from sotto_measure.texts import Sample, after_rest, samples
from sotto_measure.trials import Trials

_REST = 4.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured; `repeated` utterances before memory is looked at again.

    `modules` of Speech Dispatcher are measured as well.
    """

    quick: bool
    repeated: int
    modules: tuple[str, ...]


async def run(plan: Plan, modules: Sequence[str]) -> Report:
    """Measure everything. Raises TimeoutError or OSError when a program does not start."""
    with session() as made:
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment) as recorder:
            sotto = await Sotto.started(made)
            others = await _dispatchers(made, modules)
            report = Report(sotto.name, [peer.name for peer in others])
            await _measure(plan, report, sotto, others, recorder)
            await _from_disk(plan, report, sotto, made, recorder)
            for peer in others:
                await peer.close()
            await sotto.close()
            return report


async def _dispatchers(made: Session, modules: Sequence[str]) -> list[SpeechDispatcher]:
    socket = made.start_speech_dispatcher(modules)
    peers = [SpeechDispatcher(module) for module in modules]
    for peer in peers:
        await peer.connect(socket)
    return peers


async def _measure(
    plan: Plan, report: Report, sotto: Sotto, others: Sequence[Peer], recorder: Recorder
) -> None:
    trials, peers, texts = Trials(recorder), [sotto, *others], samples(plan.quick)
    _tell("warming up")
    for peer in peers:
        await trials.one(peer, Sample("Ready to begin.", "label"), cut=False)
    report.figures += cost.memory(sotto.pid, "after start")
    _tell("texts that are new")
    await trials.run(peers, texts, rate=1.0, is_new=True)
    _tell("texts that were said before")
    await trials.run(peers, texts, rate=1.0, is_new=False)
    _tell("words after a rest")
    await trials.run(peers, after_rest(plan.quick), rate=1.0, is_new=True, rest=_REST)
    report.trials += trials.done
    _tell("the text stage alone")
    report.figures += text_stage()
    _tell("sound without a sound server")
    words = [sample for sample in texts if sample.group == "word"]
    report.figures += await cost.direct(sotto, words)
    report.figures += await cost.real_time_factor(sotto)
    _tell(f"{plan.repeated} utterances")
    await cost.many(sotto, plan.repeated)
    report.figures += cost.memory(sotto.pid, f"after {plan.repeated} utterances")
    report.figures += await cost.two_voices(sotto, plan.repeated // 2)
    _tell("silence")
    report.figures += await cost.idle(sotto.pid)


async def _from_disk(
    plan: Plan, report: Report, sotto: Sotto, made: Session, recorder: Recorder
) -> None:
    """Letters that an earlier run of the daemon rendered while it was silent."""
    _tell("letters from disk")
    made.write_settings("")
    await sotto.restart(made)
    for text in ("First of all.", "And then.", "At last."):
        await sotto.speak(Sample(text, "label"), rate=1.0)
        await sotto.finished()
    await cost.settled(sotto.pid)
    await sotto.restart(made)
    trials = Trials(recorder, seed=2)
    letters = [sample for sample in samples(plan.quick) if sample.group == "letter"]
    await trials.run([sotto], letters, rate=1.0, is_new=True)
    known = [trial for trial in trials.done if trial.spoken.cached]
    onsets = values(known, lambda trial: trial.onset_ms)
    report.figures += [
        Figure(f"letters that come from disk, of {len(letters)}", len(known), ""),
        Figure("first sample, from disk, median", median(onsets), "ms", most=20),
        Figure("first sample, from disk, p95", percentile(onsets, 95), "ms"),
    ]


def _tell(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)

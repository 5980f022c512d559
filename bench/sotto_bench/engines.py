"""What a voice costs by itself, without daemon, bus or sound server: one process each, in turn.

Run as a program (`python -m sotto_bench.engines FOLDER VOICE`) it measures that voice in its own
process and prints JSON; `run` starts one for each of the bundled voices and makes the table.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sotto_bench import process
from sotto_measure.machine import describe
from sotto_measure.medians import percentile
from sotto_measure.texts import SENTENCES, WORDS

VOICES = (("chorus", "heart"), ("chorus", "kerstin"), ("sotto", "linda"), ("sotto", "kerstin"))
"""Folders of models/voices and voices in them; the readers of before beside those of now."""
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one voice: processor milliseconds to the first sound of a word, processor seconds a
    second of sound, seconds to load, resident megabytes after all that."""

    voice: str
    first_median: float
    first_p95: float
    first_runs: int
    whole: float
    load: float
    resident: float


def measure(folder: Path, voice: str) -> Cost:
    """Speak words and sentences. Raises SottoError."""
    import os

    from sotto.cancel import CancelToken
    from sotto.messages import Clause, Prosody, Stop, Word
    from sotto.phonemes.owner import EspeakThread
    from sotto.phonemes.phonemizer import Phonemizer
    from sotto.voice.formats import describe as known

    phonemizer = Phonemizer(EspeakThread())

    def run(text: str) -> tuple[float, float, float]:
        """Processor seconds to the first sound and of all, and seconds of sound."""
        words = text.split()
        clause = Clause(tuple(Word(w, 0, len(w)) for w in words), language, Stop.FULL)
        read = phonemizer.run(clause)
        began, first, samples, rate = time.process_time(), 0.0, 0, 1
        for chunk in engine.speak(read, info.identifier, Prosody(), CancelToken()):
            samples, rate = samples + len(chunk.samples), chunk.rate
            first = first or (samples and time.process_time() - began)
        return first, time.process_time() - began, samples / rate

    began = time.process_time()
    engine = known(folder).engine()
    load = time.process_time() - began
    info = next(each for each in engine.voices() if each.name == voice)
    language = info.languages[0]
    run(WORDS[0])
    firsts = [1000 * run(word)[0] for _ in range(_ROUNDS) for word in WORDS]
    wholes = [run(sentence)[1:] for _ in range(_ROUNDS) for sentence in SENTENCES]
    return Cost(
        voice=info.identifier,
        first_median=statistics.median(firsts),
        first_p95=percentile(firsts, 95),
        first_runs=len(firsts),
        whole=sum(worked for worked, _ in wholes) / sum(sound for _, sound in wholes),
        load=load,
        resident=process.resident_mb(os.getpid()),
    )


def run(root: Path) -> str:
    """The table of `VOICES`. Raises CalledProcessError when one cannot be measured."""
    found = [_apart(root / folder, voice) for folder, voice in VOICES if (root / folder).exists()]
    return f"{describe()}\n{table(found)}"


def _apart(folder: Path, voice: str) -> Cost:
    command = [sys.executable, "-m", "sotto_bench.engines", str(folder), voice]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Cost(**json.loads(done.stdout))


def table(costs: Sequence[Cost]) -> str:
    """A line a voice; the ratio is to the last one."""
    lines = [
        "**Engines alone**, one thread, processor time",
        "",
        "| voice | first sound of a word, ms: median (95th percentile, number) | ratio | "
        "seconds a second of sound | load, s | resident, MB |",
        "|---|---|---|---|---|---|",
    ]
    for cost in costs:
        ratio = cost.first_median / costs[-1].first_median
        lines.append(
            f"| {cost.voice} | {cost.first_median:.1f} ({cost.first_p95:.1f}, {cost.first_runs}) | "
            f"{ratio:.2f} | {cost.whole:.4f} | {cost.load:.2f} | {cost.resident:.0f} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(json.dumps(asdict(measure(Path(sys.argv[1]), sys.argv[2]))))

"""What a voice costs a process that speaks with it, measured in a process of its own.

`python -m sotto_models.cost VOICE` prints JSON. It imports no more than the daemon does.
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the daemon has it

import numpy as np
from numpy.typing import NDArray

from sotto.cancel import CancelToken
from sotto.messages import Clause, Phoneme, PhonemeRun, Prosody, Quality, Stop, Word
from sotto.phonemes.espeak import Espeak
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.engine import NeuralEngine
from sotto.voice.sessions import Session, Tensor

WORDS = """settings button checked heading desktop trash edit menu terminal link visited document
password search folder computer home window close cancel alert level""".split()
SENTENCES = (
    "the quick brown fox jumps over the lazy dog",
    "your message was sent to three people and one of them has answered",
    "press escape to leave the list or the space bar to choose what is shown",
    "the meeting begins at nine in the morning on the second floor of the new building",
)
ROUNDS = 7


def say(text: str, espeak: Espeak) -> PhonemeRun:
    """Return the phonemes of an English clause."""
    words = tuple(Word(word, 0, len(word)) for word in text.split())
    found = espeak.phonemes([word.text for word in words], "en-us")
    phonemes: tuple[tuple[Phoneme, ...], ...] = tuple(tuple(word) for word in found)
    return PhonemeRun(Clause(words, "en-us", Stop.FULL), phonemes)


def memory() -> dict[str, float]:
    """Return resident and proportional memory of this process in megabytes."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    found = {name: float(value) / 1024 for name, value, *_ in map(str.split, lines)}
    return {"resident": found["Rss:"], "proportional": found["Pss:"]}


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Return the processor's milliseconds of every round."""
    times = []
    for _ in range(rounds):
        began = time.thread_time()
        work()
        times.append((time.thread_time() - began) * 1000)
    return times


class Clocked:
    """A graph that adds up the processor's seconds it takes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.seconds = 0.0

    def takes(self, name: str) -> bool:
        """Whether it has that input."""
        return self._session.takes(name)

    def run(self, feed: Mapping[str, Tensor], cancel: CancelToken) -> list[NDArray[np.float32]]:
        """All outputs of one run."""
        began = time.thread_time()
        outputs = self._session.run(feed, cancel)
        self.seconds += time.thread_time() - began
        return outputs


def acoustic_factor(engine: NeuralEngine, speak: Callable[[], float]) -> float:
    """Return the seconds that encoder and decoder take for a second of the speech."""
    encoder, decoder = Clocked(engine.encoder), Clocked(engine.decoder)
    whole = engine.encoder, engine.decoder
    engine.encoder, engine.decoder = encoder, decoder  # type: ignore[assignment]
    factors = []
    for _ in range(ROUNDS):
        encoder.seconds = decoder.seconds = 0.0
        seconds = speak()
        factors.append((encoder.seconds + decoder.seconds) / seconds)
    engine.encoder, engine.decoder = whole
    return float(np.median(factors))


def measure(folder: Path, quality: Quality) -> dict[str, float]:
    """Load a voice and speak with it."""
    espeak = Espeak()
    words = [say(word, espeak) for word in WORDS]
    sentences = [say(text, espeak) for text in SENTENCES]
    before = memory()
    engine = NeuralEngine(load_bundle(folder))
    speaker = engine.voices()[0].name

    def speak(run: PhonemeRun) -> int:
        chunks = engine.speak(run, speaker, Prosody(quality=quality), CancelToken())
        return sum(len(chunk.samples) for chunk in chunks)

    def begin(run: PhonemeRun) -> None:
        next(engine.speak(run, speaker, Prosody(quality=quality), CancelToken()))

    def speak_all() -> float:
        return sum(map(speak, sentences)) / engine.bundle.sample_rate

    seconds = speak_all()
    after = memory()
    first = [ms for run in words for ms in timed(partial(begin, run), ROUNDS)]
    whole = timed(speak_all, ROUNDS)
    return {
        "size_mb": sum(path.stat().st_size for path in engine.bundle.graphs.values()) / 1e6,
        "engine_mb": after["proportional"] - before["proportional"],
        "process_mb": after["resident"],
        "first_median_ms": float(np.median(first)),
        "first_p95_ms": float(np.percentile(first, 95)),
        "real_time_factor": float(np.median(whole)) / 1000 / seconds,
        "acoustic_factor": acoustic_factor(engine, speak_all),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the voice named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voice", type=Path)
    parser.add_argument("--light", action="store_true")
    given = parser.parse_args(arguments)
    print(json.dumps(measure(given.voice, Quality.LIGHT if given.light else Quality.FULL)))


if __name__ == "__main__":
    main()

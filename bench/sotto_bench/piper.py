"""A stock Piper voice as Sotto streams it, beside its own players: one process each, in turn.

Run as a program (`python -m sotto_bench.piper PLAYER FILE FOLDER ROUNDS`) it measures one player in
its own process and prints JSON; `run` prepares the voice and starts one for each.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from sotto_bench import process
from sotto_measure.machine import describe

TEXTS = (
    "Settings.",
    "The train to the coast leaves at seven.",
    "When the last of the guests had gone home she opened every window, let the cold night air "
    "into the house, and sat down to read.",
)
"""Of 1, 8 and 26 words: what is asked of a screen reader's voice."""
_ROUNDS = 9

Speak = Callable[[str], Iterator[int]]
"""Yields the samples of each piece of sound as soon as it is there."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one player: processor milliseconds to the first sound and to all of it, by text, and
    resident megabytes after them."""

    player: str
    firsts: tuple[float, ...]
    wholes: tuple[float, ...]
    resident: float


def _sotto(_model: Path, folder: Path) -> Speak:
    from sotto.cancel import CancelToken
    from sotto.memory import keep_while_busy
    from sotto.messages import Clause, Prosody, Stop, Word
    from sotto.phonemes.owner import EspeakThread
    from sotto.phonemes.phonemizer import Phonemizer
    from sotto.voice.formats import describe as known

    keep_while_busy()
    phonemizer, engine = Phonemizer(EspeakThread()), known(folder).engine()
    info = engine.voices()[0]

    def speak(text: str) -> Iterator[int]:
        words = tuple(Word(word, 0, len(word)) for word in text.rstrip(".").split())
        read = phonemizer.run(Clause(words, info.languages[0], Stop.FULL))
        for chunk in engine.speak(read, info.identifier, Prosody(), CancelToken()):
            yield len(chunk.samples)

    return speak


def _piper_tts(model: Path, _folder: Path) -> Speak:
    import onnxruntime
    from piper import PiperVoice

    voice = PiperVoice.load(str(model))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # As shipped it takes all processors and spins: this is its work alone.
    voice.session = onnxruntime.InferenceSession(
        str(model), options, providers=["CPUExecutionProvider"]
    )

    def speak(text: str) -> Iterator[int]:
        for chunk in voice.synthesize(text):
            yield len(chunk.audio_float_array)

    return speak


PLAYERS: dict[str, Callable[[Path, Path], Speak]] = {"sotto": _sotto, "piper-tts": _piper_tts}
_NEEDS = {"sotto": "sotto", "piper-tts": "piper"}


def measure(player: str, model: Path, folder: Path, rounds: int = _ROUNDS) -> Cost:
    """Speak the texts in turn, so that a busy minute is shared by all of them."""
    speak = PLAYERS[player](model, folder)
    for text in TEXTS:
        sum(speak(text))
    found: list[list[tuple[float, float]]] = [[] for _ in TEXTS]
    for _ in range(rounds):
        for times, text in zip(found, TEXTS, strict=True):
            times.append(_timed(speak, text))
    firsts, wholes = (
        tuple(statistics.median(each[place] for each in times) for times in found)
        for place in (0, 1)
    )
    return Cost(player, firsts, wholes, process.resident_mb(os.getpid()))


def _timed(speak: Speak, text: str) -> tuple[float, float]:
    began, first = time.process_time(), 0.0
    for samples in speak(text):
        first = first or (samples and time.process_time() - began)
    return 1000 * first, 1000 * (time.process_time() - began)


def run(model: Path, rounds: int = _ROUNDS) -> str:
    """The table of all players that are installed. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "voice"
        folder.mkdir()
        began = time.monotonic()
        command = [sys.executable, "-m", "sotto_voices.piper", str(model), str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.monotonic() - began
        there = [name for name in PLAYERS if find_spec(_NEEDS[name])]
        found = [_apart(name, model, folder, rounds) for name in there]
    return f"{describe()}\n{table(found)}\nPrepared in {seconds:.1f} s.\n"


def _apart(player: str, model: Path, folder: Path, rounds: int) -> Cost:
    given = [player, str(model), str(folder), str(rounds)]
    command = [sys.executable, "-m", "sotto_bench.piper", *given]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return Cost(told["player"], tuple(told["firsts"]), tuple(told["wholes"]), told["resident"])


def table(costs: Sequence[Cost]) -> str:
    """A line a player; the others as multiples of the first."""
    words = " / ".join(str(len(text.split())) for text in TEXTS)
    lines = [
        f"**A Piper voice**, {words} words, one thread, processor milliseconds; times the first's",
        "",
        "| player | first sound | whole | resident, MB |",
        "|---|---|---|---|",
    ]
    for cost in costs:
        first = _cells(cost.firsts, costs[0].firsts)
        whole = _cells(cost.wholes, costs[0].wholes)
        lines.append(f"| {cost.player} | {first} | {whole} | {cost.resident:.0f} |")
    return "\n".join(lines) + "\n"


def _cells(times: Sequence[float], base: Sequence[float]) -> str:
    told = (f"{a:.0f} ({a / b:.1f})" for a, b in zip(times, base, strict=True))
    return " / ".join(told)


if __name__ == "__main__":
    _player, _model, _folder, _count = sys.argv[1:]
    print(json.dumps(asdict(measure(_player, Path(_model), Path(_folder), int(_count)))))

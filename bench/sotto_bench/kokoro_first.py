"""The net of a heavy voice alone, as its process runs it: whole and in windows, in the same run.

Processor time, so that what else the machine does counts little; each case in a process of its own,
so that its memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sotto.cancel import CancelToken
from sotto.messages import Clause, Stop, Word
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.kokoro.bundle import load_kokoro_bundle
from sotto.voice.kokoro.speech import Speech
from sotto.voice.kokoro.tokens import Tokenizer
from sotto_bench.report import table as drawn

TEXTS: Mapping[int, str] = {
    1: "Settings",
    8: "She put the kettle on and found cups",
    27: "When the storm was over the children ran down to the beach found a small blue boat "
    "between the rocks and pulled it up to the road",
}
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """Milliseconds of a processor to the first piece of sound and to the last, seconds of sound,
    and the most megabytes that were resident; medians of some rounds."""

    words: int
    is_streamed: bool
    first_ms: float
    whole_ms: float
    seconds: float
    most_mb: float


def measured(folder: Path) -> list[Case]:
    """All cases of the first speaker that is streamed (else of the first)."""
    found = []
    for words in TEXTS:
        for way in ("whole", "streamed"):
            command = [sys.executable, "-m", __name__, str(folder), str(words), way]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found.append(Case(**json.loads(done.stdout.splitlines()[-1])))
    return found


def table(found: Sequence[Case]) -> str:
    """A line a case."""
    head = [
        "the net alone",
        "first sound, ms",
        "all of it, ms",
        "a second of sound, s",
        "MB at most",
    ]
    rows = [
        (
            f"{each.words} words, {'streamed' if each.is_streamed else 'whole'}",
            f"{each.first_ms:.0f}",
            f"{each.whole_ms:.0f}",
            f"{each.whole_ms / 1000 / each.seconds:.2f}",
            f"{each.most_mb:.0f}",
        )
        for each in found
    ]
    return drawn(head, rows)


def _case(folder: Path, words: int, *, is_streamed: bool) -> Case:
    bundle = load_kokoro_bundle(folder)
    rows = bundle.streaming.rows if bundle.streaming else bundle.speakers
    speaker = bundle.speakers[next(iter(rows))]
    text = TEXTS[words].split()
    clause = Clause(tuple(Word(w, 0, len(w)) for w in text), speaker.language, Stop.FULL)
    run = Phonemizer(EspeakThread()).run(clause)
    read = Tokenizer(bundle, speaker.language).read(run)
    asked = {"ids": list(read.ids), "speaker": speaker.row, "row": read.row, "speed": 1.0}
    speech = Speech(bundle if is_streamed else replace(bundle, streaming=None))
    rounds = sorted(_round(speech, asked) for _ in range(_ROUNDS))
    first, whole, seconds = rounds[_ROUNDS // 2]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return Case(words, is_streamed, first, whole, seconds, most)


def _round(speech: Speech, asked: Mapping[str, object]) -> tuple[float, float, float]:
    began, first, samples = time.process_time(), 0.0, 0
    for sound, _, _ in speech.pieces(asked, CancelToken()):
        first = first or 1000 * (time.process_time() - began)
        samples += len(sound) // 4
    return first, 1000 * (time.process_time() - began), samples / 24_000


if __name__ == "__main__":
    _FOLDER, _WORDS, _WAY = sys.argv[1:]
    _FOUND = _case(Path(_FOLDER), int(_WORDS), is_streamed=_WAY == "streamed")
    print(json.dumps(asdict(_FOUND)))

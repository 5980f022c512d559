"""A voice of a Kokoro file as Sotto streams it, beside the same net over whole clauses: is it as
natural and as well understood?

`python -m sotto_models.evaluation.kokoro FILE.onnx VOICES NAME...` prints the tables of
`sotto_models.evaluation.piper`. Needs what `naturalness` needs.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import soxr

from sotto.cancel import CancelToken
from sotto.messages import Clause, Stop, Word
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.kokoro.bundle import KokoroBundle, load_kokoro_bundle
from sotto.voice.kokoro.speech import Speech
from sotto.voice.kokoro.tokens import Tokenizer
from sotto_models.config import SAMPLE_RATE
from sotto_models.evaluation.judges import Judges
from sotto_models.evaluation.naturalness import Row, judge
from sotto_models.evaluation.piper import SENTENCES, tables
from sotto_models.evaluation.systems import Line, stretched
from sotto_models.latents import FloatArray


class Heavy:
    """A speaker of a prepared file: streamed in windows as Sotto plays it, or `is_whole`."""

    def __init__(self, bundle: KokoroBundle, speaker: str, *, is_whole: bool) -> None:
        self.name = f"{speaker}, {'whole clauses' if is_whole else 'streamed'}"
        self.key = f"{bundle.folder} {self.name}"
        self._bundle = bundle
        self._speaker = bundle.speakers[speaker]
        self._speech = Speech(replace(bundle, streaming=None) if is_whole else bundle)
        self._phonemizer = Phonemizer(EspeakThread())

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the sound of a line, spoken as one clause."""
        words = tuple(Word(word, 0, len(word)) for word in line.text.rstrip(".").split())
        clause = Clause(words, self._speaker.language, Stop.FULL)
        read = Tokenizer(self._bundle, line.language).read(self._phonemizer.run(clause))
        ids, row = list(read.ids), self._speaker.row
        asked = {"ids": ids, "speaker": row, "row": read.row, "speed": 1.0}
        pieces = self._speech.pieces(asked, CancelToken())
        sound = np.concatenate([np.frombuffer(piece[0], np.float32) for piece in pieces])
        given = soxr.resample(sound, self._bundle.sample_rate, SAMPLE_RATE)
        return stretched(np.asarray(given, np.float32), rate)


def compare(model: Path, voices: Path, names: Sequence[str], count: int) -> list[Row]:
    """Prepare the file, let each voice say the sentences both ways. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, chosen = Path(scratch) / "kokoro", Path(scratch) / "voices"
        folder.mkdir()
        chosen.mkdir()
        for name in names:
            shutil.copy(voices / f"{name}.bin", chosen)
        given = (model, folder, chosen)
        command = [sys.executable, "-m", "sotto_voices.kokoro", *map(str, given)]
        subprocess.run(command, check=True, capture_output=True)
        bundle = load_kokoro_bundle(folder)
        systems = [Heavy(bundle, name, is_whole=whole) for name in names for whole in (True, False)]
        lines = [Line(text, "en-us") for text in SENTENCES[:count]]
        judges = Judges()
        return [judge(system, lines, 1.0, judges)[0] for system in systems]


def main() -> None:
    """Judge the file and voices that are the arguments."""
    parser = argparse.ArgumentParser(prog="sotto_models.evaluation.kokoro", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("voices", type=Path, help="a folder of NAME.bin")
    parser.add_argument("names", nargs="+", help="English ones")
    parser.add_argument("--sentence-count", type=int, default=len(SENTENCES), help="at most")
    given = parser.parse_args()
    print(tables(compare(given.model, given.voices, given.names, given.sentence_count)))


if __name__ == "__main__":
    main()

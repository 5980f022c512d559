"""A Piper voice as Sotto streams it, beside piper-tts: is it as natural and as well understood?

`python -m sotto_models.evaluation.piper FILE.onnx` prints two tables: DistillMOS and DNSMOS P.808,
and the word errors of whisper-tiny. The stock player speaks twice, for its noise differs each time:
that is what a difference is worth. Needs what `naturalness` needs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import soxr

from sotto_models.config import SAMPLE_RATE
from sotto_models.evaluation.judges import Judges
from sotto_models.evaluation.naturalness import Row, judge
from sotto_models.evaluation.systems import Line, Sotto, System, stretched
from sotto_models.latents import FloatArray

SENTENCES = (
    "The birch canoe slid on the smooth planks.",
    "Glue the sheet to the dark blue background.",
    "It's easy to tell the depth of a well.",
    "These days a chicken leg is a rare dish.",
    "Rice is often served in round bowls.",
    "The juice of lemons makes fine punch.",
    "The box was thrown beside the parked truck.",
    "The hogs were fed chopped corn and garbage.",
    "Four hours of steady work faced us.",
    "A large size in stockings is hard to sell.",
    "The boy was there when the sun rose.",
    "A rod is used to catch pink salmon.",
    "The source of the huge river is the clear spring.",
    "Kick the ball straight and follow through.",
    "Help the woman get back to her feet.",
    "A pot of tea helps to pass the evening.",
    "Smoky fires lack flame and heat.",
    "The soft cushion broke the man's fall.",
    "The salt breeze came across from the sea.",
    "The girl at the booth sold fifty bonds.",
)
"""The first two lists of the Harvard sentences (IEEE, 1969)."""


class Stock:
    """The file as piper-tts plays it; `name` and the `seed` of its noise tell one reading from
    another."""

    def __init__(self, model: Path, name: str, seed: int) -> None:
        self.name = name
        self._model = model
        self._seed = seed

    @cached_property
    def _voice(self) -> object:
        import onnxruntime
        from piper import PiperVoice

        # Of what is loaded from here on.
        onnxruntime.set_seed(self._seed)
        return PiperVoice.load(self._model)

    @property
    def key(self) -> str:
        """Its file."""
        return f"{self._model} {self._model.stat().st_size} {self._seed}"

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the sound of a line."""
        chunks = list(self._voice.synthesize(line.text))  # type: ignore[attr-defined]
        sound = np.concatenate([chunk.audio_float_array for chunk in chunks])
        given = soxr.resample(sound, chunks[0].sample_rate, SAMPLE_RATE)
        return stretched(np.asarray(given, np.float32), rate)


def compare(model: Path, sentences: Sequence[str] = SENTENCES) -> list[Row]:
    """Prepare the voice, let all say the sentences. Raises CalledProcessError."""
    from sotto.voice.formats import describe

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "voice"
        folder.mkdir()
        command = [sys.executable, "-m", "sotto_voices.piper", str(model), str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        (info, *_) = describe(folder).voices()
        systems: list[System] = [
            Stock(model, "piper-tts", 1),
            Stock(model, "piper-tts, once more", 7),
            Sotto(folder, info.identifier),
        ]
        lines = [Line(text, info.languages[0]) for text in sentences]
        judges = Judges()
        return [judge(system, lines, 1.0, judges)[0] for system in systems]


def tables(rows: Sequence[Row]) -> str:
    """Naturalness and understanding, as Markdown."""
    lines = ["| system | DistillMOS | worst | P.808 | sentences |", "|---|---|---|---|---|"]
    for row in rows:
        lines.append(
            f"| {row.system} | {row.distillmos:.2f} ± {row.interval:.2f} | {row.worst:.2f} "
            f"| {row.p808:.2f} | {row.sentences} |"
        )
    lines += ["", "| system | word errors of whisper-tiny, % |", "|---|---|"]
    for row in rows:
        errors = "" if row.word_errors is None else f"{row.word_errors:.1f}"
        lines.append(f"| {row.system} | {errors} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Judge the file that is the argument."""
    parser = argparse.ArgumentParser(prog="sotto_models.evaluation.piper", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--sentence-count", type=int, default=len(SENTENCES), help="at most")
    given = parser.parse_args()
    print(tables(compare(given.model, SENTENCES[: given.sentence_count])))


if __name__ == "__main__":
    main()

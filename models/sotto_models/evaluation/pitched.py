"""At another pitch, do a voice's own spectra do as well as those for that pitch?

`python -m sotto_models.evaluation.pitched FOLDER SPEAKER...` prints DistillMOS, DNSMOS P.808 and
the word errors of whisper-tiny for both, and how much the first two differ sentence by sentence,
with half of a 95 % interval. What is kept of a clause is valid wherever they do
(`sotto.voice.spectral.melody`). Needs what `naturalness` needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev

import numpy as np
import soxr

from sotto.cancel import CancelToken
from sotto.messages import Clause, Prosody, Stop, Word
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.spectral.bundle import load_spectral_bundle
from sotto.voice.spectral.engine import SpectralEngine
from sotto.voice.spectral.melody import Near
from sotto.voice.spectral.sound import RATE
from sotto_models.evaluation.judges import JUDGES_RATE, Judges
from sotto_models.evaluation.naturalness import plain
from sotto_models.evaluation.piper import SENTENCES
from sotto_models.latents import FloatArray

MANNERS = (
    *(Prosody(pitch=pitch) for pitch in (0.8, 0.87, 0.93, 1.0718, 1.1, 1.15)),
    *(Prosody(pitch_range=factor) for factor in (0.65, 0.8, 1.2, 1.35)),
)
"""Pitch 1.0718 is what Orca asks for unless told otherwise."""
_OWN = Near((0.0, 9.0), (0.0, 9.0))
_OTHER = Near((1.0, 1.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Of the sentences said one way: both scores [sentences], 1 to 5, and what was heard."""

    distillmos: FloatArray
    p808: FloatArray
    heard: tuple[str, ...]


class OneVoice:
    """The voice `name` of a folder; of each sentence its phonemes are worked out once. Raises
    VoiceDamagedError, PhonemesError."""

    def __init__(self, folder: Path, name: str) -> None:
        self._engine = SpectralEngine(load_spectral_bundle(folder))
        self._name = name
        phonemizer = Phonemizer(EspeakThread())
        said = (Clause(_words(text), "en-us", Stop.FULL) for text in SENTENCES)
        self._runs = [phonemizer.run(clause) for clause in said]

    def sentences(self, prosody: Prosody, near: Near) -> Iterator[FloatArray]:
        """The sound [samples] of each at JUDGES_RATE. Raises UnknownVoiceError, EngineError."""
        self._engine.near = near
        for run in self._runs:
            chunks = self._engine.speak(run, self._name, prosody, CancelToken())
            sound = np.concatenate([chunk.samples for chunk in chunks])
            yield np.asarray(soxr.resample(sound, RATE, JUDGES_RATE), np.float32)


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, 0, len(word)) for word in text.rstrip(".").split())


def judged(voice: OneVoice, prosody: Prosody, near: Near, judges: Judges) -> Verdicts:
    """What the judges say of one voice at one pitch. Raises as `OneVoice.sentences`."""
    said = list(voice.sentences(prosody, near))
    return Verdicts(
        np.asarray([judges.distillmos(sound) for sound in said], np.float32),
        np.asarray([judges.p808(sound) for sound in said], np.float32),
        tuple(judges.words(sound) for sound in said),
    )


def row(name: str, prosody: Prosody, own: Verdicts, other: Verdicts) -> str:
    """A row of the table, in Markdown."""
    cells = [name, f"{prosody.pitch:g}", f"{prosody.pitch_range:g}"]
    for one, two in ((own.distillmos, other.distillmos), (own.p808, other.p808)):
        difference = (one - two).tolist()
        half = 1.96 * stdev(difference) / len(difference) ** 0.5
        cells.append(f"{one.mean():.2f} / {two.mean():.2f}")
        cells.append(f"{mean(difference):+.3f} ± {half:.3f}")
    cells.append(" / ".join(f"{_word_errors(each.heard):.1f}" for each in (own, other)))
    return f"| {' | '.join(cells)} |"


def _word_errors(heard: Sequence[str]) -> float:
    from jiwer import wer

    return 100 * float(wer([plain(text) for text in SENTENCES], [plain(text) for text in heard]))


_HEAD = """\
| voice | pitch | range | DistillMOS, own spectra / those for that pitch | difference \
| P.808 | difference | word errors, % |
|---|---|---|---|---|---|---|---|"""


def main() -> None:
    """Print the table of the voices that are the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("speakers", nargs="+")
    given = parser.parse_args()
    judges = Judges()
    print(_HEAD)
    for name in given.speakers:
        voice = OneVoice(given.folder, name)
        for prosody in MANNERS:
            both = (judged(voice, prosody, near, judges) for near in (_OWN, _OTHER))
            print(row(name, prosody, *both), flush=True)


if __name__ == "__main__":
    main()

"""Speech for evaluation: the daemon's own engine, natural clips, copies of them, and flite."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr

from sotto.cancel import CancelToken
from sotto.messages import HOUSE_RATE, Clause, Phoneme, PhonemeRun, Prosody, Stop, Word
from sotto.phonemes.espeak import Espeak
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.engine import NeuralEngine
from sotto.voice.neural.render import Renderer, tables
from sotto_models.clips import Features
from sotto_models.config import SAMPLE_RATE
from sotto_models.latents import FloatArray, Projection
from sotto_models.tokens import split_text

PAUSES = {",": 0.12, "": 0.05}
OTHER_PAUSE = 0.3
# Seconds between clauses, by the mark that ends the first.


def clauses(text: str, language: str) -> Iterator[Clause]:
    """Cut a text at its punctuation."""
    words: list[Word] = []
    pairs = split_text(text)
    for place, (word, mark) in enumerate(pairs):
        words.append(Word(word, 0, len(word)))
        if mark or place == len(pairs) - 1:
            yield Clause(tuple(words), language, Stop(mark))
            words = []


class Voice:
    """A bundle on disk, spoken through the daemon's engine."""

    def __init__(self, folder: Path) -> None:
        self.bundle = load_bundle(folder)
        self.engine = NeuralEngine(self.bundle)
        self.espeak = Espeak()

    def say(
        self, text: str, speaker: str, language: str, prosody: Prosody | None = None
    ) -> FloatArray:
        """Return the sound of a text at SAMPLE_RATE."""
        parts: list[FloatArray] = []
        for clause in clauses(text, language):
            found = self.espeak.phonemes([word.text for word in clause.words], language)
            words: tuple[tuple[Phoneme, ...], ...] = tuple(tuple(word) for word in found)
            run = PhonemeRun(clause, words)
            chunks = self.engine.speak(run, speaker, prosody or Prosody(), CancelToken())
            parts.extend(chunk.samples for chunk in chunks)
            pause = PAUSES.get(clause.stop.value, OTHER_PAUSE)
            parts.append(np.zeros(int(pause * HOUSE_RATE), np.float32))
        sound = soxr.resample(np.concatenate(parts), HOUSE_RATE, SAMPLE_RATE)
        return np.asarray(sound, dtype=np.float32)

    def copy(self, clip: Features, projection: Projection) -> FloatArray:
        """Return a natural clip passed through latents and the vocoder alone."""
        latent = np.ascontiguousarray(projection.encode(clip.log_mel).T)[None]
        feed = {"latent": latent, "log_f0": clip.log_f0[None], "voicing": clip.voicing[None]}
        harmonic, noise = self.engine.vocoder.run(feed, CancelToken())
        shared = tables(self.bundle.fft, self.bundle.mel_frequencies, SAMPLE_RATE)
        renderer = Renderer(shared, self.bundle.hop, SAMPLE_RATE)
        renderer.pitch(clip.log_f0, clip.voicing)
        return np.asarray(renderer.feed(harmonic[0], noise[0], last=True), dtype=np.float32)


def say_flite(text: str, voice: str = "slt") -> FloatArray:
    """Return flite's speech at SAMPLE_RATE; the program must be installed."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "speech.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(target)], check=True)
        sound, rate = soundfile.read(target, dtype="float32")
    return np.asarray(soxr.resample(sound, rate, SAMPLE_RATE), dtype=np.float32)

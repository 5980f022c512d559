"""Word and character error rates by pocketsphinx with its own American English models."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import jiwer
import numpy as np
import soxr
from pocketsphinx import Decoder

from sotto_models.config import SAMPLE_RATE
from sotto_models.latents import FloatArray

RECOGNISER_RATE = 16000
LEVEL = 0.08
# Root mean square that every recording is brought to.


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Percent of words and of characters that were heard wrongly."""

    words: float
    characters: float


def plain(text: str) -> str:
    """Reduce a text to lower-case words."""
    lower = text.lower().replace("-", " ").replace("’", "'")
    return " ".join(re.sub(r"[^a-z' ]", " ", lower).split())


class Recogniser:
    """A decoder; it adapts to the channel as it hears more, so each system gets its own."""

    def __init__(self) -> None:
        self.decoder = Decoder(samprate=RECOGNISER_RATE, loglevel="FATAL")
        self.dither = np.random.default_rng(0)

    def hear(self, sound: FloatArray) -> str:
        """Return the words heard in a sound at SAMPLE_RATE."""
        narrow = soxr.resample(sound.astype(np.float64), SAMPLE_RATE, RECOGNISER_RATE)
        narrow = narrow * LEVEL / (np.sqrt(np.mean(narrow**2)) + 1e-9)
        quiet = np.zeros(RECOGNISER_RATE // 5)
        whole = np.concatenate([quiet, np.clip(narrow, -1, 1) * 32767, quiet])
        whole = whole + self.dither.integers(-3, 4, len(whole))
        samples = np.clip(whole, -32768, 32767).astype(np.int16)
        self.decoder.start_utt()
        self.decoder.process_raw(samples.tobytes(), full_utt=True)
        self.decoder.end_utt()
        found = self.decoder.hyp()
        return plain(found.hypstr) if found else ""


def error_rates(said: Sequence[str], heard: Sequence[str]) -> ErrorRates:
    """Compare what was to be said with what was heard."""
    wanted = [plain(text) for text in said]
    return ErrorRates(
        100.0 * float(jiwer.wer(wanted, list(heard))), 100.0 * float(jiwer.cer(wanted, list(heard)))
    )

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
CHARACTERS = dict(
    row.split(" ", 1)
    for row in """a EY
b B IY
c S IY
d D IY
e IY
f EH F
g JH IY
h EY CH
i AY
j JH EY
k K EY
l EH L
m EH M
n EH N
o OW
p P IY
q K Y UW
r AA R
s EH S
t T IY
u Y UW
v V IY
w D AH B AH L Y UW
x EH K S
y W AY
z Z IY
0 Z IH R OW
1 W AH N
2 T UW
3 TH R IY
4 F AO R
5 F AY V
6 S IH K S
7 S EH V AH N
8 EY T
9 N AY N""".splitlines()
)
# Names of characters in the recogniser's phones.


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Percent of words and of characters that were heard wrongly."""

    words: float
    characters: float


def plain(text: str) -> str:
    """Reduce a text to lower-case words."""
    lower = text.lower().replace("-", " ").replace("’", "'")
    return " ".join(re.sub(r"[^a-z' ]", " ", lower).split())


def _samples(sound: FloatArray, dither: np.random.Generator) -> bytes:
    """Return a sound at SAMPLE_RATE as the recognisers want it, between two short silences."""
    narrow = soxr.resample(sound.astype(np.float64), SAMPLE_RATE, RECOGNISER_RATE)
    narrow = narrow * LEVEL / (np.sqrt(np.mean(narrow**2)) + 1e-9)
    quiet = np.zeros(RECOGNISER_RATE // 5)
    whole = np.concatenate([quiet, np.clip(narrow, -1, 1) * 32767, quiet])
    whole = whole + dither.integers(-3, 4, len(whole))
    return np.clip(whole, -32768, 32767).astype(np.int16).tobytes()


class Recogniser:
    """A decoder; it adapts to the channel as it hears more, so each system gets its own."""

    def __init__(self) -> None:
        self.decoder = Decoder(samprate=RECOGNISER_RATE, loglevel="FATAL")
        self.dither = np.random.default_rng(0)

    def hear(self, sound: FloatArray) -> str:
        """Return the words heard in a sound at SAMPLE_RATE."""
        self.decoder.start_utt()
        self.decoder.process_raw(_samples(sound, self.dither), full_utt=True)
        self.decoder.end_utt()
        found = self.decoder.hyp()
        return plain(found.hypstr) if found else ""


class ListRecogniser(Recogniser):
    """A recogniser that knows a closed list and nothing else.

    Raises ValueError for a choice with a word that its dictionary lacks.
    """

    def __init__(self, choices: Sequence[str]) -> None:
        # For some short words there is no best path through the lattice; the search finds one.
        self.decoder = Decoder(samprate=RECOGNISER_RATE, loglevel="FATAL", lm=None, bestpath=False)
        self.dither = np.random.default_rng(0)
        self.choices = {self._spelled(choice): choice for choice in choices}
        rule = " | ".join(self.choices)
        self.decoder.add_jsgf_string("list", f"#JSGF V1.0; grammar list; public <one> = {rule};")
        self.decoder.activate_search("list")

    def choose(self, sound: FloatArray) -> str:
        """Return the choice heard, or nothing."""
        return self.choices.get(self.hear(sound), "")

    def _spelled(self, choice: str) -> str:
        """Return a choice in words of the dictionary; characters get words of their own."""
        if choice in CHARACTERS:
            word = "".join("abcdefghij"[int(c)] if c.isdigit() else c for c in choice)
            word = ("figurename" if choice.isdigit() else "lettername") + word
            self.decoder.add_word(word, CHARACTERS[choice], True)
            return word
        for word in choice.split():
            if self.decoder.lookup_word(word) is None:
                raise ValueError(f"{word!r} is not in the recogniser's dictionary")
        return choice


def error_rates(said: Sequence[str], heard: Sequence[str]) -> ErrorRates:
    """Compare what was to be said with what was heard."""
    wanted = [plain(text) for text in said]
    return ErrorRates(
        100.0 * float(jiwer.wer(wanted, list(heard))), 100.0 * float(jiwer.cer(wanted, list(heard)))
    )

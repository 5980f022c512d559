"""How much of a system's English is heard rightly: sentences, phrases and characters, at speed.

Fast speech is stretched back to its usual length first: recognisers know no fast speech, and a
sound whose consonants survived is heard as well as the slow one.
"""

from collections.abc import Sequence

import numpy as np

from sotto_models.config import SAMPLE_RATE
from sotto_models.evaluation.judges import JUDGES_RATE, Judges
from sotto_models.evaluation.systems import EspeakProgram, Form, Line, System, stretched
from sotto_models.evaluation.texts import DIGITS, LETTERS, PHRASES, WORDS
from sotto_models.latents import FloatArray

PAUSE = SAMPLE_RATE // 3
"""Samples of silence around a letter: the recogniser wants some."""
LISTS: dict[str, tuple[Form, tuple[str, ...]]] = {
    "phrases": (Form.PHRASE, PHRASES),
    "words": (Form.PHRASE, WORDS),
    "letters": (Form.CHARACTER, LETTERS),
    "digits": (Form.CHARACTER, DIGITS),
}
SOUNDALIKES: dict[str, str] = {
    "a": "eh ay", "b": "be bee", "c": "see sea", "d": "dee", "e": "ee", "f": "ef eff",
    "g": "gee jee", "h": "aitch ach", "i": "eye aye", "j": "jay", "k": "kay",
    "l": "el elle ell", "m": "em", "n": "en", "o": "oh owe", "p": "pee pea", "q": "cue queue",
    "r": "are ar", "s": "es ess", "t": "tea tee", "u": "you yu", "v": "vee",
    "w": "double you", "x": "ex", "y": "why", "z": "zee",
}  # fmt: skip
"""Words that sound like a letter, and are written for it by a recogniser of words."""
LENGTHS = (0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15)
# Of each letter and digit, by libsonic: one hearing of 26 letters is a chance of plus or minus two.


def said_at(system: System, line: Line, rate: float) -> FloatArray:
    """Return a line said `rate` times as fast and stretched back to its usual length.

    espeak-ng does not keep to its rate exactly: it is stretched as far as it was shortened.
    """
    if rate == 1.0:
        return system.say(line)
    fast = system.say(line, rate)
    shortened = 1.0 / rate
    if system.name == EspeakProgram.name:
        shortened = min(max(len(fast) / len(system.say(line)), 0.5 / rate), 1.0)
    return stretched(fast, shortened)


def judge_sentences(system: System, lines: Sequence[Line], rate: float) -> dict[str, float]:
    """Return word and character error rates of sentences, in percent."""
    from sotto_models.recognise import Recogniser, error_rates

    recogniser = Recogniser()
    heard = [recogniser.hear(said_at(system, line, rate)) for line in lines]
    rates = error_rates([line.text for line in lines], heard)
    return {"wer": rates.words, "cer": rates.characters}


def judge_list(system: System, kind: str, rate: float) -> dict[str, object]:
    """Return how many items of a closed list are told from all others, in percent, over LENGTHS
    of each when they are short."""
    form, items = LISTS[kind]
    sounds = [said_at(system, Line(item, "en-us", form), rate) for item in items]
    wrong: list[str] = []
    lengths = LENGTHS if form is Form.CHARACTER else (1.0,)
    for length in lengths:
        varied = [stretched(sound, 1.0 / length) for sound in sounds]
        heard = _chosen(items, varied)
        wrong += [f"{a}>{b}" for a, b in zip(items, heard, strict=True) if a != b]
    return {"right": 100.0 * (1 - len(wrong) / (len(items) * len(lengths))), "wrong": wrong}


def judge_letters_in_words(system: System, judges: Judges) -> float:
    """How many letters alone are written by whisper-tiny as themselves or a word that sounds like
    them, in percent."""
    import soxr

    right = 0
    for letter in LETTERS:
        sound = system.say(Line(letter, "en-us", Form.CHARACTER))
        padded = np.pad(sound, PAUSE)
        heard = judges.words(
            np.asarray(soxr.resample(padded, SAMPLE_RATE, JUDGES_RATE), np.float32)
        )
        right += _plain(heard) in (letter, *SOUNDALIKES[letter].split(), SOUNDALIKES[letter])
    return 100 * right / len(LETTERS)


def _plain(heard: str) -> str:
    return " ".join("".join(c if c.isalpha() else " " for c in heard.lower()).split())


def _chosen(items: Sequence[str], sounds: Sequence[FloatArray]) -> list[str]:
    """Return what is heard; half of it is heard first for nothing: the recogniser gets used to
    the channel."""
    from sotto_models.recognise import ListRecogniser

    recogniser = ListRecogniser(items)
    for sound in sounds[: len(sounds) // 2]:
        recogniser.choose(sound)
    return [recogniser.choose(sound) for sound in sounds]

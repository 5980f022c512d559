"""Whether readings are heard as they are meant: `python -m sotto_models.evaluation.by_ear`.

English readings of the corpus are spoken by the bundled voice and heard by whisper-tiny; what it
writes is read as Sotto would read it, and the sounds of both are compared. In the other languages
the sounds of a reading are compared with those of its words, figures written out by num2words: so
no figure is lost, repeated or read in another language.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sotto.cancel import CancelToken
from sotto.messages import Clause, Options, Prosody, Word
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.text.clauses import clauses
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.spectral.bundle import load_spectral_bundle
from sotto.voice.spectral.engine import SpectralEngine
from sotto_models.evaluation.judges import JUDGES_RATE, Judges
from sotto_models.latents import FloatArray

READINGS = Path(__file__).parents[3] / "tests/text/readings"
LANGUAGES = ("de", "nl", "fr", "es", "it", "pt", "pl")
COUNT, VOICE, ENGLISH = 200, "chorus:heart", "en-us"
_FIGURES = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SEED = 7
_CLOSE = 0.8
"""Likeness of two lines of sounds from which on they are taken for the same words."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading: what was written, what is said, what came back, and how alike both sound, to 1."""

    written: str
    said: str
    other: str
    likeness: float


def lines(language: str) -> list[str]:
    """The plain texts of the corpus in one language that say more than a character."""
    rows = (line.split("\t") for line in (READINGS / f"{language}.tsv").read_text().splitlines())
    return [text.replace("\\n", "\n").replace("\\t", " ") for text, way, _ in rows
            if way == "plain" and len(text) > 2]  # fmt: skip


def said(spoken: Sequence[Clause]) -> str:
    """The words of a reading."""
    return " ".join(word.text for clause in spoken for word in clause.words)


def sounds(phonemizer: Phonemizer, spoken: Sequence[Clause]) -> list[str]:
    """The sounds of clauses, without stress and length."""
    found = (phonemizer.run(clause) for clause in spoken)
    return [
        char
        for run in found
        for word in run.words
        for phoneme in word
        for char in phoneme.symbol.replace("ː", "")
    ]


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """1 for the same sounds, 0 for none alike."""
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def spoken_sound(
    engine: SpectralEngine, phonemizer: Phonemizer, spoken: Sequence[Clause]
) -> FloatArray:
    """The clauses by the bundled voice, with their pauses, at JUDGES_RATE."""
    import soxr

    rate = engine.abilities.rate
    pieces: list[FloatArray] = [np.zeros(rate // 4, np.float32)]
    for clause in spoken:
        run = phonemizer.run(clause)
        pieces += [c.samples for c in engine.speak(run, VOICE, Prosody(), CancelToken())]
        pieces.append(np.zeros(rate * max(clause.pause, 100) // 1000, np.float32))
    return np.asarray(soxr.resample(np.concatenate(pieces), rate, JUDGES_RATE), np.float32)


def heard(phonemizer: Phonemizer, count: int) -> Iterator[Compared]:
    """So many English readings, spoken and heard."""
    judges, engine = Judges(), SpectralEngine(load_spectral_bundle(CHECKOUT / "chorus"))
    chosen = lines("en")
    random.Random(_SEED).shuffle(chosen)
    for text in chosen[:count]:
        spoken = [c for c in clauses(text, Options(language=ENGLISH), ENGLISH) if c.words]
        wrote = judges.words(spoken_sound(engine, phonemizer, spoken)).strip()
        again = [c for c in clauses(wrote, Options(language=ENGLISH), ENGLISH) if c.words]
        alike = likeness(sounds(phonemizer, spoken), sounds(phonemizer, again))
        yield Compared(text, said(spoken), wrote, alike)
    engine.close()


def written_out(text: str, language: str) -> str:
    """Words with their figures written out by num2words; "" where it cannot."""
    from num2words import num2words

    def word(found: re.Match[str]) -> str:
        figures = found[0]
        decimal = "." if language == "en" else ","
        whole, _, part = figures.replace("." if decimal == "," else ",", "").partition(decimal)
        value = float(f"{whole}.{part}") if part else int(whole)
        return str(num2words(value, lang={"pt": "pt_BR"}.get(language, language)))

    return _FIGURES.sub(word, text)


def compared(phonemizer: Phonemizer, language: str) -> Iterator[Compared]:
    """Readings with whole numbers in them, beside their words written out."""
    for text in lines(language):
        spoken = [c for c in clauses(text, Options(language=language), language) if c.words]
        words = [word.text for clause in spoken for word in clause.words]
        figures = [word for word in words if word[0].isdigit()]
        if not figures or not all(word.isdigit() for word in figures):
            continue
        plain = [_plain(clause, language) for clause in spoken]
        alike = likeness(sounds(phonemizer, spoken), sounds(phonemizer, plain))
        yield Compared(text, said(spoken), said(plain), alike)


def _plain(clause: Clause, language: str) -> Clause:
    words = []
    for word in clause.words:
        for part in written_out(word.text, language).split() or [word.text]:
            words.append(Word(part, word.start, word.end, stop=word.stop))
    return Clause(tuple(words), clause.language, clause.stop)


def table(title: str, found: Sequence[Compared], shown: int) -> str:
    """In Markdown: how many sound alike, and those that do least."""
    same = sum(each.likeness >= _CLOSE for each in found)
    equal = sum(each.likeness == 1 for each in found)
    text = [
        f"{title}: {len(found)} readings, {same} alike (at least {_CLOSE}), {equal} the same.",
        "",
    ]
    worst = sorted(found, key=lambda each: each.likeness)[:shown]
    text += [f"- {each.likeness:.2f} `{each.written!r}`: {each.said!r}; {each.other!r}"
             for each in worst if each.likeness < _CLOSE]  # fmt: skip
    return "\n".join(text)


def main() -> None:
    """Print what was heard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="English readings to be heard")
    parser.add_argument("--shown", type=int, default=10, help="of those that sound least alike")
    given = parser.parse_args()
    owner = EspeakThread()
    phonemizer = Phonemizer(owner)
    for language in LANGUAGES:
        print(table(language, list(compared(phonemizer, language)), given.shown), flush=True)
    found = []
    for each in heard(phonemizer, given.count):
        found.append(each)
        if len(found) % 50 == 0:
            print(table("en, heard so far", found, 0), flush=True)
    print(table("en, heard", found, given.shown))
    owner.close()


if __name__ == "__main__":
    main()

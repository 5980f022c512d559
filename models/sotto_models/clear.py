"""The step `noise`: clarity on against off, in noise and in quiet, at the same level.

Held-out sentences of both English readers and interface phrases, said by their voices. The
reference of ESTOI is always the voice as it is without clarity.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sotto.messages import Clarity, Prosody
from sotto_models.card import put_section, table
from sotto_models.config import SAMPLE_RATE, Paths
from sotto_models.evaluation.texts import PHRASES
from sotto_models.latents import FloatArray
from sotto_models.noise import Maskers, aligned, at_level, level, make_maskers, understood
from sotto_models.readers import READERS, Reader, Split, read_clips
from sotto_models.speech import Voice, clauses

log = logging.getLogger(__name__)

SENTENCES = 13
# Held-out sentences of each English reader.
QUICK_SENTENCES = 3
HEARD = 6
# Of these, so many are given to the recogniser of free speech, which is slow in noise.
CHOICES = PHRASES[::3]
RATIOS = (0.0, -5.0)
QUIET = ("none", 0.0)
BETWEEN = 0.15
# Seconds between clauses.


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text, its clauses without clarity, and as they are judged."""

    text: str
    plain: tuple[FloatArray, ...]
    judged: tuple[FloatArray, ...]

    def over_plain(self) -> tuple[FloatArray, FloatArray]:
        """Return the plain sound and the judged one, clause laid over clause."""
        pairs = zip(self.judged, self.plain, strict=True)
        return _joined(self.plain), _joined([aligned(one, other) for one, other in pairs])


def _joined(parts: Sequence[FloatArray]) -> FloatArray:
    pause = np.zeros(int(BETWEEN * SAMPLE_RATE), np.float32)
    return np.concatenate([piece for part in parts for piece in (part, pause)][:-1])


def say_clauses(
    voice: Voice, text: str, reader: Reader, prosody: Prosody
) -> tuple[FloatArray, ...]:
    """Return the sound of each clause of a text, and the pause after it."""
    found = []
    for clause in clauses(text, reader.language):
        words = " ".join(word.text for word in clause.words) + clause.stop.value
        found.append(voice.say(words, reader.name, reader.language, prosody))
    return tuple(found)


def say_all(voice: Voice, texts: Sequence[str], reader: Reader, clarity: Clarity) -> list[Spoken]:
    """Say every text without clarity, and as `clarity` wants it."""
    plain = [say_clauses(voice, text, reader, Prosody()) for text in texts]
    judged = [say_clauses(voice, text, reader, Prosody(clarity=clarity)) for text in texts]
    return [Spoken(*each) for each in zip(texts, plain, judged, strict=True)]


def conditions(maskers: Maskers) -> Iterator[tuple[str, float]]:
    """Name every noise and its ratio to speech; the first is none at all."""
    yield QUIET
    yield from ((name, ratio) for name in maskers.sounds for ratio in RATIOS)


def heard_words(spoken: Sequence[Spoken], maskers: Maskers, condition: tuple[str, float]) -> float:
    """Return the word error rate of sentences in a noise, in percent."""
    from sotto_models.recognise import Recogniser, error_rates

    recogniser = Recogniser()
    sounds = [_in_noise(_joined(s.judged), maskers, condition, i) for i, s in enumerate(spoken)]
    heard = [recogniser.hear(sound) for sound in sounds]
    return error_rates([each.text for each in spoken], heard).words


def told_apart(spoken: Sequence[Spoken], maskers: Maskers, condition: tuple[str, float]) -> float:
    """Return how many phrases of a closed list are recognised in a noise, in percent."""
    from sotto_models.recognise import ListRecogniser

    recogniser = ListRecogniser([each.text for each in spoken])
    sounds = [_in_noise(_joined(s.judged), maskers, condition, i) for i, s in enumerate(spoken)]
    right = [recogniser.choose(a) == s.text for a, s in zip(sounds, spoken, strict=True)]
    return 100.0 * float(np.mean(right))


def estoi(spoken: Sequence[Spoken], maskers: Maskers, condition: tuple[str, float]) -> float:
    """Return the mean ESTOI of sentences in a noise."""
    found = []
    for place, each in enumerate(spoken):
        plain, judged = each.over_plain()
        found.append(understood(at_level(plain), _in_noise(judged, maskers, condition, place)))
    return float(np.mean(found))


def _in_noise(
    sound: FloatArray, maskers: Maskers, condition: tuple[str, float], place: int
) -> FloatArray:
    return (
        at_level(sound)
        if condition == QUIET
        else maskers.mix(condition[0], sound, condition[1], place)
    )


def judge(
    paths: Paths, folder: Path, reader: Reader, clarity: Clarity, count: int
) -> list[dict[str, float]]:
    """Return, for every condition in order, how one voice is understood."""
    voice, maskers = Voice(folder), make_maskers(paths)
    texts = [c.text for c in read_clips(paths.data, reader) if c.split is Split.REPORT]
    sentences = say_all(voice, texts[:count], reader, clarity)
    phrases = say_all(voice, CHOICES, reader, clarity)
    rows = []
    for condition in conditions(maskers):
        row = {
            "estoi": estoi(sentences, maskers, condition),
            "wer": heard_words(sentences[:HEARD], maskers, condition),
            "right": told_apart(phrases, maskers, condition),
        }
        log.info("%s, clarity %s, %s: %s", reader.name, clarity.value, condition, row)
        rows.append(row)
    changes = [level(_joined(s.judged)) - level(_joined(s.plain)) for s in sentences]
    log.info("%s: level %.2f dB, spread %.2f", reader.name, np.mean(changes), np.std(changes))
    return rows


def _row(
    condition: tuple[str, float], off: Sequence[dict[str, float]], on: Sequence[dict[str, float]]
) -> dict[str, object]:
    """One line of the table: both voices' means, off and on."""
    ratio = "" if condition == QUIET else f"{condition[1]:g}"
    row: dict[str, object] = {"noise": condition[0], "ratio dB": ratio}
    for key, name in (("estoi", "ESTOI"), ("wer", "WER %"), ("right", "phrases right %")):
        row[f"{name}, off"] = float(np.mean([each[key] for each in off]))
        row[f"{name}, on"] = float(np.mean([each[key] for each in on]))
    return row


def measure_clarity(paths: Paths, folder: Path, jobs: int, is_quick: bool) -> None:
    """Judge the voice in `folder`; unless quick, noise.json and a table in its MODEL_CARD.md."""
    count = QUICK_SENTENCES if is_quick else SENTENCES
    readers = [reader for reader in READERS if reader.language == "en-us"]
    with ProcessPoolExecutor(jobs) as pool:
        runs = {
            (reader.name, clarity): pool.submit(judge, paths, folder, reader, clarity, count)
            for reader in readers
            for clarity in Clarity
        }
        found = {key: run.result() for key, run in runs.items()}
    off = [found[reader.name, Clarity.OFF] for reader in readers]
    on = [found[reader.name, Clarity.ON] for reader in readers]
    rows = [
        _row(condition, [each[place] for each in off], [each[place] for each in on])
        for place, condition in enumerate(conditions(make_maskers(paths)))
    ]
    log.info("\n%s", table(rows))
    if not is_quick:
        text = json.dumps(rows, indent=1) + "\n"
        (folder / "noise.json").write_text(text, encoding="utf-8")
        put_section(folder / "MODEL_CARD.md", "Clear in noise", _EXPLAINED + "\n" + table(rows))


_EXPLAINED = f"""\
{SENTENCES} held-out sentences of each English reader and {len(CHOICES)} interface phrases, said by
both English voices, in noise with the mean spectrum of all readers and in babble of ten talkers
at a time; on and off at the same root mean square. ESTOI is measured against the voice with clarity
off, words are heard in the first {HEARD} sentences of each, and phrases are told apart by
pocketsphinx with a grammar of just these.
"""

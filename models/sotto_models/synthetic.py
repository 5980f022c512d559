"""Synthesise step: flite and festival read what the readers never say.

A recording is kept where the synthesiser's phones agree with libespeak-ng's for the same line.
"""

import logging
import re
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from sotto.phonemes.espeak import Espeak
from sotto_models.config import SAMPLE_RATE, SEED, Paths
from sotto_models.phrases import make_lines, spoken
from sotto_models.pronunciation import agrees
from sotto_models.readers import SYNTHETIC, Reader
from sotto_models.spectrum import active_level

log = logging.getLogger(__name__)

PAUSE = 0.15
# Seconds between sentences that were made apart.
NOISE = -46.0
# Decibels of noise re the speech: digital silence is unlike any reader's room.

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a synthesiser said: sound [n] at SAMPLE_RATE and its phones in order."""

    sound: Array
    phones: list[str]


Synthesiser = Callable[[str, Path], Reading]
# A text to its reading; the path is a file that may be overwritten.


def _load(path: Path) -> Array:
    sound, rate = soundfile.read(path, dtype="float64")
    return np.asarray(soxr.resample(sound, rate, SAMPLE_RATE), dtype=np.float64)


def say_flite(text: str, target: Path, voice: str) -> Reading:
    """Speak by one of flite's built-in voices; flite must be installed."""
    command = ["flite", "-voice", voice, "-ps", "-t", text, "-o", str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Reading(_load(target), done.stdout.split())


_FESTIVAL = """
(voice_cmu_us_slt_arctic_hts)
(set! phrase_cart_tree '((lisp_token_end_punc in ("'" "\\"" "," ";" ":" "?" "." "!"))
  ((B)) ((n.name is 0) ((BB)) ((NB)))))
(Parameter.set 'Phrase_Method 'cart_tree)
(define (say text file)
  (let ((utt (utt.synth (eval (list 'Utterance 'Text text)))))
    (mapcar (lambda (s) (format t "%s " (item.name s))) (utt.relation.items utt 'Segment))
    (utt.save.wave utt file 'riff)))
"""


def say_festival(text: str, target: Path) -> Reading:
    """Speak by festival's us-slt-hts, sentence by sentence as festival itself does with files."""
    sentences = re.split(r"(?<=[.?!])\s+", text)
    parts = [target.with_suffix(f".{place}.wav") for place in range(len(sentences))]
    calls = [f'(say "{text}" "{part}")' for text, part in zip(sentences, parts, strict=True)]
    script = target.with_suffix(".scm")
    script.write_text(_FESTIVAL + "\n".join(calls), encoding="utf-8")
    command = ["festival", "-b", str(script)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    silence = np.zeros(int(PAUSE * SAMPLE_RATE))
    sounds = [piece for part in parts for piece in (_load(part), silence)]
    for path in (*parts, script):
        path.unlink()
    return Reading(np.concatenate(sounds[:-1]), done.stdout.split())


def synthesiser(reader: Reader) -> Synthesiser:
    """Return what speaks as a synthetic reader."""
    program, _, voice = reader.name.partition("-")
    if program == "festival":
        return say_festival
    return lambda text, target: say_flite(text, target, voice)


def add_noise(sound: Array, seed: int) -> Array:
    """Add the faint noise of a room, the same each time."""
    level = 10.0 ** ((active_level(sound) + NOISE) / 20.0)
    return np.asarray(sound + level * np.random.default_rng(seed).standard_normal(len(sound)))


def read_aloud(reader: Reader, folder: Path, lines: Sequence[tuple[int, str]]) -> None:
    """Synthesise numbered lines that are not yet there; the refused ones leave an empty note."""
    espeak, speak = Espeak(), synthesiser(reader)
    for number, line in lines:
        target = folder / f"{number:04d}.wav"
        refused = target.with_suffix(".refused")
        if target.exists() or refused.exists():
            continue
        part = target.with_suffix(".part.wav")
        reading = speak(spoken(line), part)
        if agrees(line, reading.phones, espeak):
            soundfile.write(part, add_noise(reading.sound, number), SAMPLE_RATE)
            part.replace(target)
        else:
            part.unlink(missing_ok=True)
            refused.touch()


def synthesise_reader(paths: Paths, reader: Reader, jobs: int) -> int:
    """Make a reader's clips and list, and return how many; a finished reader is left alone."""
    folder, table = paths.synthetic / reader.folder, paths.synthetic / f"{reader.folder}.csv"
    if table.exists():
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    lines = list(enumerate(make_lines(SEED + SYNTHETIC.index(reader)), 1))
    with ProcessPoolExecutor(jobs) as pool:
        runs = [pool.submit(read_aloud, reader, folder, lines[i::jobs]) for i in range(jobs)]
        for run in runs:
            run.result()
    kept = [(number, line) for number, line in lines if (folder / f"{number:04d}.wav").exists()]
    rows = "".join(f"{number:04d}|{spoken(line)}|{line}\n" for number, line in kept)
    table.write_text(rows, encoding="utf-8")
    log.info("%s: kept %d lines of %d", reader.name, len(kept), len(lines))
    return len(kept)


def synthesise(paths: Paths, jobs: int) -> None:
    """Make every synthetic reader's clips and lists under `paths.synthetic`."""
    for reader in SYNTHETIC:
        synthesise_reader(paths, reader, jobs)

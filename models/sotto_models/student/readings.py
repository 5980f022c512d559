"""Natural readers in the form of the teacher's speech, so that the student learns from both.

Phones and F0 come from the older pipeline's `corpus`, `pitch` and `align` steps.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from sotto.voice.spectral.alphabet import Alphabet
from sotto_models.align import Timed, load_alignment
from sotto_models.config import HOP as READ_HOP
from sotto_models.config import SAMPLE_RATE, Paths
from sotto_models.corpus import MARGIN, RUMBLE
from sotto_models.readers import READERS, Clip, Reader, Split, audio_file, read_clips
from sotto_models.spectrum import speech_gain, speech_span
from sotto_models.student.timing import FRAME, Floats, log_energy, token_rows, whole_frames
from sotto_models.student.units import HOP, RATE

log = logging.getLogger(__name__)

Alphabets = Mapping[str, Alphabet]

QUIET_F0 = 8.0
"""What the teacher writes where nothing is voiced, in hertz."""
ENERGY_CLIPS = 60
"""Of the teacher's, by which energy is brought to its scale."""


def read_sound(source: Path) -> Floats:
    """A recording at `RATE`, cut, filtered and levelled as the `corpus` step does at its rate."""
    raw, rate = soundfile.read(source, dtype="float64", always_2d=True)
    filters = {r: butter(4, RUMBLE, "high", fs=r, output="sos") for r in (RATE, SAMPLE_RATE)}
    low = sosfiltfilt(filters[SAMPLE_RATE], soxr.resample(raw[:, 0], rate, SAMPLE_RATE))
    start, end = speech_span(low, MARGIN)
    low = low[start : start + (end - start) // READ_HOP * READ_HOP]
    audio = sosfiltfilt(filters[RATE], soxr.resample(raw[:, 0], rate, RATE))
    first = round(start * RATE / SAMPLE_RATE)
    length = round(len(low) * RATE / SAMPLE_RATE)
    return np.asarray(audio[first : first + length] * speech_gain(low), np.float64)


def _hundredths(values: Iterable[float]) -> str:
    return ",".join(str(round(100 * float(x))) for x in values)


@dataclass(frozen=True, slots=True)
class Form:
    """How readings are written: where, with which tokens, on which scale of energy."""

    paths: Paths
    out: Path
    numbers: Mapping[str, int]
    alphabets: Alphabets
    energy: tuple[float, float]


def write_reader(reader: Reader, form: Form) -> int:
    """Write a reader's training clips (none that is held out); how many."""
    timed = load_alignment(form.paths, reader.name)
    folder = form.out / "sound" / reader.name
    folder.mkdir(parents=True, exist_ok=True)
    rows, curves = [], []
    for place, clip in enumerate(read_clips(form.paths.data, reader)):
        if clip.split is not Split.TRAIN:
            continue
        name = f"s{place:05d}"
        row, curve, sound = _clip(reader, clip, timed[clip.name], form)
        (folder / f"{name}.raw").write_bytes(sound.tobytes())
        rows.append(f"{name}|{row}\n")
        curves.append(f"{name}|{curve}\n")
    (form.out / f"{reader.name}.prosody").write_text("".join(curves), "utf-8")
    (form.out / f"{reader.name}.csv").write_text("".join(rows), "utf-8")
    return len(rows)


def _clip(
    reader: Reader, clip: Clip, timed: Timed, form: Form
) -> tuple[str, str, NDArray[np.int16]]:
    sound = read_sound(audio_file(form.paths.data, reader, clip))
    frames = len(sound) // FRAME
    sound = sound[: frames * FRAME]
    rows = token_rows(timed, form.alphabets[reader.language], form.numbers)
    exact = np.asarray([row.frames for row in rows])
    letters = {number: token for token, number in form.numbers.items()}
    tokens = "".join(letters.get(row.number, "$") for row in rows)
    whole = ",".join(map(str, whole_frames(exact, frames)))
    slope, offset = form.energy
    energy = _hundredths(slope * log_energy(sound) + offset)
    f0 = _hundredths(_f0(form.paths, reader, clip, 2 * frames))
    text = clip.text.replace("|", " ")
    row = "|".join((reader.language, text, "", tokens, whole, _hundredths(exact)))
    return row, f"0|{f0}|{energy}", (np.clip(sound, -1, 1) * 32767).astype("<i2")


def _f0(paths: Paths, reader: Reader, clip: Clip, count: int) -> Floats:
    """F0 in hertz at the middle of `count` frames of 12.5 ms, `QUIET_F0` where unvoiced."""
    with np.load(paths.clips(reader.name) / f"{clip.name}.pitch.npz") as found:
        log_f0, voicing = found["log_f0"].astype(np.float64), found["voicing"]
    at = (np.arange(count) + 0.5) * HOP / RATE * SAMPLE_RATE / READ_HOP
    middle = np.arange(len(log_f0))
    voiced = np.interp(at, middle, voicing) > 0.5
    return np.where(voiced, np.exp(np.interp(at, middle, log_f0)), QUIET_F0)


def write_readings(
    paths: Paths, out: Path, numbers: Mapping[str, int], energy: tuple[float, float]
) -> None:
    """Every reader's training clips to `out`, beside the teacher's."""
    alphabets = {tag: Alphabet(tag, numbers) for tag in {r.language for r in READERS}}
    for reader in READERS:
        made = write_reader(reader, Form(paths, out, numbers, alphabets, energy))
        log.info("%s: %d clips", reader.name, made)

"""Natural readers in the form of the teacher's speech, so that the student learns from both.

Phones and F0 come from the older pipeline's `corpus`, `pitch` and `align` steps. The teacher
spreads a phone's time over more tokens than a reader's phones tell: a stress mark takes about half
of its vowel, a blank between words about a frame from the sound on either side (means of the
teacher's own durations); here they do the same. Energy is the log of a mel spectrum's length, on a
scale fitted to the teacher's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from sotto.messages import Phoneme
from sotto.voice.spectral.alphabet import Alphabet
from sotto_models.align import Timed, load_alignment
from sotto_models.config import HOP as READ_HOP
from sotto_models.config import SAMPLE_RATE, Paths
from sotto_models.corpus import MARGIN, RUMBLE
from sotto_models.readers import READERS, Clip, Reader, Split, audio_file, read_clips
from sotto_models.spectrum import speech_gain, speech_span
from sotto_models.student.net import HOP, RATE
from sotto_models.tokens import PAUSE, PUNCTUATION, SILENCE

log = logging.getLogger(__name__)

Floats = NDArray[np.float64]
Alphabets = Mapping[str, Alphabet]

FRAME = 2 * HOP
STRESS_SHARE = 0.5
"""Of a vowel's time, what its stress mark takes."""
BLANK, BLANK_SHARE = 1.0, 0.35
"""Frames that a blank takes from the sound on either side, and of that sound at most."""
QUIET_F0 = 8.0
"""What the teacher writes where nothing is voiced, in hertz."""
MELS, WINDOW, FLOOR = 80, 1200, 1e-5


@dataclass(slots=True)
class _Row:
    """A token, and the frames of 25 ms that it takes."""

    number: int
    frames: float


def token_rows(timed: Timed, alphabet: Alphabet, numbers: Mapping[str, int]) -> list[_Row]:
    """The student's tokens for phones timed in the old pipeline's frames, both ends included."""
    scale = READ_HOP / SAMPLE_RATE * RATE / FRAME
    rows = [_Row(0, 0.0)]
    word: list[tuple[Phoneme, float]] = []

    def close() -> None:
        if word:
            if rows[-1].number != numbers[" "] and len(rows) > 1:
                rows.append(_Row(numbers[" "], 0.0))
            rows.extend(_word_rows(word, alphabet))
            word.clear()

    for token, count in timed:
        if token.starts or token.is_pause:
            close()
        if not token.is_pause:
            word.append((Phoneme(token.symbol, token.stress), count * scale))
        elif token.symbol == SILENCE and len(rows) > 1:
            rows.append(_Row(0, count * scale))
        elif token.symbol == PAUSE:
            rows.append(_Row(numbers[" "], count * scale))
        elif token.symbol in PUNCTUATION:
            rows.append(_Row(numbers[token.symbol], count * scale))
        else:
            rows[0].frames += count * scale
    _share_blanks(rows, numbers)
    return rows


def _word_rows(word: Sequence[tuple[Phoneme, float]], alphabet: Alphabet) -> Iterator[_Row]:
    """The rows of a word; a phone without a token of its own leaves its time to the next."""
    left = 0.0
    parts = alphabet.parts([phoneme for phoneme, _ in word])
    for (phoneme, frames), tokens in zip(word, [*parts, *[[]] * len(word)], strict=False):
        left += frames
        if not tokens:
            continue
        marks = int(phoneme.stress > 0 and len(tokens) > 1)
        shares = [STRESS_SHARE] * marks
        shares += [(1 - sum(shares)) / (len(tokens) - marks)] * (len(tokens) - marks)
        for token, share in zip(tokens, shares, strict=True):
            yield _Row(token, left * share)
        left = 0.0


def _share_blanks(rows: list[_Row], numbers: Mapping[str, int]) -> None:
    silent = {0, numbers[" "], *(numbers[mark] for mark in PUNCTUATION)}
    for place in range(1, len(rows) - 1):
        if rows[place].number != numbers[" "]:
            continue
        for side in (rows[place - 1], rows[place + 1]):
            if side.number not in silent:
                taken = min(BLANK, BLANK_SHARE * side.frames)
                side.frames -= taken
                rows[place].frames += taken


def log_energy(audio: NDArray[np.floating]) -> Floats:
    """Log of the length of each mel power spectrum, one every `HOP` samples, [len // HOP]."""
    from sotto_models.student.sounding import mel_filters

    padded = np.pad(np.asarray(audio, np.float64), (WINDOW // 2, WINDOW // 2))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[HOP // 2 :: HOP]
    frames = frames[: len(audio) // HOP] * np.hanning(WINDOW + 1)[:WINDOW]
    power = np.abs(np.fft.rfft(frames)) ** 2 @ mel_filters(MELS, WINDOW).numpy().T
    return np.asarray(np.log(np.linalg.norm(power + FLOOR, axis=1)), np.float64)


def energy_scale(pairs: Iterable[tuple[NDArray[np.floating], Floats]]) -> tuple[float, float]:
    """Slope and offset that bring `log_energy` to the teacher's, from its (sound, energy)."""
    ours, theirs = zip(*((log_energy(sound), energy) for sound, energy in pairs), strict=True)
    x, y = np.concatenate(ours), np.concatenate(theirs)
    loud = x > np.percentile(x, 10)
    slope, offset = np.polyfit(x[loud], y[loud], 1)
    log.info("energy: correlation with the teacher's %.3f", np.corrcoef(x[loud], y[loud])[0, 1])
    return float(slope), float(offset)


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


def whole_frames(exact: Floats, frames: int) -> NDArray[np.int64]:
    """Durations rounded so that errors do not add up, and summing to `frames`."""
    ends = np.minimum(np.round(np.cumsum(exact)), frames)
    ends[-1] = frames
    return np.diff(ends, prepend=0).astype(np.int64)


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

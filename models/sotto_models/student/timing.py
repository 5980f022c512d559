"""Phones with their times as the teacher's tokens with theirs. Pure numpy.

The teacher spreads a phone's time over more tokens than a reader's phones tell: a stress mark takes
about half of its vowel, a blank between words about a frame from the sound on either side (means of
the teacher's own durations); here they do the same. Energy is the log of a mel spectrum's length,
on a scale fitted to the teacher's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sotto.messages import Phoneme
from sotto.voice.spectral.alphabet import Alphabet
from sotto_models.config import HOP as READ_HOP
from sotto_models.config import SAMPLE_RATE
from sotto_models.student.units import HOP, RATE, mel_triangles
from sotto_models.tokens import PAUSE, PUNCTUATION, SILENCE, Token

log = logging.getLogger(__name__)

Floats = NDArray[np.float64]

FRAME = 2 * HOP
STRESS_SHARE = 0.5
"""Of a vowel's time, what its stress mark takes."""
BLANK, BLANK_SHARE = 1.0, 0.35
"""Frames that a blank takes from the sound on either side, and of that sound at most."""
MELS, WINDOW, FLOOR = 80, 1200, 1e-5


@dataclass(slots=True)
class Row:
    """A token, and the frames of 25 ms that it takes."""

    number: int
    frames: float


def token_rows(
    timed: Sequence[tuple[Token, int]], alphabet: Alphabet, numbers: Mapping[str, int]
) -> list[Row]:
    """The student's tokens for phones timed in the old pipeline's frames, both ends included."""
    scale = READ_HOP / SAMPLE_RATE * RATE / FRAME
    rows = [Row(0, 0.0)]
    word: list[tuple[Phoneme, float]] = []

    def close() -> None:
        if word:
            if rows[-1].number != numbers[" "] and len(rows) > 1:
                rows.append(Row(numbers[" "], 0.0))
            rows.extend(_word_rows(word, alphabet))
            word.clear()

    for token, count in timed:
        if token.starts or token.is_pause:
            close()
        if not token.is_pause:
            word.append((Phoneme(token.symbol, token.stress), count * scale))
        elif token.symbol == SILENCE and len(rows) > 1:
            rows.append(Row(0, count * scale))
        elif token.symbol == PAUSE:
            rows.append(Row(numbers[" "], count * scale))
        elif token.symbol in PUNCTUATION:
            rows.append(Row(numbers[token.symbol], count * scale))
        else:
            rows[0].frames += count * scale
    _share_blanks(rows, numbers)
    return rows


def _word_rows(word: Sequence[tuple[Phoneme, float]], alphabet: Alphabet) -> Iterator[Row]:
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
            yield Row(token, left * share)
        left = 0.0


def _share_blanks(rows: list[Row], numbers: Mapping[str, int]) -> None:
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
    padded = np.pad(np.asarray(audio, np.float64), (WINDOW // 2, WINDOW // 2))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[HOP // 2 :: HOP]
    frames = frames[: len(audio) // HOP] * np.hanning(WINDOW + 1)[:WINDOW]
    power = np.abs(np.fft.rfft(frames)) ** 2 @ mel_triangles(MELS, WINDOW).T
    return np.asarray(np.log(np.linalg.norm(power + FLOOR, axis=1)), np.float64)


def energy_scale(
    pairs: Iterable[tuple[NDArray[np.floating], NDArray[np.floating]]],
) -> tuple[float, float]:
    """Slope and offset that bring `log_energy` to the teacher's, from its (sound, energy)."""
    ours, theirs = zip(*((log_energy(sound), energy) for sound, energy in pairs), strict=True)
    x, y = np.concatenate(ours), np.concatenate(theirs)
    loud = x > np.percentile(x, 10)
    slope, offset = np.polyfit(x[loud], y[loud], 1)
    log.info("energy: correlation with the teacher's %.3f", np.corrcoef(x[loud], y[loud])[0, 1])
    return float(slope), float(offset)


def whole_frames(exact: Floats, frames: int) -> NDArray[np.int64]:
    """Durations rounded so that errors do not add up, and summing to `frames`."""
    ends = np.minimum(np.round(np.cumsum(exact)), frames)
    ends[-1] = frames
    return np.diff(ends, prepend=0).astype(np.int64)

"""What the acoustic model is trained on: whole clips, and the pieces a listener will hear.

The daemon speaks clause by clause, so most samples are cut at pauses and closed by silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sotto_models.clips import Features
from sotto_models.latents import FloatArray
from sotto_models.steps import expand
from sotto_models.tokens import PUNCTUATION, SILENCE, Token

IntArray = npt.NDArray[np.int64]

LONG_PAUSE = 7
# Frames (80 ms) from which a silence is a pause; a shorter one is part of the next sound.
EDGE = 5
# Frames of silence kept at each end of a sample.

Timed = list[tuple[Token, int]]


def merge_short_pauses(timed: Timed) -> Timed:
    """Give inner silences shorter than LONG_PAUSE to the sound that follows (a stop's closure)."""
    merged: Timed = []
    carried = 0
    last = len(timed) - 1
    for place, (token, frames) in enumerate(timed):
        inner = 0 < place < last and timed[place + 1][0].symbol != SILENCE
        if inner and token.is_pause and frames < LONG_PAUSE:
            carried += frames
        else:
            merged.append((token, frames + carried))
            carried = 0
    return merged


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a reader's latents and log pitch are normalised by."""

    latent_mean: FloatArray
    latent_deviation: FloatArray
    log_f0_mean: float
    log_f0_deviation: float


def measure(latents: Sequence[FloatArray], clips: Sequence[Features]) -> Statistics:
    """Measure one reader's training clips; pitch counts where it is voiced."""
    together = np.concatenate(latents)
    voiced = np.concatenate([clip.log_f0[clip.voicing > 0.5] for clip in clips])
    return Statistics(
        together.mean(axis=0), together.std(axis=0), float(voiced.mean()), float(voiced.std())
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """A clip ready to be cut: its tokens, where each begins, and its normalised frames.

    `frames` is [n, latents + 2]: latents, log pitch, voicing. `borders` are the pause tokens,
    both ends included, at which the clip may be cut.
    """

    tokens: list[Token]
    starts: IntArray
    frames: FloatArray
    borders: list[int]
    speaker: int
    language: int


def make_passage(
    timed: Timed,
    latents: FloatArray,
    clip: Features,
    statistics: Statistics,
    identity: tuple[int, int],
) -> Passage:
    """Normalise a clip; `identity` is its speaker and language number."""
    merged = merge_short_pauses(timed)
    tokens = [token for token, _ in merged]
    starts = np.concatenate([[0], np.cumsum([frames for _, frames in merged])])
    whitened = (latents - statistics.latent_mean) / statistics.latent_deviation
    log_f0 = (clip.log_f0 - statistics.log_f0_mean) / statistics.log_f0_deviation
    frames = np.concatenate([whitened, log_f0[:, None], clip.voicing[:, None]], axis=1)
    inner = [place for place in range(1, len(tokens) - 1) if tokens[place].is_pause]
    borders = [0, *(p for p in inner if tokens[p + 1].symbol != SILENCE), len(tokens) - 1]
    return Passage(tokens, starts, frames.astype(np.float32), borders, *identity)


@dataclass(frozen=True, slots=True)
class Sample:
    """One training example; `closed` tells whether silence was really heard at its ends."""

    tokens: list[Token]
    durations: IntArray
    frames: FloatArray
    speaker: int
    language: int
    closed: bool


def cut_clauses(passage: Passage, first: int, last: int) -> Sample:
    """Cut from the `first` border to the `last`, with EDGE frames of silence at both ends."""
    begin, end = passage.borders[first], passage.borders[last]
    inner = list(range(begin + 1, end))
    durations = [int(passage.starts[p + 1] - passage.starts[p]) for p in inner]
    tokens = [passage.tokens[p] for p in inner]
    lead = min(EDGE, int(passage.starts[begin + 1] - passage.starts[begin]))
    closing = int(passage.starts[end + 1] - passage.starts[end])
    tail = min(EDGE, closing)
    if passage.tokens[end].symbol in PUNCTUATION:
        tail = min(EDGE, closing // 2)
        tokens.append(passage.tokens[end])
        durations.append(min(EDGE, closing - tail))
        stop = int(passage.starts[end]) + durations[-1] + tail
    elif tokens and tokens[-1].symbol in PUNCTUATION:
        durations[-1] = min(EDGE, durations[-1])
        stop = int(passage.starts[end - 1]) + durations[-1] + tail
    else:
        stop = int(passage.starts[end]) + tail
    start = int(passage.starts[begin + 1]) - lead
    return Sample(
        [Token(SILENCE), *tokens, Token(SILENCE)],
        np.array([lead, *durations, tail]),
        passage.frames[start:stop],
        passage.speaker,
        passage.language,
        closed=True,
    )


def cut_words(passage: Passage, rng: np.random.Generator, most: int = 3) -> Sample | None:
    """Cut one to `most` words out of running speech, or nothing where that is impossible."""
    begins = [p for p, token in enumerate(passage.tokens) if token.starts]
    if len(begins) < 2:
        return None
    place = int(rng.integers(0, len(begins) - 1))
    begin = begins[place]
    end = begins[min(place + int(rng.integers(1, most + 1)), len(begins) - 1)]
    span = range(begin, end)
    if any(passage.tokens[p].is_pause for p in span):
        return None
    durations = [int(passage.starts[p + 1] - passage.starts[p]) for p in span]
    return Sample(
        [Token(SILENCE), *(passage.tokens[p] for p in span), Token(SILENCE)],
        np.array([0, *durations, 0]),
        passage.frames[passage.starts[begin] : passage.starts[end]],
        passage.speaker,
        passage.language,
        closed=False,
    )


@dataclass(frozen=True, slots=True)
class Example:
    """A sample as arrays: tokens [p], token pitch [p, 2], steps [t], targets [t, 2, latents + 2].

    `timing` [p] weighs each token's duration in the loss.
    """

    phoneme: IntArray
    stress: IntArray
    boundary: IntArray
    durations: IntArray
    timing: FloatArray
    pitch: FloatArray
    index: IntArray
    position: FloatArray
    target: FloatArray
    speaker: int
    language: int


def token_pitch(durations: IntArray, frames: FloatArray) -> FloatArray:
    """Return each token's mean log pitch over voiced frames and its voiced share [p, 2]."""
    pitch = np.zeros((len(durations), 2), np.float32)
    ends = np.cumsum(durations)
    for place, (end, count) in enumerate(zip(ends, durations, strict=True)):
        part = frames[end - count : end]
        voiced = part[:, -1] > 0.5
        if voiced.any():
            pitch[place] = part[voiced, -2].mean(), voiced.mean()
    return pitch


PAUSE_TIMING = 0.3
# Weight of a pause's duration, which no text predicts well.


def make_example(sample: Sample, vocabulary: dict[str, int]) -> Example:
    """Turn a sample into arrays; symbols outside the vocabulary become number 0."""
    index, position = expand(sample.durations)
    missing = len(index) * 2 - len(sample.frames)
    frames = np.pad(sample.frames, ((0, missing), (0, 0)), mode="edge")
    timing = np.array([PAUSE_TIMING if t.is_pause else 1.0 for t in sample.tokens], np.float32)
    if not sample.closed:
        timing[[0, -1]] = 0.0
    return Example(
        np.array([vocabulary.get(token.symbol, 0) for token in sample.tokens]),
        np.array([token.stress for token in sample.tokens]),
        np.array([token.starts for token in sample.tokens]),
        sample.durations,
        timing,
        token_pitch(sample.durations, sample.frames),
        index,
        position,
        frames.reshape(len(index), 2, -1),
        sample.speaker,
        sample.language,
    )

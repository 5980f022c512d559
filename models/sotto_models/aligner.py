"""Forced alignment by hidden Markov models trained from a flat start on the clips themselves.

Each phoneme is three states from left to right with one diagonal Gaussian each; silence is one
state, optional between words. Viterbi training after Young et al., The HTK Book. Numpy only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sotto_models.spectrum import FloatArray
from sotto_models.tokens import PAUSE, SILENCE, Token

Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

STATES = 3
# States of a phoneme.
CEPSTRA = 14
VARIANCE_FLOOR = 0.03
# Share of the overall variance below which no state falls.
PRIOR_FRAMES = 2.0
ACOUSTIC_SCALE = 0.5

State = tuple[str, int]


def features(log_mel: FloatArray) -> Array:
    """Return cepstra and their slopes [frames, 2 * CEPSTRA], without the channel's colour."""
    bands = log_mel.shape[1]
    angles = np.pi * (np.arange(bands) + 0.5) / bands
    basis = np.sqrt(2.0 / bands) * np.cos(np.arange(CEPSTRA)[:, None] * angles)
    basis[0] /= np.sqrt(2.0)
    cepstra = log_mel.astype(np.float64) @ basis.T
    cepstra[:, 1:] -= cepstra[:, 1:].mean(axis=0)
    cepstra[:, 0] -= np.percentile(cepstra[:, 0], 95)
    return np.concatenate([cepstra, 2.0 * np.gradient(cepstra, axis=0)], axis=1)


@dataclass(frozen=True, slots=True)
class Chain:
    """States in order, whether each may be skipped, and the token each belongs to (-1: none)."""

    states: list[State]
    optional: npt.NDArray[np.bool_]
    token: IntArray


def build_chain(tokens: Sequence[Token]) -> Chain:
    """Return the states of tokens, with optional silence wherever a word starts."""
    states: list[State] = []
    owner: list[int] = []
    for place, token in enumerate(tokens):
        silent_before = bool(states) and states[-1][0] == SILENCE
        if token.is_pause:
            if silent_before:
                continue
            states.append((SILENCE, 0))
            owner.append(place)
            continue
        if token.starts and states and not silent_before:
            states.append((SILENCE, 0))
            owner.append(-1)
        states.extend((token.symbol, part) for part in range(STATES))
        owner.extend([place] * STATES)
    optional = np.array([symbol == SILENCE for symbol, _ in states])
    return Chain(states, optional, np.array(owner))


def best_path(score: Array, optional: npt.NDArray[np.bool_]) -> IntArray:
    """Return the best state of each frame for scores [frames, states], ends included."""
    frames, count = score.shape
    back = np.zeros((frames, count), np.int8)
    may_skip = np.zeros(count, bool)
    may_skip[2:] = optional[1:-1]
    total = np.full(count, -np.inf)
    total[0] = score[0, 0]
    if optional[0] and count > 1:
        total[1] = score[0, 1]
    choices = np.full((3, count), -np.inf)
    for t in range(1, frames):
        choices[0] = total
        choices[1, 1:] = total[:-1]
        choices[2, 2:] = np.where(may_skip[2:], total[:-2], -np.inf)
        back[t] = choices.argmax(axis=0)
        total = choices.max(axis=0) + score[t]
    state = count - 1
    if optional[-1] and count > 1 and total[-2] > total[-1]:
        state = count - 2
    path = np.zeros(frames, np.int64)
    for t in range(frames - 1, -1, -1):
        path[t] = state
        state -= int(back[t, state])
    return path


def flat_path(frames: Array, chain: Chain) -> IntArray:
    """Return a first guess: speech spread evenly over the part that is loud."""
    loud = np.flatnonzero(frames[:, 0] > np.percentile(frames[:, 0], 12))
    start, end = loud[0], loud[-1] + 1
    spoken = np.flatnonzero(~chain.optional)
    path = np.zeros(len(frames), np.int64)
    path[end:] = len(chain.states) - 1
    share = np.arange(end - start) * len(spoken) // (end - start)
    path[start:end] = spoken[share]
    return path


class Aligner:
    """Gaussians of all states, re-estimated from the paths they give."""

    def __init__(self, clips: Sequence[Array], chains: Sequence[Chain]) -> None:
        self.clips, self.chains = clips, chains
        names = sorted({state for chain in chains for state in chain.states})
        index = {state: place for place, state in enumerate(names)}
        self.models = [np.array([index[s] for s in chain.states]) for chain in chains]
        together = np.concatenate(clips)
        self.mean, self.variance = together.mean(axis=0), together.var(axis=0)
        self.count = len(names)
        self.paths = [flat_path(x, chain) for x, chain in zip(clips, chains, strict=True)]

    def estimate(self) -> tuple[Array, Array]:
        """Return means and variances [states, features] of the present paths."""
        seen = np.full(self.count, PRIOR_FRAMES)
        first = np.tile(self.mean * PRIOR_FRAMES, (self.count, 1))
        second = np.tile((self.variance + self.mean**2) * PRIOR_FRAMES, (self.count, 1))
        for frames, models, path in zip(self.clips, self.models, self.paths, strict=True):
            places = models[path]
            np.add.at(seen, places, 1.0)
            np.add.at(first, places, frames)
            np.add.at(second, places, frames**2)
        means = first / seen[:, None]
        variances = second / seen[:, None] - means**2
        return means, np.maximum(variances, VARIANCE_FLOOR * self.variance)

    def iterate(self) -> None:
        """Re-estimate the models and search every clip again."""
        means, variances = self.estimate()
        weight = 1.0 / variances
        constant = -0.5 * (np.log(variances).sum(axis=1) + (means**2 * weight).sum(axis=1))
        for place, (frames, models) in enumerate(zip(self.clips, self.models, strict=True)):
            used, where = np.unique(models, return_inverse=True)
            fit = frames @ (means[used] * weight[used]).T - 0.5 * frames**2 @ weight[used].T
            score = ACOUSTIC_SCALE * (fit + constant[used])[:, where]
            self.paths[place] = best_path(score, self.chains[place].optional)


def timed_tokens(tokens: Sequence[Token], chain: Chain, path: IntArray) -> list[tuple[Token, int]]:
    """Return tokens with their frames; silence the text does not show becomes a PAUSE token."""
    counts = np.bincount(path, minlength=len(chain.states))
    frames = np.zeros(len(tokens), np.int64)
    hidden: dict[int, int] = {}
    for state, count in enumerate(counts):
        if chain.token[state] >= 0:
            frames[chain.token[state]] += count
        elif count:
            hidden[int(chain.token[state - 1])] = int(count)
    timed: list[tuple[Token, int]] = []
    for place, token in enumerate(tokens):
        timed.append((token, int(frames[place])))
        if place in hidden:
            timed.append((Token(PAUSE), hidden[place]))
    return timed


def share_end(timed: list[tuple[Token, int]], silence: int) -> list[tuple[Token, int]]:
    """Give up to `silence` frames of a closing mark's pause to the closing SILENCE token."""
    if len(timed) < 2 or timed[-1][1] or not timed[-2][0].is_pause:
        return timed
    given = min(silence, timed[-2][1] // 2)
    last = [(timed[-2][0], timed[-2][1] - given), (timed[-1][0], given)]
    return timed[:-2] + last

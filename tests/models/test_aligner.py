"""Forced alignment on spectra whose truth is known."""

import numpy as np

from sotto_models.aligner import (
    Aligner,
    Array,
    best_path,
    build_chain,
    share_end,
    timed_tokens,
)
from sotto_models.tokens import Token

SYMBOLS = "abcde"


def make_clip(rng: np.random.Generator) -> tuple[list[Token], list[int], Array]:
    """A clip of random sounds, each a point of its own in feature space, between silences."""
    chosen = rng.permutation(list(SYMBOLS))
    tokens = [Token("#"), *(Token(str(s), 0, int(i % 2 == 0)) for i, s in enumerate(chosen))]
    tokens.append(Token("#"))
    durations = [5, *rng.integers(4, 12, len(SYMBOLS)).tolist(), 5]
    rows = []
    for token, count in zip(tokens, durations, strict=True):
        centre = np.zeros(6)
        centre[0] = -8.0 if token.is_pause else 0.0
        if not token.is_pause:
            centre[1 + SYMBOLS.index(token.symbol)] = 6.0
        rows.append(centre + 0.3 * rng.standard_normal((count, 6)))
    return tokens, durations, np.concatenate(rows)


def test_training_from_a_flat_start_finds_the_borders() -> None:
    rng = np.random.default_rng(5)
    clips = [make_clip(rng) for _ in range(40)]
    chains = [build_chain(tokens) for tokens, _, _ in clips]
    aligner = Aligner([frames for _, _, frames in clips], chains)
    for _ in range(8):
        aligner.iterate()
    errors: list[int] = []
    for (tokens, durations, _), chain, path in zip(clips, chains, aligner.paths, strict=True):
        found = [n for token, n in timed_tokens(tokens, chain, path) if token.symbol != "_"]
        errors.extend(np.abs(np.cumsum(found) - np.cumsum(durations)).tolist())
    assert np.mean(np.array(errors) <= 1) > 0.9


def test_every_frame_belongs_to_a_token() -> None:
    rng = np.random.default_rng(6)
    tokens, durations, frames = make_clip(rng)
    chain = build_chain(tokens)
    timed = timed_tokens(tokens, chain, Aligner([frames], [chain]).paths[0])
    assert sum(count for _, count in timed) == sum(durations)


def test_a_silent_place_between_words_becomes_a_pause() -> None:
    tokens = [Token("#"), Token("a", 0, 1), Token("b", 0, 1), Token("#")]
    chain = build_chain(tokens)
    path = np.array([0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 8])
    assert [(t.symbol, n) for t, n in timed_tokens(tokens, chain, path)] == [
        ("#", 1),
        ("a", 3),
        ("_", 3),
        ("b", 3),
        ("#", 1),
    ]


def test_silence_between_words_may_be_skipped_but_sounds_may_not() -> None:
    chain = build_chain([Token("#"), Token("a", 0, 1), Token("b", 0, 1), Token("#")])
    path = best_path(np.zeros((8, len(chain.states))), chain.optional)
    visited = set(path.tolist())
    assert {1, 2, 3, 5, 6, 7} <= visited


def test_the_closing_silence_shares_the_pause_of_the_last_mark() -> None:
    timed = [(Token("a"), 4), (Token("."), 9), (Token("#"), 0)]
    assert [count for _, count in share_end(timed, 5)] == [4, 5, 4]
    assert [count for _, count in share_end(timed[:1] + timed[2:], 5)] == [4, 0]

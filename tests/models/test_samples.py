"""Cutting clips into what the acoustic model learns from."""

import numpy as np

from sotto_models.clips import Features
from sotto_models.samples import (
    EDGE,
    Passage,
    Statistics,
    cut_clauses,
    cut_words,
    make_example,
    make_passage,
    merge_short_pauses,
    token_pitch,
)
from sotto_models.tokens import Token

TIMED = [
    (Token("#"), 9),
    (Token("a", 2, 1), 6),
    (Token("b"), 4),
    (Token(","), 12),
    (Token("c", 0, 1), 8),
    (Token("d", 0, 1), 5),
    (Token("."), 7),
    (Token("#"), 6),
]
FRAMES = sum(count for _, count in TIMED)


def passage() -> Passage:
    rng = np.random.default_rng(8)
    latents = rng.standard_normal((FRAMES, 3)).astype(np.float32)
    clip = Features(
        np.zeros(FRAMES * 256, np.float32),
        np.zeros((FRAMES, 80), np.float32),
        np.full(FRAMES, 5.2, np.float32),
        np.ones(FRAMES, np.float32),
    )
    statistics = Statistics(np.zeros(3, np.float32), np.ones(3, np.float32), 5.0, 0.2)
    return make_passage(TIMED, latents, clip, statistics, (2, 1))


def test_a_short_inner_pause_joins_the_next_sound() -> None:
    timed = [(Token("#"), 2), (Token("a"), 5), (Token("_"), 3), (Token("t"), 4), (Token("#"), 1)]
    assert [(t.symbol, n) for t, n in merge_short_pauses(timed)] == [
        ("#", 2),
        ("a", 5),
        ("t", 7),
        ("#", 1),
    ]


def test_a_long_pause_and_the_closing_mark_stay() -> None:
    assert [n for _, n in merge_short_pauses(TIMED)] == [n for _, n in TIMED]


def test_a_clip_may_be_cut_at_its_pauses() -> None:
    assert [passage().tokens[p].symbol for p in passage().borders] == ["#", ",", "#"]


def test_pieces_have_as_many_frames_as_their_durations_say() -> None:
    cut = passage()
    for first, last in ((0, 1), (1, 2), (0, 2)):
        sample = cut_clauses(cut, first, last)
        assert sample.durations.sum() == len(sample.frames)
        assert len(sample.tokens) == len(sample.durations)
        assert sample.tokens[0].symbol == sample.tokens[-1].symbol == "#"
        assert max(sample.durations[0], sample.durations[-1]) <= EDGE


def test_a_clause_keeps_the_mark_that_ends_it() -> None:
    assert [t.symbol for t in cut_clauses(passage(), 0, 1).tokens] == ["#", "a", "b", ",", "#"]
    assert [t.symbol for t in cut_clauses(passage(), 1, 2).tokens] == ["#", "c", "d", ".", "#"]


def test_a_clause_holds_the_frames_of_its_sounds() -> None:
    cut = passage()
    sample = cut_clauses(cut, 1, 2)
    start = sum(count for _, count in TIMED[:4])
    lead = int(sample.durations[0])
    np.testing.assert_array_equal(sample.frames[lead : lead + 8], cut.frames[start : start + 8])


def test_words_are_cut_without_silence_at_their_ends() -> None:
    rng = np.random.default_rng(1)
    sample = next(s for s in (cut_words(passage(), rng) for _ in range(50)) if s)
    assert not sample.closed
    assert sample.durations[0] == sample.durations[-1] == 0
    assert sample.durations.sum() == len(sample.frames)


def test_an_example_maps_unknown_symbols_to_zero_and_pairs_frames() -> None:
    sample = cut_clauses(passage(), 0, 1)
    example = make_example(sample, {"#": 1, ",": 2, "a": 3})
    assert example.phoneme.tolist() == [1, 3, 0, 2, 1]
    assert example.target.shape == (len(example.index), 2, 5)
    assert (example.speaker, example.language) == (2, 1)


def test_token_pitch_is_the_mean_of_voiced_frames() -> None:
    frames = np.zeros((4, 5), np.float32)
    frames[:, -2] = [1.0, 9.0, 3.0, 9.0]
    frames[:, -1] = [1.0, 0.0, 1.0, 0.0]
    np.testing.assert_allclose(token_pitch(np.array([3, 1]), frames), [[2.0, 2 / 3], [0.0, 0.0]])

"""F0 and energy of a clause are worked out as far as they are needed, and come out the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.cancel import CancelToken
from sotto.messages import Clause, PhonemeRun, Prosody, Samples, Stop, Word
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.spectral import planner
from sotto.voice.spectral.bundle import load_spectral_bundle
from sotto.voice.spectral.engine import SpectralEngine
from sotto.voice.spectral.planner import REACH, Plan, blocks
from sotto.voice.spectral.score import Floats

VOICE = "chorus:heart"
LONG = "When the meeting was over she walked home through the park and thought about it all again"


@pytest.fixture
def engine() -> Iterator[SpectralEngine]:
    made = SpectralEngine(load_spectral_bundle(CHECKOUT / "chorus"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def run() -> PhonemeRun:
    owner = EspeakThread()
    words = tuple(Word(word, 0, len(word)) for word in LONG.split())
    made = Phonemizer(owner).run(Clause(words, "en-us", Stop.FULL))
    owner.close()
    return made


def smoothed(melody: Floats, wanted: int) -> tuple[Floats, Floats]:
    """A net that sees `REACH` frames each way and nothing beyond; no more than is wanted."""
    seen = np.convolve(melody[0, :, 0], np.ones(2 * REACH + 1))
    row = seen[REACH:-REACH].repeat(2)[: 2 * wanted]
    return row.astype(np.float32), -row.astype(np.float32)


def whole(engine: SpectralEngine, run: PhonemeRun, prosody: Prosody) -> Samples:
    return np.concatenate(
        [chunk.samples for chunk in engine.speak(run, VOICE, prosody, CancelToken())]
    )


@given(st.lists(st.integers(1, 40), min_size=1, max_size=90), st.data())
def test_blocks_give_what_the_whole_gives(frames: list[int], data: st.DataObject) -> None:
    tokens = len(frames)
    melody = np.random.default_rng(tokens).integers(0, 9, (1, tokens, 1)).astype(np.float32)
    plan = Plan(smoothed, melody, np.asarray(frames), np.zeros((1, tokens, 128), np.float32))
    total = 2 * sum(frames)
    end = data.draw(st.integers(0, total + 99))
    assert min(end, total) <= plan.through(end) <= total
    assert plan.through(total) == total
    expected = smoothed(melody[:, plan._index], total)
    assert plan.form.body is not None
    assert np.allclose(plan.form.f0, expected[0]) and np.allclose(
        plan.form.body.energy, expected[1]
    )


@given(st.integers(1, 9000))
def test_blocks_cover_a_clause_once(total: int) -> None:
    ends = [0, *blocks(total)]
    assert ends[-1] == total
    assert all(one < other for one, other in pairwise(ends))


def test_the_first_sound_of_a_long_clause_draws_its_beginning_only(
    engine: SpectralEngine, run: PhonemeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, draw = [], engine.planner._drawn

    def counted(*feed: object) -> tuple[Floats, Floats]:
        found = draw(*feed)  # type: ignore[arg-type]
        drawn.append(len(found[0]) // 2)
        return found

    monkeypatch.setattr(engine.planner, "_drawn", counted)
    chunks = engine.speak(run, VOICE, Prosody(), CancelToken())
    assert len(next(chunks).samples)
    assert drawn == [blocks(10_000)[0]]
    for _ in chunks:
        pass
    assert len(drawn) == 2


@pytest.mark.parametrize("prosody", [Prosody(), Prosody(pitch=1.3), Prosody(pitch_range=0.5)])
def test_a_long_clause_sounds_as_if_it_were_drawn_at_once(
    engine: SpectralEngine,
    run: PhonemeRun,
    monkeypatch: pytest.MonkeyPatch,
    prosody: Prosody,
) -> None:
    cut = whole(engine, run, prosody)
    assert np.array_equal(cut, whole(engine, run, prosody))
    monkeypatch.setattr(planner, "_WHOLE", 10_000)
    at_once = whole(engine, run, prosody)
    assert abs(len(cut) - len(at_once)) <= 300
    # What is left is the rounding of 8-bit activations, whose scale follows the block.
    one, other = (np.abs(np.fft.rfft(each, 1 << 18)) for each in (cut, at_once))
    assert np.abs(one - other).sum() < 0.2 * other.sum()

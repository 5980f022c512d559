"""A clause begins to be heard when what is there lasts until the next of it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.messages import AudioChunk, Prosody
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.shaping.lead import Lead
from sotto.voice.spectral.bundle import load_spectral_bundle
from sotto.voice.spectral.engine import SpectralEngine
from voice.test_spectral_forms import VOICE, run

TEXT = "the committee met on Tuesday to discuss the plans for the new library"


@pytest.mark.parametrize(("rate", "enough"), [(0.5, True), (1.0, True), (4.0, True), (6.0, False)])
def test_a_first_piece_is_enough_unless_it_is_heard_too_fast(rate: float, enough: bool) -> None:
    assert Lead().is_enough(0.08, rate, before_nets=False) is enough


def test_what_waits_for_nets_needs_more() -> None:
    lead = Lead()
    assert lead.is_enough(0.08, 4.0, before_nets=False)
    assert not lead.is_enough(0.08, 4.0, before_nets=True)
    assert lead.is_enough(0.08, 2.0, before_nets=True)
    lead.note(0.03, of_nets=True)
    assert not lead.is_enough(0.08, 2.0, before_nets=True)


def test_a_slow_machine_needs_more_and_is_not_slow_for_ever() -> None:
    lead = Lead()
    lead.note(0.08, of_nets=False)
    assert not lead.is_enough(0.08, 1.0, before_nets=False)
    assert lead.is_enough(0.12, 1.0, before_nets=False)
    for _ in range(30):
        lead.note(0.003, of_nets=False)
    assert lead.is_enough(0.08, 1.0, before_nets=False)


@pytest.fixture(scope="module")
def engine() -> Iterator[SpectralEngine]:
    made = SpectralEngine(load_spectral_bundle(CHECKOUT / "chorus"))
    yield made
    made.close()


def chunks(
    engine: SpectralEngine, phonemizer: Phonemizer, rate: float, seconds: float
) -> list[AudioChunk]:
    """Of the text at a rate, on a machine where a piece takes so long."""
    times = count(0.0, seconds)
    engine.lead = Lead(lambda: next(times))
    what = run(phonemizer, TEXT)
    fast = replace(what, clause=replace(what.clause, prosody=Prosody(rate=rate)))
    return list(engine.speak(fast, VOICE, Prosody(), CancelToken()))


def test_pieces_are_put_together_where_a_gap_would_be_heard(
    engine: SpectralEngine, phonemizer: Phonemizer
) -> None:
    plain = chunks(engine, phonemizer, 1.0, 0.0)
    fast = chunks(engine, phonemizer, 6.0, 0.0)
    assert len(fast[0].samples) == len(plain[0].samples) + len(plain[1].samples)
    assert len(fast) == len(plain) - 1
    for one, other in ((plain, fast), (plain, chunks(engine, phonemizer, 1.0, 0.2))):
        first, second = (np.concatenate([c.samples for c in made]) for made in (one, other))
        assert np.array_equal(first, second)


def test_cues_stay_where_they_are(engine: SpectralEngine, phonemizer: Phonemizer) -> None:
    def places(made: list[AudioChunk]) -> list[int]:
        begins = np.cumsum([0, *(len(chunk.samples) for chunk in made)])
        pairs = zip(begins, made, strict=False)
        return [int(begin) + cue.offset for begin, chunk in pairs for cue in chunk.cues]

    plain, fast = (chunks(engine, phonemizer, rate, 0.0) for rate in (1.0, 6.0))
    assert places(plain) == places(fast)
    assert len(places(plain)) == len(TEXT.split())

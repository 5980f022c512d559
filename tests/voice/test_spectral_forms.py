"""What a voice of format 2 decided of a clause is kept: the same sound, without its nets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.cancel import CancelToken
from sotto.errors import KeptSoundError
from sotto.messages import (
    Clarity,
    Clause,
    PhonemeRun,
    Prosody,
    Quality,
    Samples,
    Stop,
    Style,
    Word,
)
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.forms import Forms
from sotto.voice.sessions import Session, Tensor
from sotto.voice.shaping.lead import Lead
from sotto.voice.spectral.bundle import load_spectral_bundle
from sotto.voice.spectral.decoder import Levels
from sotto.voice.spectral.engine import SpectralEngine
from sotto.voice.spectral.form import Body, Form, decode, encode

VOICE = "chorus:heart"
NEAR = 7
"""So many of them leave the pitch about where it is."""
MANNERS = (
    Prosody(),
    Prosody(rate=2.5),
    Prosody(volume=0.4),
    Prosody(style=Style.WHISPER),
    Prosody(clarity=Clarity.ON),
    Prosody(pitch=1.0718),
    Prosody(pitch=0.92, pitch_range=0.65),
    Prosody(style=Style.LIVELY, pitch=1.1, pitch_range=1.35),
    Prosody(pitch=1.3),
    Prosody(pitch_range=0.5),
    Prosody(quality=Quality.LIGHT),
)


class Counted:
    """A graph that counts its runs."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.runs = 0

    def run(self, feed: Mapping[str, Tensor], cancel: CancelToken) -> list[np.ndarray]:
        self.runs += 1
        return self._session.run(feed, cancel)


@pytest.fixture(scope="module")
def engine() -> Iterator[SpectralEngine]:
    """One that keeps nothing."""
    made = SpectralEngine(load_spectral_bundle(CHECKOUT / "chorus"))
    made.lead = Lead(lambda: 0.0)
    yield made
    made.close()


@pytest.fixture
def keeping(engine: SpectralEngine, tmp_path: Path) -> Iterator[SpectralEngine]:
    """The same with a folder; nothing is in it yet."""
    forms = Forms(tmp_path / "forms", 1 << 20)
    forms.open("voice")
    engine.keep_in(forms)
    yield engine
    forms.close()
    engine.forms = None


def run(phonemizer: Phonemizer, text: str, pitch: float = 1.0) -> PhonemeRun:
    words = tuple(Word(word, 0, len(word), pitch=pitch) for word in text.split())
    return phonemizer.run(Clause(words, "en-us", Stop.FULL))


def sound(engine: SpectralEngine, what: PhonemeRun, prosody: Prosody) -> Samples:
    chunks = engine.speak(what, VOICE, prosody, CancelToken())
    return np.concatenate([chunk.samples for chunk in chunks])


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    "text", ["b", "settings", "I", "the quick brown fox jumps over it all", "far and wide " * 12]
)
def test_kept_or_not_the_samples_are_the_same(
    keeping: SpectralEngine, phonemizer: Phonemizer, text: str, whole: bool
) -> None:
    forms = keeping.forms
    for what in (run(phonemizer, text), run(phonemizer, text, pitch=1.5)):
        keeping.forms = None
        fresh = [sound(keeping, what, prosody) for prosody in MANNERS]
        keeping.keep_in(forms)  # type: ignore[arg-type]
        assert keeping.keep(what, VOICE, CancelToken(), whole=whole)
        kept = [sound(keeping, what, prosody) for prosody in MANNERS]
        assert all(np.array_equal(one, other) for one, other in zip(fresh, kept, strict=True))


def counted(
    engine: SpectralEngine, monkeypatch: pytest.MonkeyPatch
) -> tuple[Counted, Counted, Counted]:
    text, curves = Counted(engine.planner.text), Counted(engine.planner.curves)
    net = engine.decoder(Quality.FULL)
    decoder = Counted(net.session)
    monkeypatch.setattr(engine.planner, "text", text)
    monkeypatch.setattr(engine.planner, "curves", curves)
    monkeypatch.setattr(engine, "_full", type(net)(decoder, net.head, net.layers))  # type: ignore[arg-type]
    return text, curves, decoder


@pytest.mark.parametrize("prosody", MANNERS[:NEAR], ids=repr)
def test_the_first_sound_of_a_kept_clause_takes_no_net_but_the_last_product(
    keeping: SpectralEngine,
    phonemizer: Phonemizer,
    monkeypatch: pytest.MonkeyPatch,
    prosody: Prosody,
) -> None:
    what = run(phonemizer, "settings")
    keeping.keep(what, VOICE, CancelToken(), whole=False)
    nets = counted(keeping, monkeypatch)
    chunks = keeping.speak(what, VOICE, prosody, CancelToken())
    assert len(next(chunks).samples) > 0
    assert [net.runs for net in nets] == [0, 0, 0]
    list(chunks)
    assert [net.runs > 0 for net in nets] == [True, True, True]


@pytest.mark.parametrize("prosody", MANNERS, ids=repr)
def test_what_is_kept_in_full_is_decided_for_every_manner(
    keeping: SpectralEngine,
    phonemizer: Phonemizer,
    monkeypatch: pytest.MonkeyPatch,
    prosody: Prosody,
) -> None:
    what = run(phonemizer, "b", pitch=1.3)
    keeping.keep(what, VOICE, CancelToken(), whole=True)
    text, curves, _ = counted(keeping, monkeypatch)
    sound(keeping, what, prosody)
    assert (text.runs, curves.runs) == (0, 0)


def test_other_words_readers_and_languages_are_not_taken_for_it(
    keeping: SpectralEngine, phonemizer: Phonemizer
) -> None:
    what = run(phonemizer, "b")
    others = [(run(phonemizer, "d"), VOICE), (what, "chorus:fenrir")]
    british = phonemizer.run(Clause((Word("b", 0, 1),), "en-gb", Stop.FULL))
    others.append((british, VOICE))
    keeping.keep(what, VOICE, CancelToken(), whole=True)
    for each, voice in others:
        shelf = keeping.shelf(voice, each.clause.language)
        assert shelf is not None
        before = len(shelf)
        keeping.keep(each, voice, CancelToken(), whole=True)
        assert len(shelf) == before + 1


def test_what_is_damaged_is_spoken_and_gone(
    keeping: SpectralEngine, phonemizer: Phonemizer, tmp_path: Path
) -> None:
    what = run(phonemizer, "settings")
    fresh = sound(keeping, what, Prosody())
    keeping.keep(what, VOICE, CancelToken(), whole=False)
    (data,) = (tmp_path / "forms").glob("*.forms")
    content = bytearray(data.read_bytes())
    content[40] ^= 1
    data.write_bytes(content)
    assert np.array_equal(sound(keeping, what, Prosody()), fresh)
    assert not list((tmp_path / "forms").glob("*.forms"))


def form(tokens: int, *, body: bool, first: int) -> Form:
    chance = np.random.default_rng(tokens + first)
    frames = chance.integers(1, 5, tokens)
    length = 2 * int(frames.sum())
    f0 = chance.uniform(0, 300, length).astype(np.float32)
    states = chance.standard_normal((1, tokens, 128)).astype(np.float32)
    numbers = chance.integers(0, 256, (1, min(first, length), 256)).astype(np.uint8)
    levels = Levels(numbers, np.asarray(0.05, np.float32), np.asarray(90, np.uint8))
    return Form(
        frames, f0, Body(f0 / np.float32(7), states) if body else None, levels if first else None
    )


@pytest.mark.parametrize("body", [False, True])
@pytest.mark.parametrize(("tokens", "first"), [(1, 0), (2, 2), (11, 12), (300, 12)])
def test_a_form_comes_back_to_the_bit(tokens: int, first: int, body: bool) -> None:
    before = form(tokens, body=body, first=first)
    after = decode(encode(before), tokens)
    assert np.array_equal(before.frames, after.frames)
    assert np.array_equal(before.f0, after.f0)
    for one, other, names in (
        (before.body, after.body, ("energy", "states")),
        (before.first, after.first, ("numbers", "scale", "zero")),
    ):
        assert (one is None) == (other is None)
        for name in names if one is not None else ():
            assert np.array_equal(getattr(one, name), getattr(other, name))


CONTENT = encode(form(5, body=True, first=8))


@given(
    st.one_of(
        st.binary(max_size=100),
        st.integers(0, len(CONTENT) - 1).map(lambda end: CONTENT[:end]),
        st.tuples(st.integers(0, len(CONTENT) - 1), st.integers(1, 255)).map(
            lambda c: CONTENT[: c[0]] + bytes([CONTENT[c[0]] ^ c[1]]) + CONTENT[c[0] + 1 :]
        ),
    )
)
def test_strange_bytes_are_a_form_that_fits_or_an_error(content: bytes) -> None:
    try:
        found = decode(content, 5)
    except KeptSoundError:
        return
    assert len(found.frames) == 5
    assert 2 * found.frames.sum() == len(found.f0)
    assert np.isfinite(found.f0).all()
    assert found.first is None or found.first.numbers.shape[1] <= len(found.f0)


def test_a_form_of_another_number_of_tokens_is_an_error() -> None:
    with pytest.raises(KeptSoundError):
        decode(CONTENT, 6)

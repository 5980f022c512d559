"""A clause that was said begins sooner when it comes again, and is the same sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.messages import Prosody
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.forms import Forms
from sotto.voice.recent import Recent
from sotto.voice.shaping.lead import Lead
from sotto.voice.spectral.bundle import load_spectral_bundle
from sotto.voice.spectral.engine import SpectralEngine
from voice.test_spectral_forms import MANNERS, NEAR, VOICE, counted, run, sound

ROOM = 1 << 20
SHORT = "list item"
LONG = "the committee met on Tuesday to discuss the plans for the new library and its gardens " * 2


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SpectralEngine]:
    """One that remembers, and keeps nothing on disk."""
    made = SpectralEngine(load_spectral_bundle(CHECKOUT / "chorus"))
    made.lead = Lead(lambda: 0.0)
    made.keep_in(Forms(tmp_path / "forms", 0, ROOM))
    yield made
    made.close()


@pytest.mark.parametrize("text", ["b", SHORT, LONG])
def test_said_before_or_not_the_samples_are_the_same(
    engine: SpectralEngine, phonemizer: Phonemizer, text: str
) -> None:
    for what in (run(phonemizer, text), run(phonemizer, text, pitch=1.5)):
        forms, engine.forms = engine.forms, None
        fresh = [sound(engine, what, prosody) for prosody in MANNERS]
        engine.forms = forms
        sound(engine, what, Prosody())
        again = [sound(engine, what, prosody) for prosody in MANNERS]
        assert all(np.array_equal(one, other) for one, other in zip(fresh, again, strict=True))


@pytest.mark.parametrize("prosody", MANNERS[:NEAR])
@pytest.mark.parametrize("text", [SHORT, LONG])
def test_what_was_cut_off_begins_without_its_nets(
    engine: SpectralEngine,
    phonemizer: Phonemizer,
    monkeypatch: pytest.MonkeyPatch,
    prosody: Prosody,
    text: str,
) -> None:
    what = run(phonemizer, text)
    next(iter(engine.speak(what, VOICE, Prosody(), CancelToken())))
    nets = counted(engine, monkeypatch)
    chunks = engine.speak(what, VOICE, prosody, CancelToken())
    first = next(iter(chunks))
    assert len(first.samples)
    assert [net.runs for net in nets] == [0, 0, 0]
    rest = np.concatenate([chunk.samples for chunk in chunks])
    assert all(net.runs for net in nets)
    engine.forms = None
    whole = sound(engine, what, prosody)
    assert np.array_equal(np.concatenate([first.samples, rest]), whole)


def test_another_voice_or_text_is_not_taken_for_it(
    engine: SpectralEngine, phonemizer: Phonemizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = run(phonemizer, SHORT)
    sound(engine, what, Prosody())
    text, _, _ = counted(engine, monkeypatch)
    for other, voice in ((what, "chorus:emma"), (run(phonemizer, "list items"), VOICE)):
        before = text.runs
        list(engine.speak(other, voice, Prosody(), CancelToken()))
        assert text.runs == before + 1


def test_nothing_is_remembered_where_nothing_is_to_be_kept(
    engine: SpectralEngine, phonemizer: Phonemizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = run(phonemizer, SHORT)
    sound(engine, what, Prosody())
    assert engine.forms is not None
    engine.forms.recent_bytes = 0
    text, _, _ = counted(engine, monkeypatch)
    sound(engine, what, Prosody())
    engine.forms.recent_bytes = ROOM
    sound(engine, what, Prosody())
    assert text.runs == 2


def test_what_was_used_last_stays() -> None:
    recent: Recent[str] = Recent()
    for name in "abc":
        recent.put(name.encode(), name, 10)
    assert recent.get(b"a") == "a"
    recent.shrink(20)
    assert (recent.get(b"a"), recent.get(b"b"), recent.get(b"c")) == ("a", None, "c")
    recent.put(b"c", "anew", 20)
    recent.shrink(20)
    assert (len(recent), recent.get(b"c")) == (1, "anew")
    recent.shrink(0)
    assert len(recent) == 0

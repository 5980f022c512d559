"""The real text stage, phonemes and plain engine behind the speaker; only the sink is not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sotto.messages import Kind, Options, Prosody
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.speech.lifecycle import Reason
from sotto.synthesis.stages import Stages
from sotto.text.clauses import clauses
from sotto.voice.catalogue import CHECKOUT, Catalogue
from sotto.voice.espeak import EspeakEngine
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.engine import NeuralEngine
from sotto.voice.silent import RaisingEngine, ToneEngine
from speech.stage import ME, RATE, Stage, in_loop, same


@pytest.fixture(scope="module")
def owner() -> Iterator[EspeakThread]:
    thread = EspeakThread()
    yield thread
    thread.close()


@pytest.fixture(scope="module")
def real(owner: EspeakThread) -> Stages:
    catalogue = Catalogue((), EspeakEngine(owner))
    return Stages(clauses, Phonemizer(owner).run, catalogue, RATE, "espeak:en-us", "en")


@pytest.fixture(scope="module")
def natural(owner: EspeakThread) -> Stages:
    """The bundled neural voice."""
    engine = NeuralEngine(load_bundle(CHECKOUT / "sotto"))
    return Stages(clauses, Phonemizer(owner).run, Catalogue([engine], EspeakEngine(owner)), RATE)


def staged(stages: Stages) -> Stage:
    stage = Stage()
    stage.speaker.use(stages)
    return stage


@in_loop
async def say(stages: Stages, text: str, options: Options, told: list[Stage]) -> None:
    stage = staged(stages)
    spoken = stage.say(text, options=options)
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED, stage.speaker.why(spoken)
    assert stage.speaker.why(spoken).reason == ""
    stage.assert_idle()
    told.append(stage)


def spoken(stages: Stages, text: str, options: Options | None = None) -> Stage:
    told: list[Stage] = []
    say(stages, text, options or Options(), told)
    return told[0]


TEXT = "Hello, Dr. Smith! It is 14:30, and version 1.2.3 is here."


def test_it_sounds_the_same_every_time(natural: Stages) -> None:
    assert same(spoken(natural, TEXT).heard, spoken(natural, TEXT).heard)


def test_every_word_is_told_once_and_in_order(real: Stages) -> None:
    starts = [start for start, _ in spoken(real, TEXT).words(1)]
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    assert TEXT.index("here") in starts


def test_the_rate_is_followed_from_end_to_end(real: Stages) -> None:
    lengths = [
        len(spoken(real, TEXT, Options(prosody=Prosody(rate=rate))).heard)
        for rate in (0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
    ]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > 2.5 * lengths[3]
    assert lengths[-1] < 0.3 * lengths[3]


def test_marks_of_ssml_are_reached_in_order(real: Stages) -> None:
    text = '<speak>One <mark name="a"/>two.<mark name="b"/> Three <mark name="c"/></speak>'
    assert spoken(real, text, Options(kind=Kind.SSML)).marks(1) == ["a", "b", "c"]


def test_a_prosody_within_the_text_is_applied_once(real: Stages) -> None:
    fast = Options(kind=Kind.SSML, prosody=Prosody(rate=1.2))
    whole = len(spoken(real, "<speak>one two three four</speak>", fast).heard)
    inner = '<speak><prosody rate="120%">one two three four</prosody></speak>'
    same_rate = len(spoken(real, inner, Options(kind=Kind.SSML)).heard)
    assert abs(whole - same_rate) < 0.02 * whole


@pytest.mark.parametrize("text", ["a", ";", " ", "shift_a"])
@pytest.mark.parametrize("kind", [Kind.CHARACTER, Kind.KEY])
def test_characters_and_keys_are_heard(real: Stages, kind: Kind, text: str) -> None:
    sound = spoken(real, text, Options(kind=kind)).heard
    assert np.abs(sound).max() > 0.05
    assert np.flatnonzero(np.abs(sound) > 0.003)[0] <= 0.005 * RATE


def test_a_pause_goes_on_bit_by_bit_with_a_real_voice(natural: Stages) -> None:
    whole = spoken(natural, TEXT).heard

    @in_loop
    async def run() -> None:
        stage = staged(natural)
        identifier = stage.say(TEXT)
        await stage.play(1.3)
        stage.speaker.pause(identifier, ME)
        stopped = stage.sink.position()
        await stage.play(5)
        stage.speaker.resume(identifier, ME)
        await stage.play()
        after = stage.heard[stopped:]
        assert len(whole) - stopped <= len(after) < len(whole)
        assert same(after, whole[-len(after) :])

    run()


def test_a_broken_voice_is_replaced_within_its_sentence(real: Stages, owner: EspeakThread) -> None:
    catalogue = Catalogue((RaisingEngine(3),), EspeakEngine(owner))
    stages = Stages(clauses, Phonemizer(owner).run, catalogue, RATE)

    @in_loop
    async def run() -> None:
        stage = staged(stages)
        identifier = stage.say("one two three four five six seven eight")
        await stage.play()
        assert stage.reason(identifier) is Reason.FINISHED
        assert len(stage.words(identifier)) == 8
        why = stage.speaker.why(identifier)
        assert (why.engine, "broken on purpose" in why.reason) == ("raising", True)

    run()


def test_another_script_goes_to_its_own_voice(owner: EspeakThread) -> None:
    voice = ToneEngine("voice", ("en-us",))
    catalogue = Catalogue((voice,), EspeakEngine(owner))
    stages = Stages(clauses, Phonemizer(owner).run, catalogue, RATE)
    stage = spoken(stages, "hello, привет, world")
    by_voice = {word for call in voice.spoken for word in call}
    assert {"hello", "world"} <= by_voice
    assert "привет" not in by_voice
    assert len(stage.words(1)) == 3


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60), kind=st.sampled_from(Kind))
def test_any_text_is_spoken_to_its_end(text: str, kind: Kind, real: Stages) -> None:
    expected = sum(len(c.words) for c in clauses(text, Options(kind=kind), "en"))
    stage = spoken(real, text, Options(kind=kind))
    assert (len(stage.words(1)) > 0) == (expected > 0)
    assert (len(stage.heard) > 0) == (expected > 0)

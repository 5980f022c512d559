"""Which variant of a voice speaks: asked for, by battery saver, by lateness; and it stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.cancel import CancelToken
from sotto.messages import AudioChunk, Options, PhonemeRun, Priority, Prosody, Quality
from sotto.synthesis.quality import (
    CALM_SECONDS,
    LATE,
    LONGEST_CALM_SECONDS,
    QUICK,
    SPARE,
    WATCHED,
    QualityChooser,
    Strain,
)
from sotto.synthesis.workers import Lane
from sotto.voice.silent import ToneEngine
from speech.stage import Stage, in_loop

DEADLINE = 0.1
FAST = SPARE * DEADLINE / 2
SLOW = SPARE * DEADLINE * 2


def strained(now: float = 0.0) -> Strain:
    strain = Strain()
    for _ in range(LATE):
        strain.was_late(now)
    assert strain.is_slow
    return strain


def start(strain: Strain, now: float, times: int = QUICK, seconds: float = FAST) -> None:
    for _ in range(times):
        strain.started(now, seconds, DEADLINE)


# ---- strain


def test_one_late_start_is_no_strain() -> None:
    strain = Strain()
    strain.was_late(0.0)
    assert not strain.is_slow


def test_late_starts_far_apart_are_no_strain() -> None:
    strain = Strain()
    for now in range(5):
        strain.was_late(now)
        start(strain, now, WATCHED)
    assert not strain.is_slow


def test_quick_starts_alone_do_not_end_it_before_the_calm_does() -> None:
    strain = strained()
    start(strain, CALM_SECONDS - 1, 10 * QUICK)
    before = strain.is_slow
    start(strain, CALM_SECONDS, 1)
    assert (before, strain.is_slow) == (True, False)


def test_calm_alone_does_not_end_it_before_quick_starts_do() -> None:
    strain = strained()
    start(strain, 10 * CALM_SECONDS, QUICK - 1)
    start(strain, 10 * CALM_SECONDS, 1, SLOW)
    start(strain, 10 * CALM_SECONDS, QUICK - 1)
    assert strain.is_slow
    start(strain, 10 * CALM_SECONDS, 1)
    assert not strain.is_slow


def test_every_relapse_asks_for_a_longer_calm_up_to_a_limit() -> None:
    strain, now, calm = Strain(), 0.0, CALM_SECONDS
    for _ in range(10):
        for _ in range(LATE):
            strain.was_late(now)
        start(strain, now + calm - 1)
        before = strain.is_slow
        start(strain, now + calm)
        assert (before, strain.is_slow) == (True, False)
        now += calm
        calm = min(2 * calm, LONGEST_CALM_SECONDS)


@given(st.lists(st.sampled_from(["late", "fast", "slow"]), max_size=60))
def test_it_changes_only_for_its_reasons(events: list[str]) -> None:
    strain = Strain()
    for now, event in enumerate(events):
        before = strain.is_slow
        if event == "late":
            strain.was_late(now)
            assert strain.is_slow or not before
        else:
            start(strain, now, 1, FAST if event == "fast" else SLOW)
            assert before or not strain.is_slow


# ---- the choice


@pytest.mark.parametrize("asked", [Quality.FULL, Quality.LIGHT])
def test_what_was_asked_for_holds(asked: Quality) -> None:
    chooser = QualityChooser()
    assert chooser.choose(asked).quality is asked
    chooser.is_saving = True
    chooser.strain = strained()
    assert chooser.choose(asked, Priority.NOTIFICATION).quality is asked


@pytest.mark.parametrize("priority", Priority)
def test_auto_is_light_for_what_only_informs(priority: Priority) -> None:
    is_brief = priority in (Priority.NOTIFICATION, Priority.PROGRESS)
    chosen = QualityChooser().choose(Quality.AUTO, priority)
    assert chosen.quality is (Quality.LIGHT if is_brief else Quality.FULL)
    assert bool(chosen.reason) is is_brief


def test_auto_follows_the_battery_saver() -> None:
    chooser = QualityChooser()
    chooser.is_saving = True
    assert chooser.choose(Quality.AUTO).quality is Quality.LIGHT
    chooser.is_saving = False
    assert chooser.choose(Quality.AUTO).quality is Quality.FULL


def test_auto_follows_the_strain() -> None:
    chooser = QualityChooser()
    chooser.strain = strained()
    assert chooser.choose(Quality.AUTO).quality is Quality.LIGHT


@given(st.sampled_from(Quality), st.sampled_from(Priority), st.booleans())
def test_a_settled_request_stays_as_it_is(asked: Quality, priority: Priority, saves: bool) -> None:
    chooser = QualityChooser()
    chooser.is_saving = saves
    options = Options(prosody=Prosody(rate=2.0, quality=asked), priority=priority)
    settled = chooser.settle(options)
    assert settled.prosody.quality is not Quality.AUTO
    chooser.is_saving = not saves
    assert chooser.settle(settled) == settled
    assert replace(settled, prosody=options.prosody) == options


# ---- in the speaker


class Heard(ToneEngine):
    """Notes the quality that every call asked for; a neural voice that has a light variant."""

    def __init__(self) -> None:
        super().__init__("voice")
        self.qualities: list[Quality] = []
        (info,) = self._voices
        self._voices = (replace(info, engine="neural", has_light=True),)

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        self.qualities.append(prosody.quality)
        return super().speak(run, voice, prosody, cancel)


def heard_stage() -> tuple[Heard, Stage]:
    engine = Heard()
    return engine, Stage(engine, ToneEngine("plain", ("en-us",), needs_phonemes=False))


@in_loop
async def test_an_utterance_keeps_the_quality_it_began_with() -> None:
    engine, stage = heard_stage()
    number = stage.say("one. two. three.")
    await stage.settle_steps(2)
    stage.speaker.quality.is_saving = True
    await stage.play()
    assert engine.qualities == [Quality.FULL] * 3
    assert stage.speaker.why(number).quality == "full"


@in_loop
async def test_another_quality_is_another_sound_in_the_cache() -> None:
    engine, stage = heard_stage()
    for is_saving in (False, True, False, True):
        stage.speaker.quality.is_saving = is_saving
        number = stage.say("one")
        await stage.play()
        assert stage.speaker.why(number).quality == ("light" if is_saving else "full")
    assert engine.qualities == [Quality.FULL, Quality.LIGHT]


@in_loop
async def test_what_is_fetched_ahead_is_what_will_be_asked_for() -> None:
    engine, stage = heard_stage()
    stage.speaker.quality.is_saving = True
    stage.speaker.prefetch(["one"], Options(), ":1.1")
    await stage.settle()
    number = stage.say("one")
    await stage.play()
    assert stage.speaker.why(number).cached
    assert engine.qualities == [Quality.LIGHT]


@in_loop
async def test_late_sound_leads_to_the_light_variant_until_it_is_quick_again() -> None:
    engine, stage = heard_stage()
    stage.workers.stuck.add(Lane.VOICE)
    for _ in range(LATE):
        stage.say("one")
        await stage.play()
    stage.workers.stuck.clear()
    assert engine.qualities == []
    await stage.play(CALM_SECONDS)
    for number in range(QUICK + 1):
        stage.say(f"text {number}")
        await stage.play()
    assert engine.qualities == [*[Quality.LIGHT] * QUICK, Quality.FULL]


@in_loop
async def test_sound_that_was_not_rendered_tells_nothing_about_the_machine() -> None:
    _, stage = heard_stage()
    stage.speaker.quality.strain = strained(stage.clock())
    stage.say("one")
    await stage.play(2 * CALM_SECONDS)
    for _ in range(3 * QUICK):
        stage.say("one")
        await stage.play()
    assert stage.speaker.quality.strain.is_slow


@in_loop
async def test_on_a_slow_machine_what_is_kept_in_full_is_said_in_full() -> None:
    engine, stage = heard_stage()
    stage.say("one")
    await stage.play()
    stage.speaker.quality.strain = strained(stage.clock())
    numbers = [stage.say("one"), stage.say("two")]
    await stage.play()
    told = [(stage.speaker.why(n).quality, stage.speaker.why(n).cached) for n in numbers]
    assert told == [("full", True), ("light", False)]
    assert engine.qualities == [Quality.FULL, Quality.LIGHT]

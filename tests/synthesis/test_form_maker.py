"""Common texts are prepared while nobody speaks: letters first, given way at once, and once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.errors import EngineError, KeptSoundError
from sotto.messages import HOUSE_RATE, Kind, Options, PhonemeRun, Priority, Prosody, Style
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.speech.lifecycle import Reason
from sotto.synthesis import form_maker
from sotto.synthesis.form_maker import QUIET_SECONDS, SLICE_SECONDS, USES, pause_after
from sotto.text.clauses import clauses
from sotto.text.dictionary.dictionary import Dictionary, DictionaryEntry
from sotto.text.phrases.common import common
from sotto.voice.abilities import Abilities
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.forms import Forms, Shelf
from sotto.voice.sessions import Session, Tensor
from sotto.voice.silent import ToneEngine
from sotto.voice.spectral.bundle import load_spectral_bundle
from sotto.voice.spectral.engine import SpectralEngine
from speech.stage import Stage, in_loop

LIST = [*islice(common("en"), 300)]
TEXTS = [text for _, text in LIST]
LETTER = Options(kind=Kind.CHARACTER)


@pytest.fixture(autouse=True)
def short_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand words would take a minute."""
    monkeypatch.setattr(form_maker, "common", lambda language: iter(LIST))


class KeepingEngine(ToneEngine):
    """Keeps the words of a clause; `kept` are those of every call, `after` is called by each."""

    def __init__(self, forms: Forms, error: Exception | None = None) -> None:
        able = Abilities(HOUSE_RATE, rate_limits=(0.5, 2.0), keeps_forms=True)
        super().__init__("voice", abilities=able)
        self.kept: list[tuple[str, ...]] = []
        self.after: Callable[[], object] = lambda: None
        self._forms = forms
        self._error = error

    def keep_in(self, forms: Forms) -> None:
        self._forms = forms

    def shelf(self, voice: str, language: str) -> Shelf | None:
        return self._forms.shelf(f"{voice} {language}")

    def keep(self, run: PhonemeRun, voice: str, cancel: CancelToken, *, whole: bool) -> bool:
        cancel.check()
        words = tuple(word.text for word in run.clause.words)
        self.kept.append(words)
        self.after()
        if self._error is not None:
            raise self._error
        shelf = self.shelf(voice, run.clause.language)
        assert shelf is not None
        return shelf.put(repr(words).encode(), b"form")


def opened(folder: Path, limit: int = 8 << 20) -> Forms:
    forms = Forms(folder / "forms", limit)
    forms.open("voice")
    return forms


def stage_of(forms: Forms, error: Exception | None = None) -> tuple[Stage, KeepingEngine]:
    engine = KeepingEngine(forms, error)
    plain = ToneEngine("plain", ("en-us", "de"), needs_phonemes=False)
    return Stage(engine, plain, clauses=clauses, forms=forms), engine


def slowly(stage: Stage, engine: KeepingEngine) -> None:
    """Let every text take as much time as two of them may in a slice."""
    engine.after = lambda: stage.clock.advance_to(stage.clock() + SLICE_SECONDS / 2)


@in_loop
async def test_letters_come_first_then_all_else_and_then_nothing_any_more(tmp_path: Path) -> None:
    forms = opened(tmp_path)
    stage, engine = stage_of(forms)
    await stage.play()
    assert [words[0] for words in engine.kept[:26]] == list("abcdefghijklmnopqrstuvwxyz")
    assert len(engine.kept) >= len(TEXTS)
    stage.assert_idle()
    forms.close()
    later_forms = opened(tmp_path)
    later, quiet = stage_of(later_forms)
    await later.play()
    assert quiet.kept == []
    later.assert_idle()


@in_loop
async def test_a_request_is_not_kept_waiting_and_the_rest_follows(tmp_path: Path) -> None:
    stage, engine = stage_of(opened(tmp_path))
    slowly(stage, engine)
    await stage.settle_steps(100)
    made = len(engine.kept)
    spoken = stage.say("hello")
    await stage.settle_steps(1)
    assert engine.spoken == [("hello",)]
    await stage.play(QUIET_SECONDS / 2)
    assert len(engine.kept) <= made + 1
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert len(engine.kept) >= len(TEXTS)
    stage.assert_idle()


@in_loop
async def test_letters_are_made_in_one_go_and_words_with_pauses(tmp_path: Path) -> None:
    stage, engine = stage_of(opened(tmp_path))
    times: dict[str, float] = {}

    def after() -> None:
        times.setdefault(engine.kept[-1][0], stage.clock())
        stage.clock.advance_to(stage.clock() + SLICE_SECONDS / 2)

    engine.after = after
    await stage.play()
    letters = times["z"] - times["a"]
    assert letters == pytest.approx(25 * SLICE_SECONDS / 2)
    assert stage.clock() > 1.5 * len(TEXTS) * SLICE_SECONDS / 2


@in_loop
async def test_while_power_is_saved_nothing_is_made(tmp_path: Path) -> None:
    forms = Forms(tmp_path / "forms", 8 << 20)
    stage, engine = stage_of(forms)
    stage.speaker.quality.is_saving = True
    forms.open("voice")
    stage.speaker.look_again()
    await stage.play()
    assert engine.kept == []
    stage.speaker.quality.is_saving = False
    stage.say("hello")
    await stage.play()
    assert len(engine.kept) >= len(TEXTS)
    stage.assert_idle()


@pytest.mark.parametrize("error", [EngineError("broken"), KeptSoundError("disk full")])
@in_loop
async def test_what_fails_is_not_tried_for_ever(tmp_path: Path, error: Exception) -> None:
    stage, engine = stage_of(opened(tmp_path), error)
    await stage.play()
    assert len(engine.kept) == 1
    spoken = stage.say("hello")
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    stage.assert_idle()


@in_loop
async def test_it_ends_where_there_is_no_room_left(tmp_path: Path) -> None:
    stage, engine = stage_of(opened(tmp_path, limit=3000))
    await stage.play()
    assert 20 < len(engine.kept) < 200
    stage.assert_idle()


@in_loop
async def test_a_voice_that_requests_name_is_prepared_too(tmp_path: Path) -> None:
    forms = opened(tmp_path)
    stage, engine = stage_of(forms)
    other = KeepingEngine(forms)
    other.name = "other"
    named = replace(engine.voices()[0], identifier="other:en", name="other", languages=("en-gb",))
    other._voices = (named,)
    stage.stages.catalogue.use([engine, other])
    await stage.play()
    assert other.kept == []
    for number in range(USES):
        stage.say(f"words{number}", options=Options(voice="other:en"))
        await stage.play(5.0)
    await stage.play()
    assert [words[0] for words in other.kept[:2]] == ["a", "b"]


@in_loop
async def test_nothing_that_is_said_is_written(tmp_path: Path) -> None:
    forms = opened(tmp_path)
    stage, engine = stage_of(forms)
    await stage.play()
    before = {file.name: file.read_bytes() for file in (tmp_path / "forms").iterdir()}
    for _ in range(5):
        stage.say("sekretwort", priority=Priority.TEXT)
        await stage.play()
    assert {file.name: file.read_bytes() for file in (tmp_path / "forms").iterdir()} == before
    assert ("sekretwort",) not in engine.kept


# ---- with the real voice


class Counted:
    """A graph that counts its runs."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.runs = 0

    def run(self, feed: Mapping[str, Tensor], cancel: CancelToken) -> list[np.ndarray]:
        self.runs += 1
        return self._session.run(feed, cancel)


@in_loop
async def test_in_the_first_second_a_letter_takes_no_text_net_whatever_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = [*LIST[:30], (Kind.TEXT, "selected")]
    monkeypatch.setattr(form_maker, "common", lambda language: iter(short))
    forms = opened(tmp_path)
    engine = SpectralEngine(load_spectral_bundle(CHECKOUT / "chorus"))
    engine.keep_in(forms)
    plain = ToneEngine("plain", ("en-us", "de"), needs_phonemes=False)
    owner = EspeakThread()
    own = [Dictionary()]
    stage = Stage(
        engine,
        plain,
        clauses=lambda text, options, language: clauses(text, options, language, own[0]),
        phonemes=Phonemizer(owner).run,
        forms=forms,
    )
    shelf = engine.shelf("chorus:heart", "en-us")
    assert shelf is not None
    while len(shelf) < 31:
        await stage.settle_steps(1)
    text = Counted(engine.planner.text)
    monkeypatch.setattr(engine.planner, "text", text)
    stage.speaker.quality.is_saving = True
    for prosody in (
        Prosody(),
        Prosody(rate=3.0),
        Prosody(pitch=1.4),
        Prosody(style=Style.WHISPER),
        Prosody(style=Style.CALM, volume=0.5),
    ):
        spoken = stage.say("b", options=replace(LETTER, prosody=prosody))
        await stage.play()
        why = stage.speaker.why(spoken)
        assert (why.engine, why.cached, why.reason, text.runs) == ("spectral", False, "", 0)
    stage.say("selected")
    await stage.play()
    assert text.runs == 0
    own[0] = Dictionary([DictionaryEntry("selected", "bumble bee")])
    stage.speaker.use(stage.stages)
    stage.say("selected")
    await stage.play()
    assert text.runs == 1
    owner.close()
    engine.close()


def test_half_of_a_free_processor_is_taken_and_little_of_a_wanted_one() -> None:
    assert pause_after(0.05, 0.05) == 0.05
    assert pause_after(0.05, 0.06) == 0.05, "clocks differ"
    assert pause_after(0.10, 0.05) > 8 * 0.05

"""Phrases are rendered in quiet moments and start from disk in later runs, without the voice."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sotto.messages import Kind, Options, Priority, Prosody, Quality
from sotto.speech.lifecycle import Reason
from sotto.synthesis.cache_warmer import QUIET_SECONDS, USES
from sotto.synthesis.disk_cache import DiskCache
from sotto.synthesis.memory_cache import cache_key
from sotto.synthesis.workers import Lane
from sotto.text.clauses import clauses
from sotto.text.phrases import phrases
from sotto.voice.engine import Engine
from sotto.voice.silent import RaisingEngine, ToneEngine
from speech.stage import ME, Stage, in_loop, same

LIMIT = 32 << 20
LETTER = Options(kind=Kind.CHARACTER)
COUNT = len(list(phrases("en")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "phrases"


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run left that spoke in the common manner."""
    folder = tmp_path_factory.mktemp("earlier") / "phrases"

    @in_loop
    async def fill() -> None:
        stage, disk_cache = run(folder)
        await use(stage)
        await stage.play()
        assert kept(disk_cache) == COUNT
        stage.assert_idle()

    fill()
    return folder


@pytest.fixture
def filled(earlier: Path, root: Path) -> Path:
    shutil.copytree(earlier, root)
    return root


def run(
    root: Path, *engines: Engine, fingerprint: str = "voice", limit: int = LIMIT
) -> tuple[Stage, DiskCache]:
    """A run of the daemon, as far as sound is concerned."""
    disk_cache = DiskCache(root, limit)
    disk_cache.open(fingerprint)
    return Stage(*engines, clauses=clauses, disk_cache=disk_cache), disk_cache


async def use(stage: Stage, options: Options | None = None, times: int = USES) -> None:
    """Say something that is no phrase, and hear it."""
    for number in range(times):
        stage.say(f"words{number}", options=options)
        await stage.play(1.0)


def kept(disk_cache: DiskCache, options: Options | None = None) -> int:
    asked = options or Options()
    full = replace(asked, prosody=replace(asked.prosody, quality=Quality.FULL))
    manner = cache_key("", full, "", "en")
    return sum(manner.of(kind, text) in disk_cache for kind, text in phrases("en"))


@in_loop
async def test_a_later_run_says_phrases_without_the_voice(filled: Path) -> None:
    later, _ = run(filled)
    spoken = [
        later.say("q", options=LETTER),
        later.say("push button"),
        later.say("page-up", options=Options(kind=Kind.KEY)),
    ]
    await later.play()
    assert [later.reason(each) for each in spoken] == [Reason.FINISHED] * 3
    assert later.voice.spoken == []
    assert later.plain.spoken == []
    for each in spoken:
        why = later.speaker.why(each)
        assert (why.engine, why.voice, why.cached, why.reason) == ("voice", "voice:en", True, "")
        assert list(why.stages) == ["disk"]
    later.assert_idle()


@in_loop
async def test_it_sounds_and_tells_as_if_it_were_rendered(root: Path) -> None:
    options = Options(prosody=Prosody(rate=3.0, pitch=1.2))
    stage, _ = run(root)
    await use(stage, options)
    await stage.play()
    later, _ = run(root)
    spoken = later.say("check menu item", options=options)
    await later.play()
    assert later.voice.spoken == []
    fresh = Stage(clauses=clauses)
    fresh.say("check menu item", options=options)
    await fresh.play()
    assert fresh.voice.spoken == [("check", "menu", "item")]
    assert same(later.heard, fresh.heard)
    assert later.words(spoken) == [(0, 5), (6, 10), (11, 15)]


@in_loop
async def test_marks_are_told_where_the_request_has_them(filled: Path) -> None:
    later, _ = run(filled)
    text = '<speak>push <mark name="1"/>button</speak>'
    spoken = later.say(text, options=Options(kind=Kind.SSML))
    await later.play()
    assert later.voice.spoken == []
    assert later.marks(spoken) == ["1"]
    assert [text[start:end] for start, end in later.words(spoken)] == ["push", "button"]


@in_loop
async def test_said_again_it_needs_no_disk_either(filled: Path) -> None:
    later, _ = run(filled)
    later.say("button")
    await later.play()
    for file in filled.rglob("*/*"):
        file.unlink()
    again = later.say("button")
    await later.play()
    assert later.voice.spoken == []
    assert later.speaker.why(again).stages == {}


@pytest.mark.parametrize(
    "other",
    [
        Options(prosody=Prosody(rate=2.0)),
        Options(prosody=Prosody(volume=0.5)),
        Options(voice="voice:en"),
        Options(language="en"),
    ],
)
@in_loop
async def test_another_manner_is_rendered(filled: Path, other: Options) -> None:
    later, _ = run(filled)
    spoken = later.say("button", options=other)
    await later.play()
    assert later.voice.spoken == [("button",)]
    assert not later.speaker.why(spoken).cached


@in_loop
async def test_a_changed_voice_is_rendered(filled: Path) -> None:
    later, _ = run(filled, fingerprint="another")
    later.say("button")
    await later.play()
    assert later.voice.spoken == [("button",)]


@in_loop
async def test_nothing_is_rendered_before_it_is_quiet_or_in_use(root: Path) -> None:
    stage, disk_cache = run(root)
    await use(stage, times=USES - 1)
    await stage.play()
    assert kept(disk_cache) == 0
    stage.say("again")
    await stage.play(QUIET_SECONDS / 2)
    assert kept(disk_cache) == 0
    stage.say("once more")
    await stage.play(QUIET_SECONDS / 2)
    assert kept(disk_cache) == 0
    await stage.play(QUIET_SECONDS)
    assert kept(disk_cache) == COUNT


@in_loop
async def test_nothing_is_rendered_while_power_is_saved(root: Path) -> None:
    stage, disk_cache = run(root)
    stage.speaker.quality.is_saving = True
    await use(stage)
    await stage.play()
    stage.assert_idle()
    assert disk_cache.size == 0
    stage.speaker.quality.is_saving = False
    await use(stage)
    await stage.play()
    assert kept(disk_cache) == COUNT


@in_loop
async def test_the_manner_of_notifications_is_not_worth_it(root: Path) -> None:
    stage, _ = run(root)
    for number in range(2 * USES):
        stage.say(f"news{number}", priority=Priority.NOTIFICATION)
        await stage.play(1.0)
    await stage.play()
    assert list(root.rglob("*/*")) == []
    stage.assert_idle()


@in_loop
async def test_done_once_there_is_neither_work_nor_a_timer(root: Path) -> None:
    stage, _ = run(root)
    await use(stage)
    await stage.play()
    calls = len(stage.voice.spoken)
    stage.say("button")
    await stage.play()
    assert len(stage.voice.spoken) == calls
    stage.assert_idle()


@in_loop
async def test_a_request_stops_it_at_once_and_it_goes_on_later(root: Path) -> None:
    stage, disk_cache = run(root)
    await use(stage)
    stage.clock.advance(QUIET_SECONDS)
    await stage.settle_steps(100)
    some = kept(disk_cache)
    assert 0 < some < COUNT
    spoken = stage.say("now")
    calls = len(stage.voice.spoken)
    await stage.play(QUIET_SECONDS / 2)
    assert stage.voice.spoken[calls:] == [("now",)]
    assert stage.reason(spoken) is Reason.FINISHED
    assert kept(disk_cache) == some
    await stage.play()
    assert kept(disk_cache) == COUNT
    stage.assert_idle()
    undisturbed, _ = run(root.with_name("undisturbed"))
    await use(undisturbed)
    await undisturbed.play()
    again = len(stage.voice.spoken) - len(undisturbed.voice.spoken) - 1
    assert again <= 1, "at most the one that was stopped is rendered twice"


@in_loop
async def test_streams_and_wishes_stop_it_too(root: Path) -> None:
    stage, disk_cache = run(root)
    await use(stage)
    stage.clock.advance(QUIET_SECONDS)
    await stage.settle_steps(10)
    some = kept(disk_cache)
    stage.speaker.prefetch(["wished for"], Options(), ME)
    await stage.settle()
    assert stage.voice.spoken[-1] == ("wished", "for")
    assert kept(disk_cache) == some
    await stage.play()
    assert kept(disk_cache) == COUNT


@in_loop
async def test_closed_it_does_not_wake_up(root: Path) -> None:
    stage, _ = run(root)
    await use(stage)
    assert stage.clock.next_call is not None
    stage.speaker.close()
    assert stage.clock.next_call is None


@in_loop
async def test_a_later_run_renders_only_what_is_missing(filled: Path) -> None:
    lost = sorted(filled.rglob("*/*"))[:5]
    for file in lost:
        file.write_bytes(b"damaged")
    later, disk_cache = run(filled)
    await use(later)
    await later.play()
    assert len(later.voice.spoken) == USES, "damage is found when it is read"
    for kind, text in phrases("en"):
        later.say(text, options=Options(kind=kind))
        await later.play(5.0)
    assert len(later.voice.spoken) - USES == len(lost)
    assert kept(disk_cache) == COUNT - len(lost)


@in_loop
async def test_two_manners_and_no_more_than_there_is_room_for(root: Path) -> None:
    fast = Options(prosody=Prosody(rate=2.0))
    stage, disk_cache = run(root)
    await use(stage)
    await use(stage, fast)
    await stage.play()
    assert (kept(disk_cache), kept(disk_cache, fast)) == (COUNT, COUNT)
    small, disk_cache = run(root.with_name("small"), limit=500_000)
    await use(small)
    await use(small, fast)
    await small.play()
    on_disk = sum(file.stat().st_size for file in root.with_name("small").rglob("*/*"))
    assert on_disk <= 500_000
    assert 0 < kept(disk_cache, fast) < COUNT
    small.assert_idle()


@in_loop
async def test_what_the_plain_voice_says_is_not_kept(root: Path) -> None:
    stage, _ = run(root)
    german = Options(language="de")
    await use(stage, german)
    await stage.play()
    assert list(root.rglob("*/*")) == []
    stage.assert_idle()


@pytest.mark.parametrize("lack", ["is_deterministic", "stops_within_step"])
@in_loop
async def test_what_cannot_be_repeated_or_stopped_is_not_kept(root: Path, lack: str) -> None:
    voice, plain = ToneEngine("voice"), ToneEngine("plain", needs_phonemes=False)
    voice.abilities = replace(voice.abilities, **{lack: False})  # type: ignore[arg-type]
    stage, disk_cache = run(root, voice, plain)
    await use(stage)
    await stage.play()
    assert kept(disk_cache) == 0
    stage.assert_idle()


@in_loop
async def test_a_voice_that_fails_is_not_kept_and_tried_again_when_used(root: Path) -> None:
    stage, disk_cache = run(root, RaisingEngine(), ToneEngine("plain", needs_phonemes=False))
    await use(stage)
    await stage.play()
    assert kept(disk_cache) == 0
    stage.assert_idle()
    well, disk_cache = run(root)
    await use(well)
    await well.play()
    assert kept(disk_cache) == COUNT


@in_loop
async def test_a_disk_that_is_full_costs_nothing_but_the_sounds(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage, disk_cache = run(root)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    await use(stage)
    await stage.play()
    assert kept(disk_cache) == 0
    assert caplog.text.count("No space left") == 1
    spoken = stage.say("button")
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    stage.assert_idle()


@in_loop
async def test_a_lane_that_takes_no_job_is_no_harm(root: Path) -> None:
    stage, disk_cache = run(root)
    await use(stage)
    stage.workers.refused = {Lane.VOICE}
    await stage.play()
    assert kept(disk_cache) == 0
    stage.assert_idle()
    stage.workers.refused = set()
    await use(stage)
    await stage.play()
    assert kept(disk_cache) == COUNT


@in_loop
async def test_a_disk_that_hangs_is_late_and_the_fallback_speaks(filled: Path) -> None:
    later, _ = run(filled)
    later.workers.stuck = {Lane.VOICE}
    spoken = later.say("button")
    await later.play()
    assert later.plain.spoken == [("button",)]
    assert later.reason(spoken) is Reason.FINISHED

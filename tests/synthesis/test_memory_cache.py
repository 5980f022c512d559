"""The cache by itself, and what it saves: no model is asked for what is known."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from sotto.messages import (
    AudioChunk,
    Capitals,
    Clarity,
    Cue,
    Kind,
    MarkCue,
    Options,
    Priority,
    Prosody,
    Punctuation,
    Style,
    WordCue,
)
from sotto.speech.lifecycle import Reason
from sotto.synthesis.memory_cache import CachedSound, MemoryCache, cache_key
from sotto.synthesis.workers import Lane
from speech.stage import ME, OTHER, RATE, Stage, in_loop, reference, same


def sound(samples: int, value: float = 0.0) -> CachedSound:
    chunk = AudioChunk(np.full(samples, value, np.float32), RATE)
    return CachedSound((chunk,), "tone", "tone:en")


def test_the_least_recently_used_goes_first() -> None:
    cache = MemoryCache(3 * sound(1000).size)
    for key in "abc":
        cache.put(key, sound(1000))
    assert cache.get("a") is not None
    cache.put("d", sound(1000))
    assert [key in cache for key in "abcd"] == [True, False, True, True]
    assert cache.size == 3 * sound(1000).size


def test_what_is_long_does_not_push_out_what_is_short() -> None:
    cache = MemoryCache(10 * sound(2 * RATE).size)
    for letter in range(50):
        cache.put(letter, sound(RATE // 4))
    for line in range(100):
        cache.put(f"line {line}", sound(2 * RATE))
    assert all(letter in cache for letter in range(50))
    assert [f"line {line}" in cache for line in (80, 99)] == [False, True]


def test_what_is_short_leaves_some_room_to_what_is_long() -> None:
    cache = MemoryCache(10 * sound(2 * RATE).size)
    cache.put("line", sound(RATE + 1))
    for word in range(200):
        cache.put(word, sound(RATE))
    assert "line" in cache
    assert [word in cache for word in (0, 199)] == [False, True]
    assert cache.size <= 10 * sound(2 * RATE).size


def test_a_sound_that_is_put_again_may_be_of_another_length() -> None:
    cache = MemoryCache()
    for seconds in (3, 1, 2):
        cache.put("a", sound(seconds * RATE))
        assert (len(cache), cache.size) == (1, sound(seconds * RATE).size)
        assert cache.get("a") is not None and cache.has_whole("a")


def test_its_size_is_bounded_whatever_is_put() -> None:
    cache = MemoryCache(100_000)
    for index in range(500):
        cache.put(index % 37, sound(100 + 997 * index % 30_000))
        assert cache.size <= 100_000
    assert len(cache) > 0


def test_long_markup_around_a_short_sound_counts() -> None:
    cache = MemoryCache(1_000_000)
    for index in range(50):
        text = f"<speak>{'<s>' * 50_000}{index}"
        cache.put(cache_key(text, Options(kind=Kind.SSML), "", "en"), sound(100))
        assert cache.size <= 1_000_000
    assert 1 <= len(cache) < 7


def test_the_cues_of_a_sound_count() -> None:
    cache = MemoryCache(1_000_000)
    for index in range(50):
        words = (WordCue(0, each, each + 1) for each in range(1000))
        cues: list[Cue] = [MarkCue(0, "x" * 100_000), *words]
        chunk = AudioChunk(np.zeros(100, np.float32), RATE, tuple(cues))
        cache.put(index, CachedSound((chunk,), "tone", "tone:en"))
    assert 1 <= len(cache) < 5


def test_putting_again_replaces() -> None:
    cache = MemoryCache()
    cache.put("a", sound(100))
    cache.put("a", sound(200))
    assert (len(cache), cache.size) == (1, sound(200).size)


def test_long_and_large_sounds_are_not_kept() -> None:
    cache = MemoryCache()
    cache.put("long", sound(4 * RATE))
    assert len(cache) == 0
    small = MemoryCache(1000)
    small.put("large", sound(1000))
    assert small.get("large") is None


def test_clear() -> None:
    cache = MemoryCache()
    cache.put("a", sound(100))
    cache.clear()
    assert (len(cache), cache.size) == (0, 0)


@pytest.mark.parametrize(
    "other",
    [
        Options(kind=Kind.CHARACTER),
        Options(voice="b"),
        Options(language="de"),
        Options(prosody=Prosody(rate=1.1)),
        Options(prosody=Prosody(pitch=1.1)),
        Options(prosody=Prosody(pitch_range=1.1)),
        Options(prosody=Prosody(volume=1.1)),
        Options(prosody=Prosody(style=Style.WHISPER)),
        Options(prosody=Prosody(clarity=Clarity.ON)),
        Options(punctuation=Punctuation.ALL),
        Options(capitals=Capitals.SPELL),
    ],
)
def test_whatever_changes_the_sound_changes_the_key(other: Options) -> None:
    assert cache_key("a", other, "", "en") != cache_key("a", Options(), "", "en")


def test_what_does_not_change_the_sound_does_not_change_the_key() -> None:
    urgent = Options(priority=Priority.IMPORTANT, resume=True)
    assert cache_key("a", urgent, "", "en") == cache_key("a", Options(), "", "en")
    assert cache_key("a", Options(), "x", "en") != cache_key("a", Options(), "y", "en")


@in_loop
async def test_what_was_spoken_is_known_and_sounds_the_same() -> None:
    stage = Stage()
    first = stage.say("button *m pressed")
    await stage.play()
    middle, calls, steps = stage.sink.position(), len(stage.voice.spoken), stage.workers.steps
    again = stage.say("button *m pressed", client=OTHER, priority=Priority.MESSAGE)
    await stage.play()
    assert len(stage.voice.spoken) == calls
    assert stage.workers.steps == steps, "not even the threads are woken"
    assert same(stage.heard[:middle], stage.heard[middle:])
    assert stage.words(again) == stage.words(first)
    assert stage.marks(again) == ["m"]
    why = stage.speaker.why(again)
    assert (why.cached, why.engine, why.voice, why.reason) == (True, "voice", "voice:en", "")
    assert not stage.speaker.why(first).cached
    stage.assert_idle()


@in_loop
async def test_what_was_cut_off_is_not_known() -> None:
    stage = Stage()
    spoken = stage.say("word " * 20)
    await stage.settle_steps(2)
    stage.speaker.cancel(spoken, ME)
    await stage.play()
    again = stage.say("word " * 20)
    await stage.play()
    assert not stage.speaker.why(again).cached


@in_loop
async def test_other_stages_know_nothing_of_it() -> None:
    stage = Stage()
    stage.say("word")
    await stage.play()
    other = Stage()
    stage.speaker.use(other.stages)
    again = stage.say("word")
    await stage.play()
    assert not stage.speaker.why(again).cached
    assert other.voice.spoken == [("word",)]


@in_loop
async def test_prefetched_texts_are_spoken_without_a_model() -> None:
    stage = Stage()
    stage.speaker.prefetch(["one", "two", "one"], Options(), ME)
    await stage.settle()
    assert stage.voice.spoken == [("one",), ("two",)]
    assert stage.sink.end() == 0
    assert stage.events == []
    spoken = [stage.say("one"), stage.say("two")]
    await stage.play()
    assert stage.voice.spoken == [("one",), ("two",)]
    assert all(stage.speaker.why(each).cached for each in spoken)
    stage.assert_idle()


@in_loop
async def test_a_request_goes_before_what_is_prefetched() -> None:
    stage = Stage()
    stage.speaker.prefetch(["long " * 20, "other"], Options(), ME)
    await stage.settle_steps(1)
    spoken = stage.say("now")
    await stage.settle_steps(2)
    assert stage.sink.end() > 0
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    calls = len(stage.voice.spoken)
    for text in ("long " * 20, "other"):
        again = stage.say(text)
        await stage.play()
        assert stage.speaker.why(again).cached
    assert len(stage.voice.spoken) == calls
    stage.assert_idle()


@in_loop
async def test_prefetching_waits_while_speech_is_rendered() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    stage.say("speech")
    stage.speaker.prefetch(["later"], Options(), ME)
    assert stage.workers.jobs == 1
    stage.workers.stuck = set()
    await stage.play()
    assert stage.voice.spoken == [("speech",), ("later",)]


@in_loop
async def test_nothing_is_prefetched_by_an_engine_that_cannot_be_stopped() -> None:
    stage = Stage()
    stage.voice.abilities = replace(stage.voice.abilities, stops_within_step=False)
    stage.speaker.prefetch(["one"], Options(), ME)
    await stage.settle()
    assert stage.voice.spoken == stage.plain.spoken == []
    stage.say("one")
    await stage.play()
    assert stage.voice.spoken == [("one",)]
    stage.assert_idle()


@in_loop
async def test_prefetching_has_no_deadline() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    stage.speaker.prefetch(["one"], Options(), ME)
    await stage.play(10)
    assert stage.plain.spoken == []
    stage.workers.stuck = set()
    await stage.settle()
    assert stage.voice.spoken == [("one",)]


@in_loop
async def test_a_client_that_goes_takes_its_wishes_along() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    stage.speaker.prefetch(["one", "two"], Options(), ME)
    stage.speaker.prefetch(["three"], Options(), OTHER)
    stage.speaker.client_gone(ME)
    stage.workers.stuck = set()
    await stage.play()
    assert stage.voice.spoken == [("three",)]
    stage.assert_idle()


@in_loop
async def test_wishes_are_bounded() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    stage.speaker.prefetch([str(index) for index in range(2000)], Options(), ME)
    stage.workers.stuck = set()
    await stage.play()
    assert len(stage.voice.spoken) <= 501
    assert stage.voice.spoken[:2] == [("0",), ("1",)]


@in_loop
async def test_the_last_wishes_come_first() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    stage.speaker.prefetch(["one", "two", "three"], Options(), ME)
    stage.speaker.prefetch(["four", "five"], Options(), OTHER)
    stage.workers.stuck = set()
    await stage.play()
    assert stage.voice.spoken == [("one",), ("four",), ("five",), ("two",), ("three",)]


@in_loop
async def test_prefetching_goes_on_after_speech_was_cut_off() -> None:
    stage = Stage()
    spoken = stage.say("word " * 20)
    await stage.settle_steps(1)
    stage.speaker.prefetch(["later"], Options(), ME)
    stage.speaker.cancel(spoken, ME)
    await stage.settle()
    assert stage.voice.spoken[-1] == ("later",)
    stage.assert_idle()


LONG = " ".join(f"word{number}" for number in range(60))


@in_loop
async def test_of_long_texts_the_beginning_is_ready() -> None:
    stage = Stage()
    stage.speaker.prefetch([LONG, "short"], Options(), ME)
    await stage.settle()
    assert stage.voice.spoken[-1] == ("short",), "a long text does not stop what comes after it"
    assert stage.workers.jobs == 0
    calls = len(stage.voice.spoken)
    spoken = stage.say(LONG)
    assert stage.sink.end() > 0, "before anything is rendered"
    await stage.play()
    assert len(stage.voice.spoken) > calls
    assert same(stage.heard, await reference(LONG))
    assert stage.words(spoken) == [found.span() for found in re.finditer(r"\S+", LONG)]
    assert stage.speaker.why(spoken).cached
    stage.assert_idle()


@in_loop
async def test_a_voice_that_fails_after_a_known_beginning_loses_nothing() -> None:
    stage = Stage()
    stage.speaker.prefetch([LONG], Options(), ME)
    await stage.settle()
    stage.workers.stuck = {Lane.VOICE}
    spoken = stage.say(LONG)
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert stage.plain.spoken
    assert stage.words(spoken) == [found.span() for found in re.finditer(r"\S+", LONG)]
    stage.workers.stuck = set()
    await stage.settle()
    stage.assert_idle()


@in_loop
async def test_what_is_spoken_and_not_asked_for_leaves_no_beginning() -> None:
    stage = Stage()
    stage.say(LONG)
    await stage.play()
    again = stage.say(LONG)
    await stage.play()
    assert not stage.speaker.why(again).cached

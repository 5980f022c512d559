"""Never silent, never lossy: stages that raise, come late or hang, and what is heard then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sotto.cancel import CancelToken
from sotto.errors import EngineError, PhonemesError, TextTooLongError
from sotto.messages import AudioChunk, Clause, Kind, Options, PhonemeRun, Prosody, Word
from sotto.speech.lifecycle import Reason
from sotto.synthesis.progress import Progress, plain_clauses, remaining
from sotto.synthesis.stages import TextStage
from sotto.synthesis.workers import Lane
from sotto.voice.silent import RaisingEngine, ToneEngine
from speech.stage import Stage, in_loop, reference, same, simple_clauses

TEXT = "*a aaaaaaaaaa *b bbbbbbbbbb *c cccccccccc *d dddddddddd. *e next one."
WORDS = ["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "dddddddddd", "next", "one"]
MARKS = ["a", "b", "c", "d", "e"]


def plain() -> ToneEngine:
    return ToneEngine("plain", ("en-us",), needs_phonemes=False)


def breaking_text(after: int) -> TextStage:
    def clauses(text: str, options: Options, language: str) -> Iterator[Clause]:
        for index, clause in enumerate(simple_clauses(text, options, language)):
            if index == after:
                raise RuntimeError("text broke")
            yield clause

    return clauses


def breaking_phonemes(clause: Clause) -> PhonemeRun:
    raise PhonemesError("no such language")


@pytest.mark.parametrize("chunks", range(6))
@pytest.mark.parametrize("error", [EngineError("broken"), RuntimeError("a bug"), MemoryError()])
@in_loop
async def test_an_engine_that_raises_is_continued_by_the_fallback(
    chunks: int, error: Exception
) -> None:
    voice, spare = RaisingEngine(chunks, error=error), plain()
    stage = Stage(voice, spare)
    spoken = stage.say(TEXT)
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert stage.marks(spoken) == MARKS
    assert [start for start, _ in stage.words(spoken)] == [3, 17, 31, 45, 60, 65]
    by_voice = [word for call in voice.spoken for word in call]
    by_spare = [word for call in spare.spoken for word in call]
    assert set(by_voice) | set(by_spare) == set(WORDS)
    assert by_spare[-1] == "one"
    why = stage.speaker.why(spoken)
    assert (str(error) or "MemoryError") in why.reason
    assert why.engine == ("raising" if chunks else "plain")
    stage.assert_idle()


@in_loop
async def test_the_fallback_begins_at_the_word_where_the_voice_stopped() -> None:
    # Two chunks are 0.25 s: within the first word of 0.3 s; three are 0.45 s, in the second.
    for chunks, first in ((2, "aaaaaaaaaa"), (3, "bbbbbbbbbb"), (4, "cccccccccc")):
        spare = plain()
        stage = Stage(RaisingEngine(chunks), spare)
        stage.say(TEXT)
        await stage.play()
        assert spare.spoken[0][0] == first


@in_loop
async def test_phonemes_that_fail_leave_the_clause_to_an_engine_without() -> None:
    spare = plain()
    voice = ToneEngine("voice")
    stage = Stage(voice, spare, phonemes=breaking_phonemes)
    spoken = stage.say(TEXT)
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert voice.spoken == []
    assert [word for call in spare.spoken for word in call] == WORDS
    assert stage.marks(spoken) == MARKS
    assert "no such language (phonemes)" in stage.speaker.why(spoken).reason


@pytest.mark.parametrize("after", [0, 1, 2])
@in_loop
async def test_text_that_fails_is_spoken_as_plain_words(after: int) -> None:
    stage = Stage(clauses=breaking_text(after))
    spoken = stage.say("one two. three four. five six.")
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    words = [word.strip(".") for call in stage.voice.spoken for word in call]
    assert words == ["one", "two", "three", "four", "five", "six"]
    assert "text broke (text)" in stage.speaker.why(spoken).reason


@in_loop
async def test_a_text_that_is_too_long_is_told_aloud() -> None:
    def too_long(text: str, options: Options, language: str) -> Iterator[Clause]:
        raise TextTooLongError("2000000 characters")

    stage = Stage(clauses=too_long)
    spoken = stage.say("word")
    await stage.play()
    assert stage.reason(spoken) is Reason.FAILED
    assert stage.voice.spoken == [("That", "text", "is", "too", "long")]
    assert "2000000 characters" in stage.speaker.why(spoken).reason


@in_loop
async def test_a_clause_that_nobody_can_say_is_skipped_and_told() -> None:
    class Choosy(ToneEngine):
        def speak(
            self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
        ) -> Iterator[AudioChunk]:
            if run.clause.words[0].text == "bad":
                raise EngineError("cannot say bad")
            yield from super().speak(run, voice, prosody, cancel)

    stage = Stage(Choosy("voice"), Choosy("plain"))
    spoken = stage.say("good. bad *m. good.")
    await stage.play()
    assert stage.reason(spoken) is Reason.FAILED
    assert stage.marks(spoken) == ["m"]
    assert same(stage.heard, await reference("good. good."))
    assert "cannot say bad" in stage.speaker.why(spoken).reason
    stage.assert_idle()


@in_loop
async def test_sound_at_another_rate_is_brought_to_the_house_rate() -> None:
    stage = Stage(ToneEngine("voice", rate=16_000), plain())
    spoken = stage.say("word")
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert stage.speaker.why(spoken).reason == ""
    assert stage.speaker.why(spoken).engine == "voice"
    reference = Stage(ToneEngine("voice"), plain())
    reference.say("word")
    await reference.play()
    assert abs(len(stage.heard) - len(reference.heard)) <= 2


@in_loop
async def test_sound_at_a_rate_nobody_has_is_an_error_of_the_engine() -> None:
    stage = Stage(ToneEngine("voice", rate=1_000), plain())
    spoken = stage.say("word")
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert "1000 Hz" in stage.speaker.why(spoken).reason
    assert stage.speaker.why(spoken).engine == "plain"


@in_loop
async def test_without_any_voice_the_utterance_fails_and_the_reason_is_kept() -> None:
    stage = Stage(ToneEngine("voice", ()), ToneEngine("plain", ()))
    spoken = stage.say("word")
    await stage.play()
    assert stage.reason(spoken) is Reason.FAILED
    assert stage.speaker.why(spoken).reason
    stage.assert_idle()


@in_loop
async def test_an_unknown_voice_is_replaced_and_the_reason_kept() -> None:
    stage = Stage()
    spoken = stage.say("word", options=Options(voice="nobody"))
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert "nobody" in stage.speaker.why(spoken).reason


@in_loop
async def test_a_language_the_voice_lacks_goes_to_the_fallback_clause_by_clause() -> None:
    stage = Stage()
    spoken = stage.say("one. @de zwei. @en three.")
    await stage.play()
    assert stage.voice.spoken == [("one",), ("three",)]
    assert stage.plain.spoken == [("zwei",)]
    assert stage.speaker.why(spoken).reason == "", "a foreign word is no failure"


# ---- late


@in_loop
async def test_no_sound_within_the_deadline_and_the_fallback_speaks_all() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    spoken = stage.say(TEXT)
    await stage.settle()
    stage.clock.advance(0.099)
    await stage.settle()
    assert stage.events == []
    stage.clock.advance(0.001)
    await stage.play()
    stage.workers.stuck = set()
    await stage.settle()
    assert stage.reason(spoken) is Reason.FINISHED
    assert stage.voice.spoken == []
    assert [word for call in stage.plain.spoken for word in call] == WORDS
    assert stage.marks(spoken) == MARKS
    why = stage.speaker.why(spoken)
    assert why.engine == "plain"
    assert "100 ms" in why.reason
    assert why.first_audio_ms == pytest.approx(100)
    stage.assert_idle()


@in_loop
async def test_the_deadline_of_a_waiting_one_begins_with_its_turn() -> None:
    stage = Stage()
    first = stage.say("x" * 40)
    await stage.settle()
    stage.workers.stuck = {Lane.VOICE}
    second = stage.say("second")
    await stage.play(1.21)
    assert stage.reason(first) is Reason.FINISHED
    assert stage.told(second) == []
    await stage.play(0.05)
    assert stage.plain.spoken == []
    await stage.play()
    stage.workers.stuck = set()
    await stage.settle()
    assert stage.plain.spoken == [("second",)]
    assert stage.reason(second) is Reason.FINISHED
    stage.assert_idle()


@in_loop
async def test_a_voice_that_falls_behind_is_continued_at_its_word() -> None:
    stage = Stage()
    spoken = stage.say(TEXT)
    await stage.settle_steps(3)
    stage.workers.stuck = {Lane.VOICE}
    await stage.play()
    stage.workers.stuck = set()
    await stage.settle()
    assert stage.reason(spoken) is Reason.FINISHED
    assert stage.marks(spoken) == MARKS
    assert stage.plain.spoken[0][0] == "bbbbbbbbbb"
    assert stage.speaker.why(spoken).engine == "voice"
    stage.assert_idle()


@in_loop
async def test_a_lane_that_takes_no_jobs_leaves_them_to_the_fallback_at_once() -> None:
    stage = Stage()
    stage.workers.refused = {Lane.VOICE}
    spoken = stage.say("word")
    await stage.settle()
    assert stage.sink.end() > 0
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert "hangs" in stage.speaker.why(spoken).reason


@in_loop
async def test_when_the_fallback_is_gone_too_it_fails_and_the_next_one_is_heard() -> None:
    stage = Stage()
    stage.workers.refused = {Lane.VOICE, Lane.FALLBACK}
    lost = stage.say("word")
    await stage.play()
    assert stage.reason(lost) is Reason.FAILED
    stage.workers.refused = set()
    spoken = stage.say("word")
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    stage.assert_idle()


@in_loop
async def test_what_the_fallback_spoke_is_not_kept() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    stage.say("word")
    await stage.play()
    stage.workers.stuck = set()
    await stage.settle()
    again = stage.say("word")
    await stage.play()
    assert not stage.speaker.why(again).cached
    assert stage.voice.spoken == [("word",)]


# ---- the pieces


def test_what_remains_of_clauses() -> None:
    clauses = list(simple_clauses("*a one two *b. three *c.", Options(), "en"))
    everything = list(remaining(clauses, Progress()))
    assert everything == clauses
    rest = list(remaining(clauses, Progress(1, 1)))
    assert [[word.text for word in clause.words] for clause in rest] == [["two"], ["three"]]
    assert [[(m.word, m.name) for m in clause.marks] for clause in rest] == [[(1, "b")], [(1, "c")]]
    assert [mark.name for mark in next(remaining(clauses, Progress(2, 1))).marks] == ["b"]
    assert list(remaining(clauses, Progress(3, 3))) == []


def test_plain_clauses_hold_every_word_and_no_markup() -> None:
    text = "<speak>Hello <b>big</b> world.</speak> " + "w" * 200 + " x"
    words: list[Word] = []
    for clause in plain_clauses(text, Options(kind=Kind.SSML), "en"):
        assert len(clause.words) <= 16
        words += clause.words
    assert "".join(word.text for word in words) == "Hellobigworld." + "w" * 200 + "x"
    assert all(text[word.start : word.end] == word.text for word in words)


def test_plain_clauses_of_plain_text_keep_what_looks_like_markup() -> None:
    clauses = plain_clauses("a <b> c", Options(), "en")
    assert [word.text for clause in clauses for word in clause.words] == ["a", "<b>", "c"]


def test_plain_clauses_begin_where_told() -> None:
    clauses = plain_clauses("one two three", Options(), "en", 4)
    assert [word.text for clause in clauses for word in clause.words] == ["two", "three"]

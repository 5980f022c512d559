"""What a request says is worked out once, and its way to sound is told by stages."""

from __future__ import annotations

import pytest

from sotto.messages import Kind, Options
from sotto.synthesis import attempts
from sotto.text.clauses import clauses
from sotto.text.markup.plain import Plain, plain_form
from speech.stage import ME, Stage, in_loop

MARKED = '<speak><mark name="0"/>push <mark name="5"/>button</speak>'


@pytest.mark.parametrize("ahead", [False, True])
@in_loop
async def test_text_and_key_are_made_once(monkeypatch: pytest.MonkeyPatch, ahead: bool) -> None:
    made: list[str] = []

    def counted(text: str, options: Options) -> Plain:
        made.append(text)
        return plain_form(text, options)

    monkeypatch.setattr(attempts, "plain_form", counted)
    stage = Stage(clauses=clauses)
    options = Options(kind=Kind.SSML)
    if ahead:
        stage.speaker.prefetch([MARKED], options, ME)
    else:
        stage.say(MARKED, options=options)
    await stage.play()
    assert made == [MARKED]


@in_loop
async def test_the_way_to_a_thread_and_back_is_told_with_the_stages() -> None:
    stage = Stage(clauses=clauses)
    spoken = stage.say("hello")
    await stage.play()
    why = stage.speaker.why(spoken)
    assert list(why.stages) == ["thread", "text", "phonemes", "voice", "loop"]
    assert all(0 <= each < 1 for each in why.stages.values())
    assert sum(why.stages.values()) <= why.first_audio_ms + 1e-6
    again = stage.say("hello")
    await stage.play()
    assert stage.speaker.why(again).stages == {}

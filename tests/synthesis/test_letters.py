"""After a letter, the others of its manner are made ready while nothing else is to be done."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest

from sotto.messages import Kind, Options, Priority
from speech.stage import ME, Stage, in_loop

LETTER = Options(kind=Kind.CHARACTER)


def quick_stage(cache_bytes: int | None = None) -> Stage:
    """Its voice takes little time for a letter, of which something is kept."""
    stage = Stage()
    stage.voice.abilities = replace(stage.voice.abilities, keeps_forms=True)
    if cache_bytes is not None:
        stage.speaker.configure(deadline=0.1, cache_bytes=cache_bytes)
        stage.speaker.use(stage.stages)
    return stage


async def heard(stage: Stage, text: str, options: Options = LETTER) -> bool:
    """Have it spoken; whether that was ready."""
    number = stage.say(text, options=options)
    await stage.play()
    return stage.speaker.why(number).cached


@in_loop
async def test_a_letter_makes_the_others_ready() -> None:
    stage = quick_stage()
    assert not await heard(stage, "x")
    rendered = len(stage.voice.spoken)
    for letter in string.ascii_lowercase + string.digits + string.punctuation:
        assert await heard(stage, letter), letter
    assert len(stage.voice.spoken) == rendered
    stage.assert_idle()


@in_loop
async def test_a_key_of_one_letter_does_so_too() -> None:
    stage = quick_stage()
    await heard(stage, "x", Options(kind=Kind.KEY))
    assert await heard(stage, "q", Options(kind=Kind.KEY))
    assert await heard(stage, "r")


@pytest.mark.parametrize(
    ("spoken", "kind"),
    [
        ("{}", Kind.TEXT),
        # What Orca 43 sends for a typed key.
        ('<speak><mark name="0:1"/>{} </speak>', Kind.SSML),
        ("<speak>{}</speak>", Kind.SSML),
    ],
)
@in_loop
async def test_so_does_a_text_of_one_letter(spoken: str, kind: Kind) -> None:
    stage, options = quick_stage(), Options(kind=kind)
    assert not await heard(stage, spoken.format("x"), options)
    for letter in string.ascii_lowercase + string.digits:
        assert await heard(stage, spoken.format(letter), options), letter
    assert not await heard(stage, spoken.format("?"), options)
    assert not await heard(stage, "y", LETTER)


@in_loop
async def test_capitals_are_apart() -> None:
    stage = quick_stage()
    await heard(stage, "x")
    assert not await heard(stage, "A")
    assert await heard(stage, "B")
    high = replace(LETTER, prosody=replace(LETTER.prosody, pitch=1.4))
    assert not await heard(stage, "C", high)
    assert await heard(stage, "D", high)
    # Nobody speaks those so.
    assert not await heard(stage, "d", high)


@in_loop
async def test_each_rate_has_its_own() -> None:
    stage = quick_stage()
    await heard(stage, "x")
    fast = replace(LETTER, prosody=replace(LETTER.prosody, rate=2.0))
    assert not await heard(stage, "x", fast)
    assert await heard(stage, "y", fast)


@in_loop
async def test_they_are_made_once() -> None:
    # All of them are too large for it.
    stage = quick_stage(cache_bytes=1000)
    await heard(stage, "x")
    rendered = len(stage.voice.spoken)
    for letter in "xyz":
        await heard(stage, letter)
    assert len(stage.voice.spoken) == rendered + 3
    assert rendered > len(string.ascii_lowercase)


@pytest.mark.parametrize("reading", [["line {}"] * 20, ["a page {} " + "and a line " * 200]])
@in_loop
async def test_they_are_made_again_when_much_was_read_since(reading: list[str]) -> None:
    stage = quick_stage()
    await heard(stage, "x")
    context = stage.speaker._context
    assert context is not None
    context.cache.clear()  # as what is read pushes them out
    assert not await heard(stage, "x")
    assert not await heard(stage, "y")
    for number, text in enumerate(reading):
        await heard(stage, text.format(number), Options())
    await heard(stage, "x")
    assert await heard(stage, "z")


@in_loop
async def test_those_that_are_there_are_not_made_again() -> None:
    stage = quick_stage()
    await heard(stage, "x")
    for number in range(25):
        await heard(stage, f"line {number}", Options())
    rendered = len(stage.voice.spoken)
    assert await heard(stage, "x")
    assert await heard(stage, "y")
    assert len(stage.voice.spoken) == rendered


@in_loop
async def test_none_is_made_where_nothing_is_kept() -> None:
    stage = quick_stage(cache_bytes=0)
    await heard(stage, "x")
    assert stage.voice.spoken == [("x",)]


@in_loop
async def test_other_stages_make_their_own() -> None:
    stage = quick_stage()
    await heard(stage, "x")
    stage.speaker.use(replace(stage.stages))
    assert not await heard(stage, "x")
    assert await heard(stage, "y")


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("xy", Options()),
        ("?", Options()),
        ('<speak><mark name="0:1"/>?</speak>', Options(kind=Kind.SSML)),
        ("<speak><emphasis>x</emphasis></speak>", Options(kind=Kind.SSML)),
        ("xy", LETTER),
        ("Return", Options(kind=Kind.KEY)),
        ("x", replace(LETTER, priority=Priority.NOTIFICATION)),
    ],
)
@in_loop
async def test_what_is_no_letter_makes_none_ready(text: str, options: Options) -> None:
    stage = quick_stage()
    number = stage.say(text, priority=options.priority, options=options)
    await stage.play()
    assert number and len(stage.voice.spoken) == 1


@in_loop
async def test_a_voice_that_takes_long_makes_none() -> None:
    stage = Stage()
    await heard(stage, "x")
    assert stage.voice.spoken == [("x",)]


@in_loop
async def test_none_is_made_while_power_is_saved() -> None:
    stage = quick_stage()
    stage.speaker.quality.is_saving = True
    await heard(stage, "x")
    assert stage.voice.spoken == [("x",)]
    stage.speaker.quality.is_saving = False
    stage.speaker.look_again()
    await stage.play()
    assert stage.voice.spoken == [("x",)]
    await heard(stage, "x")
    assert await heard(stage, "y")


@in_loop
async def test_they_come_before_what_a_reader_wishes_for_at_each_key() -> None:
    stage = quick_stage()
    stage.speaker.prefetch(["wished for"], Options(), ME)
    stage.say("x", options=LETTER)
    await stage.settle_steps(4)
    stage.speaker.prefetch(["wished for at the next key"], Options(), ME)
    stage.speaker.client_gone(ME)
    stage.speaker.prefetch(["wished for at the last"], Options(), ME)
    await stage.play()
    spoken = [" ".join(words) for words in stage.voice.spoken]
    assert spoken[-1] == "wished for at the last"
    assert {*string.ascii_lowercase} <= {*spoken[:-1]}


@in_loop
async def test_a_request_comes_before_them() -> None:
    stage = quick_stage()
    stage.say("x", options=LETTER)
    await stage.settle_steps(6)
    made = len(stage.voice.spoken)
    assert made < len(string.ascii_lowercase)
    stage.say("now")
    await stage.settle_steps(2)
    assert ("now",) in stage.voice.spoken[made : made + 2]
    await stage.play()
    assert {(letter,) for letter in string.ascii_lowercase} <= {*stage.voice.spoken}
    stage.assert_idle()


@pytest.mark.parametrize(
    ("keeps_forms", "made"), [(True, ["q", "dot"]), (False, ["q", "q", "dot"])]
)
@in_loop
async def test_letters_are_wished_for_in_one_form_where_the_other_comes_by_itself(
    keeps_forms: bool, made: list[str]
) -> None:
    """A reader wishes for what may be typed as a character and as a text."""
    stage = Stage()
    stage.voice.abilities = replace(stage.voice.abilities, keeps_forms=keeps_forms)
    stage.speaker.prefetch(["q"], LETTER, ME)
    stage.speaker.prefetch(["dot"], Options(), ME)
    stage.speaker.prefetch(["q"], Options(), ME)
    await stage.play()
    assert sorted(" ".join(words) for words in stage.voice.spoken) == sorted(made)
    assert await heard(stage, "q") and await heard(stage, "dot", Options())
    assert await heard(stage, "q", Options()) is not keeps_forms
    assert await heard(stage, "z", Options()) is keeps_forms
    stage.assert_idle()

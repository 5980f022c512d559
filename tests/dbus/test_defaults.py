"""What a client chose for its own requests holds for them, and for nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dbus_next import MessageType, Variant

from bus import Bus
from desk import Caller, buses, caller, desk, in_loop
from sotto.cancel import CancelToken
from sotto.messages import AudioChunk, PhonemeRun, Prosody
from sotto.voice.silent import ToneEngine

bus = pytest.fixture(scope="module")(buses)

SSML = '<speak>one <lang xml:lang="pt-BR">dois</lang> two</speak>'


class Recording(ToneEngine):
    """Knows which words were spoken by which of its voices."""

    def __init__(self, name: str, languages: tuple[str, ...]) -> None:
        super().__init__(name, languages)
        self.by: list[tuple[str, str]] = []

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        self.by += [(word.text, voice) for word in run.clause.words]
        return super().speak(run, voice, prosody, cancel)


def tones() -> ToneEngine:
    return ToneEngine("tone", ("en", "en-gb", "pt-pt", "pt-br"))


def text(value: str) -> Variant:
    return Variant("s", value)


async def spoken_by(me: Caller, said: str = "one", **options: Variant) -> str:
    number = await me.speak(said, **options)
    await me.told("Finished", number)
    (known,) = (await me.call("Why", "t", number)).body
    return str(known["voice"].value)


async def choose(me: Caller, **options: Variant) -> None:
    reply = await me.call("SetDefaults", "a{sv}", options)
    assert reply.message_type is MessageType.METHOD_RETURN, reply.body


@in_loop
async def test_they_hold_for_their_own_client_only(bus: Bus) -> None:
    async with desk(bus, engine=tones()), caller(bus) as me, caller(bus) as other:
        assert await spoken_by(me) == "tone:en"
        await choose(me, voice=text("tone:en-gb"))
        assert await spoken_by(me) == "tone:en-gb"
        assert await spoken_by(me, voice=text("tone:pt-br")) == "tone:pt-br"
        assert await spoken_by(other) == "tone:en"
        await choose(me)
        assert await spoken_by(me) == "tone:en"


@in_loop
async def test_a_language_may_have_a_voice_of_its_own(bus: Bus) -> None:
    async with desk(bus, engine=tones()), caller(bus) as me:
        portuguese = {"language": text("pt")}
        assert await spoken_by(me, **portuguese) == "tone:pt-pt"
        await choose(me, voices=text("pt=tone:pt-br, en-GB=tone:en-gb"))
        assert await spoken_by(me, **portuguese) == "tone:pt-br"
        assert await spoken_by(me, language=text("en-GB")) == "tone:en-gb"
        assert await spoken_by(me, language=text("en-US")) == "tone:en"
        own = text("pt=tone:pt-pt")
        assert await spoken_by(me, voices=own, **portuguese) == "tone:pt-pt"


@in_loop
async def test_it_holds_inside_an_utterance_too(bus: Bus) -> None:
    engine = Recording("tone", ("en", "pt-pt", "pt-br"))
    async with desk(bus, engine=engine), caller(bus) as me:
        for chosen, voice in (("", "tone:pt-br"), ("pt=tone:pt-pt", "tone:pt-pt")):
            await choose(me, voices=text(chosen))
            await spoken_by(me, SSML, kind=text("ssml"))
            assert ("dois", voice) in engine.by
            engine.by.clear()


@in_loop
async def test_who_leaves_the_bus_is_forgotten(bus: Bus) -> None:
    async with desk(bus, engine=tones()) as made:
        async with caller(bus) as me:
            await choose(me, voice=text("tone:en-gb"))
            assert made.voice is not None and me.name in made.voice._defaults
        async with caller(bus) as other:
            while made.voice._defaults:
                await other.call("CancelAll")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"voice": text("nobody")}, "UnknownVoice"),
        ({"voices": text("pt=nobody")}, "UnknownVoice"),
        ({"voices": text("portuguese=tone:en")}, "InvalidOption"),
        ({"voices": text("pt=a b")}, "InvalidOption"),
        ({"voices": text("pt=a," * 1000)}, "InvalidOption"),
        ({"voices": Variant("b", True)}, "InvalidOption"),
        ({"kind": text("ssml")}, "InvalidOption"),
        ({"detach": Variant("b", True)}, "InvalidOption"),
        ({"rate": Variant("d", 99.0)}, "InvalidOption"),
        ({"colour": text("red")}, "InvalidOption"),
    ],
)
@in_loop
async def test_what_is_no_default_is_refused(bus: Bus, options: dict[str, Any], error: str) -> None:
    async with desk(bus, engine=tones()), caller(bus) as me:
        await choose(me, voice=text("tone:en-gb"))
        assert await me.refused("SetDefaults", "a{sv}", options) == error
        # What was set before still holds.
        assert await spoken_by(me) == "tone:en-gb"


@in_loop
async def test_voices_tell_what_they_are_best_for(bus: Bus) -> None:
    async with desk(bus, engine=tones()), caller(bus) as me:
        reply = await me.call(
            "Get", "ss", "org.sotto.Voice1", "Voices", interface="org.freedesktop.DBus.Properties"
        )
        best = {v["identifier"].value: v["best_for"].value for v in reply.body[0].value}
        assert best["tone:en-gb"] == ["en-gb"], json.dumps(best)
        assert best["tone:pt-pt"] == ["pt", "pt-pt"]
        assert best["plain:de"] == ["de"]

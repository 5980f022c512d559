"""org.sotto.Voice1 on a real bus: every method, every refusal, and who is told what."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest
from dbus_next import MessageFlag, MessageType, Variant
from dbus_next.introspection import Node

from bus import NAME, Bus
from desk import PATH, buses, caller, desk, in_loop
from sotto import __version__
from sotto.dbus.definition import XML
from sotto.dbus.interface import MOST_PREFETCHED
from sotto.messages import Options, Prosody, Quality
from sotto.voice.silent import RaisingEngine, SlowEngine, ToneEngine

bus = pytest.fixture(scope="module")(buses)

LONG = "alpha beta gamma delta epsilon zeta eta theta iota kappa. " * 5
PROPERTIES = "org.freedesktop.DBus.Properties"
YES = Variant("b", True)


def shape(xml: str) -> dict[str, dict[str, object]]:
    """Interfaces, and what their members are like."""
    found: dict[str, dict[str, object]] = {}
    for interface in Node.parse(xml).interfaces:
        members: dict[str, object] = {}
        for method in interface.methods:
            members[method.name] = ("method", method.in_signature, method.out_signature)
        for signal in interface.signals:
            members[signal.name] = ("signal", signal.signature)
        for each in interface.properties:
            members[each.name] = ("property", each.signature, each.access)
        found[interface.name] = members
    return found


@in_loop
async def test_the_live_introspection_is_the_installed_file(bus: Bus) -> None:
    async with desk(bus) as made, caller(bus) as me:
        reply = await me.call("Introspect", interface="org.freedesktop.DBus.Introspectable")
        live = shape(reply.body[0])
        assert live[NAME] == shape(XML.read_text())[NAME]
        assert {PROPERTIES, "org.freedesktop.DBus.Introspectable"} < live.keys()
        assert made.voice is not None
        methods = {name for name, member in live[NAME].items() if "method" in str(member)}
        assert methods == set(made.voice.methods)


@in_loop
async def test_a_browser_finds_the_way_to_the_object(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        path = "/"
        for step in ("org", "sotto", "Voice1"):
            reply = await me.call(
                "Introspect", path=path, interface="org.freedesktop.DBus.Introspectable"
            )
            assert step in {node.name for node in Node.parse(reply.body[0]).nodes}
            path = f"{path.rstrip('/')}/{step}"
        assert path == PATH


@in_loop
async def test_an_utterance_is_told_in_order_and_to_its_asker_only(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me, caller(bus) as other:
        text = '<speak>one <mark name="here"/>two</speak>'
        number = await me.speak(text, kind=Variant("s", "ssml"))
        assert await me.told("Finished", number) == [number, "finished"]
        names = [name for name in me.names(number) if name != "Ending"]
        assert names == ["Started", "Word", "Mark", "Word", "Finished"]
        assert (await me.told("Mark", number))[1] == "here"
        first, second = await me.told("Word", number), await me.told("Word", number, 2)
        assert [text[start:end] for _, start, end in (first, second)] == ["one", "two"]
        await other.speak("after")
        assert other.names(number) == []


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"colour": Variant("s", "red")}, "InvalidOption"),
        ({"rate": Variant("s", "fast")}, "InvalidOption"),
        ({"rate": Variant("d", 9.0)}, "InvalidOption"),
        ({"voice": Variant("s", "nobody")}, "UnknownVoice"),
    ],
)
@in_loop
async def test_bad_requests_are_refused_by_name(
    bus: Bus, options: dict[str, Variant], error: str
) -> None:
    engine = ToneEngine("tone")
    async with desk(bus, engine=engine), caller(bus) as me:
        assert await me.refused("Speak", "sa{sv}", "text", options) == error
        assert await me.refused("Prefetch", "asa{sv}", ["text"], options) == error
        reader, writer = os.pipe()
        reply = await me.call("Synthesize", "hsa{sv}", 0, "text", options, descriptors=(writer,))
        os.close(writer)
        assert str(reply.error_name).endswith(error)
        # The daemon keeps no end of the pipe.
        assert os.read(reader, 1) == b""
        os.close(reader)
        assert engine.spoken == []


@in_loop
async def test_what_is_no_call_of_ours_is_refused(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        assert (await me.refused("Speak", "s", "text")).endswith("InvalidArgs")
        assert (await me.refused("Speak", "sa{ss}", "text", {})).endswith("InvalidArgs")
        assert (await me.refused("Cancel", "i", 1)).endswith("InvalidArgs")
        assert (await me.refused("Shout", "s", "text")).endswith("UnknownMethod")
        for wrong in ({"path": "/elsewhere"}, {"interface": "org.example.Other"}):
            reply = await me.call("CancelAll", **wrong)  # type: ignore[arg-type]
            assert reply.message_type is MessageType.ERROR
        assert (await me.call("CancelAll", interface=None)).message_type is not MessageType.ERROR


@pytest.mark.parametrize(
    ("member", "signature", "body", "error"),
    [
        ("Get", "ss", [NAME, "Colour"], "UnknownProperty"),
        ("Get", "ss", ["org.example.Other", "Version"], "UnknownInterface"),
        ("GetAll", "s", ["org.example.Other"], "UnknownInterface"),
        ("Set", "ssv", [NAME, "Version", Variant("s", "9")], "PropertyReadOnly"),
        ("Get", "s", [NAME], "UnknownMethod"),
    ],
)
@in_loop
async def test_properties_refuse_what_they_must(
    bus: Bus, member: str, signature: str, body: list[Any], error: str
) -> None:
    async with desk(bus), caller(bus) as me:
        reply = await me.call(member, signature, *body, interface=PROPERTIES)
        assert str(reply.error_name).endswith(error)


@in_loop
async def test_properties_tell_voices_version_and_state(bus: Bus) -> None:
    async with desk(bus, engine=SlowEngine()) as made, caller(bus) as me:
        made.problems = ["something is odd"]
        number = await me.speak(LONG, detach=YES)
        reply = await me.call("GetAll", "s", NAME, interface=PROPERTIES)
        found = {name: variant.value for name, variant in reply.body[0].items()}
        assert found["Version"] == __version__
        identifiers = [voice["identifier"].value for voice in found["Voices"]]
        assert identifiers == ["slow:en", "plain:en-us", "plain:de"]
        state = {name: variant.value for name, variant in found["State"].items()}
        assert state["ready"] is state["sound"] is True
        assert state["problems"] == ["something is odd"]
        assert state["last"] == number
        assert state["utterances"] == [[number, "preparing", True]]
        for name, value in found.items():
            one = await me.call("Get", "ss", NAME, name, interface=PROPERTIES)
            assert one.body[0].value.keys() == value.keys() if name == "State" else True


@in_loop
async def test_defaults_are_the_settings_of_the_moment(bus: Bus) -> None:
    async with desk(bus) as made, caller(bus) as me:
        lengths = []
        for rate in (1.0, 2.0):
            made.defaults = Options(prosody=Prosody(rate=rate))
            before = made.speaker.explanations()
            number = await me.speak("monumentally")
            await me.told("Finished", number)
            assert len(made.speaker.explanations()) == len(before) + 1
            lengths.append(made._sink.position())
        assert lengths[1] - lengths[0] < lengths[0] * 0.75


@in_loop
async def test_cancel_ends_ones_own_and_no_others(bus: Bus) -> None:
    async with desk(bus, engine=SlowEngine()), caller(bus) as me, caller(bus) as other:
        number = await me.speak(LONG)
        assert await other.refused("Cancel", "t", number) == "UnknownUtterance"
        assert await other.refused("Pause", "t", number) == "UnknownUtterance"
        assert await other.refused("Resume", "t", number) == "UnknownUtterance"
        assert (await other.call("CancelAll")).message_type is MessageType.METHOD_RETURN
        assert me.names(number) == []
        await me.call("Cancel", "t", number)
        assert await me.told("Finished", number) == [number, "cancelled"]
        assert await me.refused("Cancel", "t", number) == "UnknownUtterance"
        assert await me.refused("Cancel", "t", 2**64 - 1) == "UnknownUtterance"


@in_loop
async def test_cancel_all_ends_what_is_spoken_and_what_waits(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        numbers = [await me.speak(LONG) for _ in range(3)]
        await me.told("Started", numbers[0])
        await me.call("CancelAll")
        reasons = [(await me.told("Finished", number))[1] for number in numbers]
        assert reasons == ["cancelled"] * 3


@in_loop
async def test_pause_and_resume_at_the_word(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        number = await me.speak(LONG)
        _, start, end = await me.told("Word", number, 2)
        await me.call("Pause", "t", number)
        paused = await me.told("Paused", number)
        assert paused[1] >= start and paused[2] >= end
        assert await me.refused("Pause", "t", number) == "IllegalState"
        heard = len(me.names(number))
        await me.call("Resume", "t", number)
        await me.told("Resumed", number)
        await me.told("Word", number, heard)
        assert await me.refused("Resume", "t", number) == "IllegalState"
        await me.call("Cancel", "t", number)
        await me.told("Finished", number)


@in_loop
async def test_detached_speech_is_everybodys_and_outlives_its_asker(bus: Bus) -> None:
    async with desk(bus) as made, caller(bus) as other:
        async with caller(bus) as me:
            bound = await me.speak(LONG)
            free = await me.speak(LONG, detach=YES)
        while made.speaker.state_of(bound).value != "done":
            await asyncio.sleep(0.01)
        assert made.speaker.state_of(free).value != "done"
        await other.call("Pause", "t", free)
        assert made.speaker.state_of(free).value == "paused"
        await other.call("Resume", "t", free)
        await other.call("CancelAll")
        assert made.speaker.state_of(free).value == "done"


@in_loop
async def test_a_client_that_left_before_it_was_watched_is_noticed(bus: Bus) -> None:
    async with desk(bus) as made, caller(bus):
        async with caller(bus) as me:
            options: dict[str, Variant] = {}
            flags = MessageFlag.NO_REPLY_EXPECTED
            await me.call("Speak", "sa{sv}", LONG, options, flags=flags)
        while not made.speaker.explanations():
            await asyncio.sleep(0.01)
        assert made.speaker.state.speaking == 0


@in_loop
async def test_state_tells_the_quality_and_why(bus: Bus) -> None:
    async with desk(bus) as made, caller(bus) as me:

        async def quality() -> tuple[str, str]:
            reply = await me.call("Get", "ss", NAME, "State", interface=PROPERTIES)
            state = reply.body[0].value
            return state["quality"].value, state["quality_reason"].value

        assert await quality() == ("full", "")
        made.speaker.quality.is_saving = True
        assert await quality() == ("light", "the machine saves power")
        made.defaults = Options(prosody=Prosody(quality=Quality.FULL))
        assert await quality() == ("full", "")


@in_loop
async def test_why_tells_who_spoke(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me, caller(bus) as other:
        number = await me.speak("hello")
        await me.told("Finished", number)
        for asker in (me, other):
            (found,) = (await asyncio.wait_for(asker.call("Why", "t", number), 5)).body
            types = {name: variant.signature for name, variant in found.items()}
            assert types == {
                "engine": "s",
                "voice": "s",
                "cached": "b",
                "first_audio_ms": "d",
                "stages": "a{sd}",
                "reason": "s",
                "quality": "s",
                "continued": "s",
                "kind": "s",
            }
            assert found["voice"].value == "tone:en"
            assert found["first_audio_ms"].value >= 0
            assert found["stages"].value.keys() == {
                "thread",
                "text",
                "phonemes",
                "voice",
                "loop",
            }
        assert await me.refused("Why", "t", number + 1) == "UnknownUtterance"


@in_loop
async def test_why_tells_the_reason_of_the_fallback(bus: Bus) -> None:
    async with desk(bus, engine=RaisingEngine()), caller(bus) as me:
        number = await me.speak("hello")
        assert await me.told("Finished", number) == [number, "finished"]
        (found,) = (await me.call("Why", "t", number)).body
        assert found["voice"].value == "plain:en-us"
        assert "broken on purpose" in found["reason"].value


@in_loop
async def test_prefetched_text_needs_no_engine(bus: Bus) -> None:
    engine = ToneEngine("tone")
    async with desk(bus, engine=engine), caller(bus) as me:
        await me.call("Prefetch", "asa{sv}", ["hello", "there"], {})
        while len(engine.spoken) < 2:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        number = await me.speak("hello")
        await me.told("Finished", number)
        (found,) = (await me.call("Why", "t", number)).body
        assert found["cached"].value is True
        assert len(engine.spoken) == 2
        many = ["x"] * (MOST_PREFETCHED + 1)
        assert await me.refused("Prefetch", "asa{sv}", many, {}) == "TooMany"
        assert (await me.call("Prefetch", "asa{sv}", [], {})).message_type is not MessageType.ERROR

"""The daemon before it has a voice: what waits, what is answered, and what is refused."""

from __future__ import annotations

import asyncio
import os
from xml.etree import ElementTree

import pytest
from dbus_next import Message, MessageType

from bus import NAME, Bus
from desk import buses, caller, desk, in_loop
from sotto import __version__
from sotto.dbus.definition import XML
from sotto.dbus.service import Service
from sotto.errors import BusError

bus = pytest.fixture(scope="module")(buses)

PROPERTIES = "org.freedesktop.DBus.Properties"


@in_loop
async def test_calls_wait_for_a_voice_and_keep_their_order(bus: Bus) -> None:
    async with desk(bus, attached=False) as made, caller(bus) as me:
        first = asyncio.create_task(me.speak("one"))
        second = asyncio.create_task(me.speak("two"))
        await asyncio.sleep(0)
        cancelled = asyncio.create_task(me.call("Cancel", "t", 2))
        voices = asyncio.create_task(me.call("Get", "ss", NAME, "Voices", interface=PROPERTIES))
        state = await me.call("Get", "ss", NAME, "State", interface=PROPERTIES)
        assert state.body[0].value["ready"].value is False
        version = await me.call("Get", "ss", NAME, "Version", interface=PROPERTIES)
        assert version.body[0].value == __version__
        assert not any(task.done() for task in (first, second, cancelled, voices))
        made.attach()
        assert (await first, await second) == (1, 2)
        assert (await cancelled).message_type is MessageType.METHOD_RETURN
        assert (await voices).body[0].value
        assert (await me.told("Finished", 1))[1] == "finished"
        assert (await me.told("Finished", 2))[1] == "cancelled"


@in_loop
async def test_a_pipe_waits_too(bus: Bus) -> None:
    async with desk(bus, attached=False) as made, caller(bus) as me:
        reader, writer = os.pipe()
        call = asyncio.create_task(
            me.call("Synthesize", "hsa{sv}", 0, "one", {}, descriptors=(writer,))
        )
        await me.call("Get", "ss", NAME, "State", interface=PROPERTIES)
        os.close(writer)
        made.attach()
        await call
        assert await asyncio.to_thread(os.read, reader, 4) == b"0.01"
        os.close(reader)


@in_loop
async def test_speech_of_a_client_that_did_not_wait_is_dropped(bus: Bus) -> None:
    async with desk(bus, attached=False) as made, caller(bus) as other:
        async with caller(bus) as me:
            call = asyncio.create_task(me.speak("one " * 100))
            await me.call("Get", "ss", NAME, "State", interface=PROPERTIES)
            call.cancel()
        await other.call("Get", "ss", NAME, "State", interface=PROPERTIES)
        made.attach()
        while not made.speaker.explanations():
            await asyncio.sleep(0.01)
        assert made.speaker.state.speaking == 0


@in_loop
async def test_without_any_voice_everybody_is_told_why(bus: Bus) -> None:
    async with desk(bus, attached=False) as made, caller(bus) as me:
        waiting = asyncio.create_task(me.refused("Speak", "sa{sv}", "one", {}))
        await me.call("Get", "ss", NAME, "State", interface=PROPERTIES)
        made.service.fail("libespeak-ng is not installed")
        assert await waiting == "Failed"
        reply = await me.call("Why", "t", 1)
        assert reply.body == ["libespeak-ng is not installed"]
        state = await me.call("Get", "ss", NAME, "State", interface=PROPERTIES)
        assert state.body[0].value["problems"].value == ["libespeak-ng is not installed"]
        voices = await me.call("Get", "ss", NAME, "Voices", interface=PROPERTIES)
        assert voices.body[0].value == []


@in_loop
async def test_a_second_daemon_is_told_to_go(bus: Bus) -> None:
    async with desk(bus):
        second = await Service.connect(bus.address)
        with pytest.raises(BusError, match="running"):
            await second.own()
        await second.close()


@in_loop
async def test_no_bus_is_a_typed_error() -> None:
    with pytest.raises(BusError, match="no session bus"):
        await Service.connect("unix:path=/nonexistent/bus")


@in_loop
async def test_changes_are_broadcast(bus: Bus) -> None:
    async with desk(bus) as made, caller(bus) as me:
        await me.match(f"type='signal',sender='{NAME}',member='PropertiesChanged'")
        made.problems = ["no more voice"]
        made.service.changed()
        while "PropertiesChanged" not in [member for member, _ in me.signals]:
            await asyncio.sleep(0.01)
        body = next(body for member, body in me.signals if member == "PropertiesChanged")
        assert body[0] == NAME
        assert body[1]["State"].value["problems"].value == ["no more voice"]
        assert body[2] == ["Voices"]


def test_proxies_are_told_how_changes_are_told() -> None:
    """Voices are only named in the signal; of State, most changes are not signalled at all."""
    told = {
        each.get("name"): note.get("value")
        for each in ElementTree.fromstring(XML.read_text()).iter("property")
        for note in each.iter("annotation")
    }
    assert told == {"Voices": "invalidates", "Version": "const", "State": "false"}


@in_loop
async def test_the_daemon_notices_the_end_of_the_bus() -> None:
    for own in buses():
        service = await Service.connect(own.address)
        waiting = asyncio.create_task(service.disconnected())
        await asyncio.sleep(0.05)
        assert not waiting.done()
        own._processes[0].kill()
        await asyncio.wait_for(waiting, 10)
        service.send(Message.new_method_return(Message(path="/", member="X", serial=1)))
        await service.close()

"""What waits is bounded in bytes, for one client and for all; nothing is left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

import pytest
from dbus_next import Variant

from bus import Bus
from desk import buses, caller, desk, in_loop
from sotto.dbus.interface import MOST_PREFETCHED
from sotto.dbus.options import Request, parse_options
from sotto.dbus.room import MOST_OF_ALL, MOST_OF_ONE, Room
from sotto.errors import TooManyError
from sotto.messages import Options

MIB = 1 << 20


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    yield from buses()


def test_one_client_has_its_share_and_gets_it_back() -> None:
    room = Room()
    for number in range(MOST_OF_ONE // MIB):
        room.check("a", "x" * MIB)
        room.take(number, "a", "x" * MIB)
    with pytest.raises(TooManyError):
        room.check("a", "x")
    room.check("b", "x")
    room.give_back(0)
    room.give_back(0)
    room.check("a", "x" * MIB)


def test_many_clients_share_what_there_is() -> None:
    room = Room()
    for number in range(MOST_OF_ALL // (4 * MIB)):
        room.take(number, str(number), "\N{GRINNING FACE}" * MIB)
    with pytest.raises(TooManyError):
        room.check("new", "x")


def test_a_long_text_is_never_too_much_alone() -> None:
    Room().check("a", "ä" * (10 * MIB))


@in_loop
async def test_a_flood_is_refused_and_speech_goes_on(bus: Bus) -> None:
    async with desk(bus) as made, caller(bus) as me:
        for _ in range(MOST_OF_ONE // MIB):
            await me.speak("x " * (MIB // 2))
        assert await me.refused("Speak", "sa{sv}", "x", {}) == "TooMany"
        async with caller(bus) as other:
            await other.speak("one")
        await me.call("CancelAll")
        await me.speak("one")
        await me.call("CancelAll")
        assert made.voice is not None


@in_loop
async def test_a_stream_that_cannot_begin_leaves_nothing(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> int:
        raise OSError(24, os.strerror(24))

    async with desk(bus) as made, caller(bus) as me:
        reader, writer = os.pipe()
        with monkeypatch.context() as patch:
            patch.setattr("sotto.dbus.interface.os.dup", full)
            reply = await me.call("Synthesize", "hsa{sv}", 0, "x", {}, descriptors=(writer,))
        assert reply.error_name is not None
        os.close(reader)
        os.close(writer)
        assert made.voice is not None
        assert made.voice.state()["utterances"].value == []
        assert made.voice._live == {}


@in_loop
async def test_options_of_wishes_are_read_once(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []

    def counted(given: Mapping[str, Variant], defaults: Options) -> Request:
        read.append(given)
        return parse_options(given, defaults)

    async with desk(bus), caller(bus) as me:
        monkeypatch.setattr("sotto.dbus.interface.parse_options", counted)
        reply = await me.call("Prefetch", "asa{sv}", [str(n) for n in range(MOST_PREFETCHED)], {})
        assert reply.error_name is None
        assert len(read) == 1

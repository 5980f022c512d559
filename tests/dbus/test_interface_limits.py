"""org.sotto.Voice1 on a real bus: what is too much, too odd or left over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from dbus_next import Variant

from bus import Bus
from desk import buses, caller, desk, in_loop
from sotto.dbus.interface import MOST_UTTERANCES
from sotto.text.markup.parse import LONGEST_TEXT
from sotto.voice.silent import SlowEngine

bus = pytest.fixture(scope="module")(buses)

LONG = "alpha beta gamma delta epsilon zeta eta theta iota kappa. " * 5


@in_loop
async def test_there_is_a_limit_for_one_client_and_none_suffers_from_another(bus: Bus) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sotto.dbus.interface.MOST_UTTERANCES", 20)
        async with desk(bus), caller(bus) as me, caller(bus) as other:
            for _ in range(20):
                await me.speak(LONG)
            assert await me.refused("Speak", "sa{sv}", "x", {}) == "TooMany"
            number = await other.speak("x", priority=Variant("s", "important"))
            await me.call("CancelAll")
            assert await me.speak("x") > number


@in_loop
async def test_a_flood_of_signals_ends_no_connection(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        numbers = [await me.speak(LONG) for _ in range(MOST_UTTERANCES)]
        await me.call("CancelAll")
        for number in numbers:
            await me.told("Finished", number)
        last = await me.speak("x")
        assert await me.told("Finished", last) == [last, "finished"]


@in_loop
async def test_a_text_may_be_long_but_not_endless(bus: Bus) -> None:
    async with desk(bus, engine=SlowEngine()), caller(bus) as me:
        assert await me.refused("Speak", "sa{sv}", "x" * (LONGEST_TEXT + 1), {}) == "TextTooLong"
        number = await me.speak("x " * (LONGEST_TEXT // 2))
        await me.call("Cancel", "t", number)
        assert await me.told("Finished", number) == [number, "cancelled"]


@in_loop
async def test_odd_texts_are_told_to_their_end(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        for text in ("", " ", "\u0001", "\uffff", "<speak", "😀", "\u202e\u200d"):
            number = await me.speak(text)
            assert await me.told("Finished", number) == [number, "finished"], repr(text)


@in_loop
async def test_descriptors_of_any_call_are_closed(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        before = len(list(Path("/proc/self/fd").iterdir()))
        for member, signature, body in (
            ("CancelAll", "", []),
            ("Nonsense", "", []),
            ("Speak", "sa{sv}", ["x", {}]),
            ("Synthesize", "hsa{sv}", [0, "x", {"kind": Variant("s", "no")}]),
        ):
            reader, writer = os.pipe()
            await me.call(member, signature, *body, descriptors=(writer,))
            os.close(writer)
            assert os.read(reader, 1) == b""
            os.close(reader)
        assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What was logged; errors that nobody looked at fail the test."""
    yield caplog
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == []


@in_loop
async def test_a_thousand_calls_leave_nothing_behind(
    bus: Bus, log: pytest.LogCaptureFixture
) -> None:
    async with desk(bus) as made, caller(bus) as me:
        for index in range(300):
            number = await me.speak(f"word {index}")
            if index % 3:
                await me.call("Cancel", "t", number)
        await me.told("Finished", number)
        await me.call("CancelAll")
        await me.speak("end")
        assert made.voice is not None
        assert len(made.voice._live) <= 1

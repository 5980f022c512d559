"""What was said is said again: as it was, slower, spelled; and forgotten."""

from __future__ import annotations

import asyncio

import pytest
from dbus_next import Message, Variant

from bus import Bus
from desk import RATE, Caller, buses, caller, desk, in_loop
from sotto.audio.silent import SilentSink
from sotto.dbus.again import LONGEST_TEXT, MOST_TEXTS, Again, slower
from sotto.dbus.lock import SAVERS
from sotto.errors import UnknownUtteranceError
from sotto.messages import Kind, Options, Prosody

bus = pytest.fixture(scope="module")(buses)


async def words_of(me: Caller, number: int) -> int:
    await me.told("Finished", number)
    return me.names(number).count("Word")


@in_loop
async def test_the_last_texts_are_said_again_and_counted_once(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me, caller(bus) as other:
        assert await me.refused("Again", "ua{sv}", 0, {}) == "UnknownUtterance"
        for text in ("one two three", "one two"):
            await me.told("Finished", await me.speak(text))
        await me.told("Finished", await me.speak("x"))
        await me.told("Finished", await me.speak("pass word", kind=Variant("s", "spell")))
        for _ in range(2):
            again = await other.call("Again", "ua{sv}", 0, {})
            assert await words_of(other, again.body[0]) == 2
            before = await other.call("Again", "ua{sv}", 1, {"slower": Variant("b", True)})
            assert await words_of(other, before.body[0]) == 3
        spelled = await other.call("Again", "ua{sv}", 0, {"kind": Variant("s", "spell")})
        assert await words_of(other, spelled.body[0]) == len("onetwo")
        assert await me.refused("Again", "ua{sv}", 2, {}) == "UnknownUtterance"
        wrong = await me.refused("Again", "ua{sv}", 0, {"slowly": Variant("b", True)})
        assert wrong == "InvalidOption"
        await me.call("Forget")
        assert await me.refused("Again", "ua{sv}", 0, {}) == "UnknownUtterance"


def active_changed(interface: str, value: bool | str) -> Message:
    path = f"/{interface.replace('.', '/')}"
    kind = "b" if isinstance(value, bool) else "s"
    return Message.new_signal(path, interface, "ActiveChanged", kind, [value])


@pytest.mark.parametrize("interface", SAVERS)
@in_loop
async def test_all_is_forgotten_when_the_screen_is_locked(bus: Bus, interface: str) -> None:
    async with desk(bus), caller(bus) as me:
        await me.told("Finished", await me.speak("one two"))
        for harmless in (False, "true"):
            me.send(active_changed(interface, harmless))
        again = await me.call("Again", "ua{sv}", 0, {})
        await me.told("Finished", again.body[0])
        me.send(active_changed(interface, True))
        assert await me.refused("Again", "ua{sv}", 0, {}) == "UnknownUtterance"
        await me.told("Finished", await me.speak("three four"))
        assert (await me.call("Again", "ua{sv}", 0, {})).body


@in_loop
async def test_markup_is_kept_and_not_spelled(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        ssml = {"kind": Variant("s", "ssml")}
        await me.told(
            "Finished", await me.speak("<speak>one <break time='1ms'/>two</speak>", **ssml)
        )
        again = await me.call("Again", "ua{sv}", 0, {})
        assert await words_of(me, again.body[0]) == 2
        spelled = await me.call("Again", "ua{sv}", 0, {"kind": Variant("s", "spell")})
        assert await words_of(me, spelled.body[0]) == len("onetwo")


@in_loop
async def test_a_copy_has_no_markup_and_is_never_made_unheard(bus: Bus) -> None:
    sink = SilentSink(RATE)
    async with desk(bus, sink=sink), caller(bus) as me:
        assert await me.refused("Copy", "u", 0) == "UnknownUtterance"
        ssml = {"kind": Variant("s", "ssml")}
        await me.told("Finished", await me.speak("<speak>one &amp; <b>two</b></speak>", **ssml))
        before = sink.end()
        copied = await me.call("Copy", "u", 0)
        assert copied.body == ["one & two"]
        while sink.end() <= before:
            await asyncio.sleep(0.01)
        # What is said of its own accord is not what was said last.
        assert (await me.call("Copy", "u", 0)).body == ["one & two"]


def test_what_is_remembered_is_bounded() -> None:
    again = Again()
    again.note("x" * (LONGEST_TEXT + 1), Options())
    for number in range(MOST_TEXTS + 10):
        again.note(f"text {number}", Options(kind=Kind.TEXT))
    assert again.find(0)[0] == f"text {MOST_TEXTS + 9}"
    assert again.find(MOST_TEXTS - 1)[0] == "text 10"
    with pytest.raises(UnknownUtteranceError):
        again.find(MOST_TEXTS)


def test_slower_stays_within_what_a_voice_can_do() -> None:
    assert slower(Options(prosody=Prosody(rate=2.0))).prosody.rate == 1.2
    assert slower(Options(prosody=Prosody(rate=0.4))).prosody.rate == 0.3

"""What would be said is told in full, without a sound and without anybody's turn."""

from __future__ import annotations

from typing import Any

import pytest
from dbus_next import MessageType, Variant

from bus import Bus
from desk import Caller, buses, caller, desk, in_loop
from sotto.dbus.interface import LONGEST_READING
from sotto.voice.silent import ToneEngine

bus = pytest.fixture(scope="module")(buses)


async def read(me: Caller, text: str, **options: str) -> list[dict[str, Any]]:
    given = {name: Variant("s", value) for name, value in options.items()}
    reply = await me.call("Reading", "sa{sv}", text, given)
    assert reply.message_type is MessageType.METHOD_RETURN, reply.body
    return [{name: each.value for name, each in clause.items()} for clause in reply.body[0]]


@in_loop
async def test_words_places_language_pauses_and_marks_are_told(bus: Bus) -> None:
    engine = ToneEngine("tone")
    async with desk(bus, engine=engine), caller(bus) as me:
        text = '<speak>Dr. Smith.<mark name="m"/> <lang xml:lang="de">Drei</lang></speak>'
        first, second = await read(me, text, kind="ssml")
        assert (first["said"], first["language"]) == ("Doctor Smith.", "en")
        assert [(word, text[start:end]) for word, start, end, _ in first["words"]] == [
            ("Doctor", "Dr."),
            ("Smith", "Smith"),
        ]
        assert first["pause"] > 0
        assert (first["marks"], second["marks"]) == ([], [[0, "m"]])
        assert (second["said"], second["language"]) == ("Drei", "de")
        assert engine.spoken == []


@in_loop
async def test_options_of_a_request_hold(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        (clause,) = await read(me, "42 km", reading="literal", numbers="digits")
        assert clause["said"] == "4 2 km"
        (clause,) = await read(me, "5 %", language="de")
        assert (clause["said"], clause["language"]) == ("5 Prozent", "de")


@in_loop
async def test_a_break_is_a_clause_without_words(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        (clause,) = await read(me, '<speak><break time="700ms"/></speak>', kind="ssml")
        assert (clause["said"], clause["language"], clause["pause"]) == ("", "", 700)


@in_loop
async def test_what_is_refused(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        whole = await me.call("Reading", "sa{sv}", "a " * (LONGEST_READING // 2), {})
        assert whole.message_type is MessageType.METHOD_RETURN
        assert await me.refused("Reading", "sa{sv}", "a" * (LONGEST_READING + 1), {}) == (
            "TextTooLong"
        )
        bad = {"reading": Variant("s", "loud")}
        assert await me.refused("Reading", "sa{sv}", "a", bad) == "InvalidOption"


@in_loop
async def test_sounds_are_told_and_what_of_them_is_not_understood(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        text = '<phoneme ph="dʒɪf">GIF</phoneme> <phoneme ph="X">b</phoneme>'
        text += ' <phoneme alphabet="x-sampa" ph="d">c</phoneme>'
        (clause,) = await read(me, text, kind="ssml")
        assert clause["said"] == "/dʒɪf/ b c"
        assert [word[3] for word in clause["words"]] == ["dʒɪf", "", ""]
        first, second = clause["problems"]
        assert "'X' (latin capital letter x) is no sign of the IPA" in first
        assert "x-sampa" in second

"""How a reader words things can be asked for: by those who look ahead, and nothing else is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bus import Bus, private_bus
from sotto.dbus.spoken import KEPT_SECONDS, LONGEST_TEXT, MOST_TEXTS, RecentTexts
from sotto.messages import Kind, Options
from sotto_client import connect

SSML = Options(kind=Kind.SSML)


@pytest.fixture
def spoken() -> RecentTexts:
    made = RecentTexts()
    made.watch("a")
    return made


def test_texts_with_a_part_in_the_order_they_were_said(spoken: RecentTexts) -> None:
    for text in ("One OK.", "two", "<speak><mark name='0:2'/>OK &amp; 3</speak>"):
        spoken.note(text, SSML, 1.0)
    assert spoken.find(["OK", "absent"], 2.0) == ["One OK.", "OK & 3"]
    assert spoken.find(["two"], 2.0) == ["two"]
    assert spoken.find([], 2.0) == []


@pytest.mark.parametrize("part", ["", " ", "e", "  e"])
def test_who_knows_nothing_is_told_nothing(spoken: RecentTexts, part: str) -> None:
    spoken.note("secret message", SSML, 1.0)
    assert spoken.find([part], 1.0) == []


@pytest.mark.parametrize(
    "parts",
    [
        ["se"],
        ["secret"],
        ["ecret message to you about"],
        ["to", "you", "me", "message", "secret"],
        [chr(one) + chr(two) for one in range(97, 123) for two in range(97, 123)],
        ["you"] * 4,
        [".*", "(", "\\w+"],
    ],
)
def test_who_knows_little_is_told_nothing(spoken: RecentTexts, parts: list[str]) -> None:
    spoken.note("secret message to you about the garden", SSML, 1.0)
    assert spoken.find(parts, 1.0) == []
    assert spoken.find(["secret message"], 1.0) == ["secret message to you about the garden"]


@pytest.mark.parametrize("kind", [Kind.CHARACTER, Kind.KEY, Kind.SPELL])
def test_what_is_typed_is_not_noted(spoken: RecentTexts, kind: Kind) -> None:
    spoken.note("typed", Options(kind=kind), 1.0)
    assert spoken.find(["typed"], 1.0) == []


def test_nothing_is_noted_while_nobody_looks_ahead() -> None:
    spoken = RecentTexts()
    spoken.note("before", SSML, 1.0)
    spoken.watch("a")
    spoken.watch("b")
    spoken.note("during", SSML, 1.0)
    spoken.unwatch("a")
    assert spoken.find(["before", "during"], 1.0) == ["during"]
    spoken.unwatch("b")
    spoken.watch("a")
    assert spoken.find(["during"], 1.0) == []


def test_it_is_bounded_in_number_size_and_time(spoken: RecentTexts) -> None:
    for number in range(2 * MOST_TEXTS):
        spoken.note(f"text {number}", SSML, 1.0)
    assert len(spoken.find(["text"], 1.0)) == MOST_TEXTS
    spoken.note("text " * LONGEST_TEXT, SSML, 1.0)
    assert len(spoken.find(["text"], 1.0)) == MOST_TEXTS - 1
    spoken.note("text at last", SSML, 1.0 + KEPT_SECONDS)
    assert spoken.find(["text at"], 1.5 + KEPT_SECONDS) == ["text at last"]


def test_texts_with_more_than_marks_are_left_out(spoken: RecentTexts) -> None:
    spoken.note("<speak><emphasis>text</emphasis></speak>", SSML, 1.0)
    assert spoken.find(["text", "emphasis"], 1.0) == []


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with private_bus() as made:
        made.serve()
        yield made


def test_over_the_bus(bus: Bus) -> None:
    async def run() -> None:
        async with await connect(bus.address) as reader:
            await reader.speak("OK, nobody asked yet.")
            async with await connect(bus.address) as ahead:
                assert await ahead.said(["OK"]) == ()
                await reader.speak("<speak>OK push button.</speak>", kind="ssml")
                assert await ahead.said(["OK", "push button"]) == ("OK push button.",)
                await reader.cancel_all()

    asyncio.run(run())

"""Asking and telling by ear: no wait in silence, questions that come again, answers by language."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from bus import Bus
from desk import buses, desk, in_loop
from sotto.cli.setup import talk as setup_talk
from sotto.cli.setup.talk import FASTER, QUIT, SLOWER, YES, Talk
from sotto_client import Client, connect
from sotto_words import Words
from waiting import PATIENCE

bus = pytest.fixture(scope="module")(buses)
SHORT = 0.05
QUESTION = "Shall the screen reader Orca speak with me? y or n."


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, bus: Bus) -> list[tuple[str, object]]:
    """Texts and languages of all that is asked to be spoken, as it comes."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    heard: list[tuple[str, object]] = []
    speak = Client.speak

    async def note(self: Client, text: str, **options: str) -> int:
        heard.append((text, options.get("language")))
        return await speak(self, text, **options)

    monkeypatch.setattr(Client, "speak", note)
    return heard


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Types a text, "" for the end of all typing."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as keyboard, os.fdopen(writing, "w", buffering=1) as keys:
        monkeypatch.setattr(sys, "stdin", keyboard)
        yield lambda text: keys.close() if not text else print(text, end="", file=keys, flush=True)


def test_work_that_takes_long_is_told_about_again_and_again(
    bus: Bus, said: list[tuple[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert setup_talk._SILENCE_SECONDS < 2
    monkeypatch.setattr(setup_talk, "_SILENCE_SECONDS", SHORT)
    enough = threading.Event()
    speak = Client.speak

    async def count(self: Client, text: str, **options: str) -> int:
        number = await speak(self, text, **options)
        if len(said) == 3:
            enough.set()
        return number

    monkeypatch.setattr(Client, "speak", count)

    @in_loop
    async def scene() -> None:
        async with desk(bus), await connect() as client:
            talk = Talk(client, Words(["fr"]), is_silent=True)
            assert await talk.work(lambda: enough.wait(PATIENCE))

    scene()
    assert said[:3] == [("Un instant.", "fr")] * 3


def test_a_question_that_nobody_answers_comes_again(
    bus: Bus,
    said: list[tuple[str, object]],
    typed: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(setup_talk, "_REPEAT_SECONDS", SHORT)

    @in_loop
    async def scene() -> None:
        async with desk(bus), await connect() as client:
            talk = Talk(client, Words(["de"]), is_silent=False)
            speak = client.speak

            async def answer(text: str, **options: str) -> int:
                if len(said) == 2:
                    typed("J\n")
                return await speak(text, **options)

            monkeypatch.setattr(client, "speak", answer)
            assert await talk.ask(QUESTION, YES) == "y"

    scene()
    assert len(said) >= 3
    assert {text for text, _ in said} == {Words(["de"])(QUESTION)}


@pytest.mark.parametrize(
    ("language", "typing"),
    [
        ("en", ("y\n", "y")),
        ("en", ("N\n", "n")),
        ("de", ("?\nj\n", "y")),
        ("es", ("s\n", "y")),
        ("fr", ("o\n", "y")),
        ("nl", ("\n", "")),
        ("it", ("q\n", QUIT)),
        ("pt", ("", QUIT)),
    ],
)
def test_answers_by_language(
    bus: Bus,
    said: list[tuple[str, object]],
    typed: Callable[[str], None],
    language: str,
    typing: tuple[str, str],
) -> None:
    keys, answer = typing

    @in_loop
    async def scene() -> None:
        async with desk(bus), await connect() as client:
            talk = Talk(client, Words([language]), is_silent=False)
            typed(keys)
            assert await talk.ask(QUESTION, YES) == answer
            assert talk.is_over == (answer == QUIT)
            if talk.is_over:
                assert await talk.ask(QUESTION, YES) == QUIT

    scene()
    assert len(said) == 1 + keys.count("?")
    assert {tongue for _, tongue in said} == {language}


def test_the_letters_of_one_question_are_not_those_of_another(
    bus: Bus, said: list[tuple[str, object]], typed: Callable[[str], None]
) -> None:
    @in_loop
    async def scene() -> None:
        async with desk(bus), await connect() as client:
            talk = Talk(client, Words(["de"]), is_silent=False)
            typed("s\nl\n")
            # In German s is schneller, faster; in English it is slower.
            assert await talk.ask("f is faster", FASTER, SLOWER) == "f"
            assert await talk.ask("s is slower", FASTER, SLOWER) == "s"

    scene()
    assert len(said) == 2

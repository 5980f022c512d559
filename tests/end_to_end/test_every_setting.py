"""Every setting holds with the next text: what can be heard is, the rest is told to its part."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from bus import Bus, private_bus
from desk import in_loop
from sotto.dbus.programs import program_of
from sotto.live import Live
from sotto.settings.values import Settings, describe_all
from sotto_client import Client, Sound, connect
from waiting import wait_until

Value = str | float | int


class Case(NamedTuple):
    """A value that makes a text sound in another way; `first` are settings that it needs."""

    value: Value
    text: str = "Hello there."
    kind: str = "text"
    first: Mapping[str, Value] = {}


MARKED = '<speak>one <lang xml:lang="de">zwei und zwanzig</lang></speak>'
AUDIBLE = {
    "voice": Case("chorus:emma"),
    "language": Case("de", "Guten Tag, 25."),
    "voices": Case("en=chorus:emma"),
    "programs": Case(f"{program_of(os.getpid())}: rate=2"),
    "switching": Case("off", MARKED, "ssml"),
    "style": Case("calm"),
    "quality": Case("light", first={"quality": "full"}),
    "words_per_minute": Case(400),
    "rate": Case(2.0),
    "pitch": Case(1.4),
    "pitch_range": Case(0.2),
    "volume": Case(0.5),
    "pauses": Case("shortest", "One. Two. Three."),
    "punctuation": Case("all", "Hello, you."),
    "capitals": Case("spell", "A", "character"),
    "capital_pitch": Case(1.9, "A", "character", {"capitals": "pitch"}),
    "word_capitals": Case("words", "This is BIG."),
    "numbers": Case("digits", "Number 42."),
    "reading": Case("literal", "It is 5 km."),
    "emoji": Case("off", "Hello 😀 you."),
    "spelling_alphabet": Case("phonetic", "ab", "spell"),
    "clarity": Case("on"),
}
TOLD: Mapping[str, tuple[Value, str]] = {
    "device": ("somewhere", "configure"),
    "keep_awake_s": (5.0, "configure"),
    "keep_awake_bluetooth_s": (5.0, "configure"),
    "keep_awake_hdmi_s": (5.0, "configure"),
    "keep_awake_usb_s": (5.0, "configure"),
    "learn_awake": ("off", "configure"),
    "idle_after_s": (9.0, "configure"),
    "ducking": (0.5, "set_factor"),
    "deadline_ms": (50, "configure"),
    "cache_mb": (3, "configure set_recent_limit"),
    "memory_mb": (500, "set_limit"),
    "phrase_cache_mb": (3, "set_limit"),
}
ELSEWHERE = {
    "look_ahead": "tests/dbus/test_prefetch.py",
    "long_reading": "tests/end_to_end/test_long_reading.py",
    "log_level": "below",
}


def test_no_setting_is_left_out() -> None:
    assert {*AUDIBLE, *TOLD, *ELSEWHERE} == {each.name for each in describe_all()}


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    """A daemon whose voice is loaded."""
    with private_bus(LANG="en_US.UTF-8") as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


async def sound(client: Client, case: Case) -> bytes:
    """As soon as it is twice the same: another voice may cover for one that is loaded only now."""
    before, now = b"", await _sound(client, case)
    while now != before:
        before, now = now, await _sound(client, case)
    return now


async def _sound(client: Client, case: Case) -> bytes:
    heard = b""
    async with await client.synthesize(case.text, kind=case.kind) as stream:
        async for frame in stream:
            heard += frame.samples if isinstance(frame, Sound) else b""
    assert heard
    return heard


@pytest.mark.parametrize("name", AUDIBLE)
def test_it_is_heard_in_the_next_text_and_taken_back(bus: Bus, name: str) -> None:
    case = AUDIBLE[name]

    @in_loop
    async def scene() -> None:
        async with await connect(bus.address) as client:
            settings = await client.settings.all()
            # A busy machine must not choose.
            if name != "quality":
                await client.settings.set(settings["quality"], "full")
            for other, value in case.first.items():
                await client.settings.set(settings[other], value)
            before = await sound(client, case)
            await client.settings.set(settings[name], case.value)
            assert await sound(client, case) != before
            await client.settings.undo()
            assert await sound(client, case) == before
            await client.settings.reset()

    scene()


class Recorder:
    """Takes any call, and keeps its name."""

    def __init__(self) -> None:
        self.called: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: self.called.append(name)


@pytest.mark.parametrize("name", TOLD)
def test_its_part_is_told_of_a_change_and_of_no_other(name: str) -> None:
    value, expected = TOLD[name]
    parts: Any = Recorder()
    live = Live(parts, parts, parts, (parts, parts), lambda: None, True, parts)
    changed: dict[str, Any] = {name: value}
    live.apply(Settings(**changed), changed)
    assert set(parts.called) == set(expected.split())
    parts.called.clear()
    live.apply(Settings(), {"rate": 2.0})
    assert parts.called == []


def test_the_journal_has_less_or_more_from_now_on(bus: Bus) -> None:
    line, kept = "settings read again", "deadline_ms = 5000\nphrase_cache_mb = 0\n"
    assert bus.sotto("set", "log-level", "warning").returncode == 0
    before = bus.log.count(line)
    bus.write_settings(f"{kept}log_level = 'warning'\nrate = 2.0\n")
    wait_until(lambda: bus.sotto("get", "rate").stdout == "2.0\n", "the edit holds")
    assert bus.log.count(line) == before
    assert bus.sotto("set", "log-level", "info").returncode == 0
    bus.write_settings(f"{kept}rate = 3.0\n")
    wait_until(lambda: bus.log.count(line) > before, "it tells more")

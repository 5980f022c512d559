"""Requests to Spiel's provider: stuck and closed readers, many at once, and whatever may be in
them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bus import Bus
from spiel_client import EVENTS, LONG, Client, parse, play, read_all, read_first, speaking_bus
from waiting import wait_until


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with speaking_bus() as made:
        yield made


def test_a_stuck_reader_holds_nobody_else_up_and_gets_all_in_the_end(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        whole = await client.speak(LONG)
        stuck = await client.synthesize(LONG)
        assert await client.speak("Hello.") == await client.speak("Hello.")
        # Not compared by pytest, which would look for minutes for what differs.
        is_whole = await read_all(stuck) == whole
        assert is_whole

    play(bus, scene)


def open_pipes(pid: int) -> int:
    count = 0
    for path in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            count += str(path.readlink()).startswith("pipe:")
    return count


async def settle(client: Client) -> None:
    """Once this is heard, all that an idle daemon keeps open is open."""
    await client.speak("Hello.")


@pytest.mark.parametrize("voice", ["automatic", EVENTS])
@pytest.mark.parametrize("read", [0, 1, 70_000])
def test_a_closed_reader_ends_the_request(bus: Bus, voice: str, read: int) -> None:
    play(bus, settle)
    pid = bus.owner_pid()
    assert pid is not None
    idle = open_pipes(pid)

    async def scene(client: Client) -> None:
        reader = await client.synthesize(LONG, voice)
        assert open_pipes(pid) == idle + 1
        for _ in range(read // 1000 + (read > 0)):
            await read_first(reader, 1000)
        os.close(reader)
        await asyncio.to_thread(wait_until, lambda: open_pipes(pid) == idle, "it is closed")

    play(bus, scene)


def test_twenty_at_a_time_are_each_whole(bus: Bus) -> None:
    texts = [f"This is sentence number {number}." for number in range(20)]

    async def scene(client: Client) -> None:
        alone = [await client.speak(text) for text in texts[:3]]
        together = await asyncio.gather(*(client.speak(text) for text in texts))
        assert together[:3] == alone
        assert len(set(together)) == 20
        assert min(map(len, together)) > 10_000

    play(bus, scene)


def test_cancelling_in_the_rhythm_of_keys_loses_nothing(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        letters = [await client.speak(letter) for letter in "abc"]
        for number in range(150):
            dead = await client.synthesize("tab")
            if number % 3:
                await asyncio.sleep(0.002 * (number % 5))
            os.close(dead)
            assert await client.speak("abc"[number % 3]) == letters[number % 3]

    play(bus, scene)


@pytest.mark.parametrize(
    "text",
    [
        "<speak>",
        "</speak>",
        "<speak><speak>Hello</speak>",
        "<speak>Fish & chips < more",
        '<speak><prosody rate="nonsense">Hello</speak>',
        "<speak><unknown><b>Hello",
        "&&&;<>&#x110000;Hello",
        "<!DOCTYPE x [<!ENTITY a '&a;&a;'>]><speak>&a; Hello</speak>",
        "",
        "\0\ufffd\u202e",
    ],
)
def test_any_markup_is_answered_and_ended(bus: Bus, text: str) -> None:
    async def scene(client: Client) -> None:
        frames = parse(await client.speak(text.replace("\0", ""), EVENTS, is_ssml=True))
        assert frames.is_whole
        if "Hello" in text or "chips" in text:
            assert len(frames.audio) > 5000

    play(bus, scene)


@pytest.mark.parametrize("character", ["<", ">", "&", " ", "a", "A", "'", "ß", "€", "7"])
def test_single_characters_come_as_orca_sends_them(bus: Bus, character: str) -> None:
    """Orca does not escape the character it puts into markup."""
    element = '<say-as interpret-as="characters" format="glyphs">'

    async def scene(client: Client) -> None:
        bare = await client.speak(character)
        marked = await client.speak(f"<speak>{element}{character}</say-as></speak>", is_ssml=True)
        assert len(bare) > 3000
        assert bare == marked

    play(bus, scene)


@pytest.mark.parametrize(
    "given",
    [
        {"rate": 0.0},
        {"rate": -3.0},
        {"rate": float("nan")},
        {"rate": float("inf")},
        {"pitch": 2.2},
        {"pitch": -1.0},
        {"pitch": float("nan")},
        {"language": "x" * 5000},
        {"language": "no language"},
        {"voice": "nobody"},
        {"voice": "y" * 5000},
    ],
)
def test_senseless_arguments_still_speak(bus: Bus, given: dict[str, Any]) -> None:
    async def scene(client: Client) -> None:
        assert len(await client.speak("Hello.", **given)) > 5000

    play(bus, scene)


def test_every_step_of_orcas_rates_is_faster(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        lengths = []
        for step in (10, 25, 40, 50, 55, 60, 65, 75, 85, 95):
            rate = step / 50
            rate += (rate % 1) * 9 if step > 50 else 0
            lengths.append(len(await client.speak(LONG[:100], rate=min(rate, 10.0))))
        assert lengths == sorted(lengths, reverse=True)
        assert len(set(lengths)) == len(lengths)

    play(bus, scene)


def test_a_voice_and_a_language_are_followed(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        said = {
            voice: await client.speak("Montag", voice)
            for voice in ("sotto:linda", "sotto:kerstin", "espeak:de")
        }
        assert len(set(said.values())) == 3
        german = await client.speak("Montag", language="de")
        assert german != await client.speak("Montag", language="en-US")

    play(bus, scene)


_DYING = """
import asyncio, sys
sys.path.insert(0, sys.argv[1])
from spiel_client import Client
async def main():
    class Address: address = sys.stdin.readline().strip()
    client = await Client.connect(Address)
    for _ in range(5):
        await client.synthesize("Hello dear world. " * 400)
    print("asked", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def test_a_client_that_is_killed_leaves_nothing(bus: Bus) -> None:
    pid = bus.owner_pid()
    assert pid is not None
    play(bus, settle)
    idle = open_pipes(pid)
    tests = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-c", _DYING, str(tests)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(bus.address + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "asked\n"
    assert open_pipes(pid) >= idle + 5
    process.send_signal(signal.SIGKILL)
    process.communicate()
    wait_until(lambda: open_pipes(pid) == idle, "the pipes are closed")


def test_a_descriptor_that_is_no_pipe_is_answered_too(bus: Bus, tmp_path: Path) -> None:
    async def scene(client: Client) -> None:
        file = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
        await client._call(
            "org.freedesktop.Speech.Provider",
            "Synthesize",
            "hssddbs",
            [0, "Hello", "automatic", 1.0, 1.0, False, ""],
            [file],
        )
        os.close(file)
        assert len(await client.speak("Hello.")) > 5000

    play(bus, scene)

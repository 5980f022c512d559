"""Spiel's provider on a real bus, in the real daemon, seen by a client that counts bytes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bus import Bus, private_bus
from sound import wait_until
from spiel_client import Client, parse, read_all, read_first

EVENTS = "automatic#events"
LONG = "One two three four five six seven eight nine ten. " * 60
WORD, SENTENCE, RANGE, MARK = 1, 2, 3, 4

Test = Callable[[Client], Coroutine[None, None, None]]


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with private_bus(LANG="en_US.UTF-8") as made:
        made.serve()
        # Until then the plain voice speaks, so that the same text may sound different.
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


def play(bus: Bus, scene: Test) -> None:
    """Run a scene with a client of its own."""

    async def run() -> None:
        client = await Client.connect(bus)
        try:
            await scene(client)
        finally:
            await client.close()

    asyncio.run(run())


def test_voices_are_there_twice_under_names_of_their_own(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        properties = await client.get_all()
        assert properties["Name"] == "Sotto"
        voices = properties["Voices"]
        names = [name for name, *_ in voices]
        identifiers = [identifier for _, identifier, *_ in voices]
        assert len(set(names)) == len(set(identifiers)) == len(voices)
        for _, identifier, output, features, languages in voices:
            events = identifier.endswith("#events")
            kind = "audio/x-spiel" if events else "audio/x-raw"
            assert output == f"{kind},format=S16LE,channels=1,rate=22050"
            assert bool(features & 0xF) is events
            assert features < 1 << 32
            assert languages
        plain = [each for each in identifiers if not each.endswith("#events")]
        assert {f"{each}#events" for each in plain} == set(identifiers) - set(plain)

    play(bus, scene)


def test_the_first_by_name_is_bare_and_speaks_the_sessions_language(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        first = min((await client.get_all())["Voices"], key=lambda voice: str(voice[0]))
        assert first[1] == "automatic"
        assert first[2].startswith("audio/x-raw,")
        assert first[4][:2] == ["en-US", "en"]

    play(bus, scene)


def test_tags_are_in_the_case_that_clients_compare(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        voices = await client.voices()
        assert voices["sotto:linda"][4] == ["en-US", "en"]
        assert all(
            tag == tag.strip() and "_" not in tag for voice in voices.values() for tag in voice[4]
        )

    play(bus, scene)


def test_bare_samples_are_the_samples_of_the_frames(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        await client.speak("A word.")
        raw = await client.speak("Hello, dear world. And more.")
        frames = parse(await client.speak("Hello, dear world. And more.", EVENTS))
        assert raw == frames.audio
        assert np.abs(np.frombuffer(raw, np.int16)).max() > 3000
        assert raw == await client.speak("Hello, dear world. And more.")

    play(bus, scene)


def test_events_stand_before_their_words(bus: Bus) -> None:
    text = "Hello, dear world. Is it  well?"

    async def scene(client: Client) -> None:
        frames = parse(await client.speak(text, EVENTS))
        told = [(kind, text[start:end]) for kind, start, end, _, _ in frames.events]
        assert told == [
            (SENTENCE, "Hello, dear world."),
            (RANGE, "Hello,"),
            (WORD, "Hello"),
            (RANGE, "dear world."),
            (WORD, "dear"),
            (WORD, "world"),
            (SENTENCE, "Is it  well?"),
            (RANGE, "Is it  well?"),
            (WORD, "Is"),
            (WORD, "it"),
            (WORD, "well"),
        ]
        places = [place for *_, place in frames.events]
        assert places == sorted(places)
        assert places[-1] < len(frames.audio)
        assert frames.is_whole

    play(bus, scene)


def test_marks_of_any_name_come_through(bus: Bus) -> None:
    text = '<speak><mark name="0:5"/>Hello <mark name="Größe ∞"/>world</speak>'

    async def scene(client: Client) -> None:
        frames = parse(await client.speak(text, EVENTS, is_ssml=True))
        assert [name for kind, *_, name, _ in frames.events if kind == MARK] == ["0:5", "Größe ∞"]

    play(bus, scene)


def test_marks_without_measure_do_not_break_a_frame(bus: Bus) -> None:
    marks = "".join(f'<mark name="{"x" * 900}{number}"/>' for number in range(30))

    async def scene(client: Client) -> None:
        frames = parse(await client.speak(f"<speak>{marks}Hello</speak>", EVENTS, is_ssml=True))
        assert sum(kind == MARK for kind, *_ in frames.events) == 30
        assert frames.is_whole
        assert len(frames.audio) > 1000

    play(bus, scene)


def test_a_reader_never_meets_half_a_frame(bus: Bus) -> None:
    """Whatever a reader has got at any moment ends with an audio frame, as one `read` a field
    needs it."""

    async def scene(client: Client) -> None:
        reader = await client.synthesize(LONG[:600], EVENTS)
        data = b""
        while piece := await read_first(reader, 65_536):
            data += piece
            frames = parse(data)
            assert frames.is_whole
            assert frames.events == [] or frames.events[-1][-1] < len(frames.audio)
        os.close(reader)
        assert max(frames.sizes) <= 4091

    play(bus, scene)


def test_the_header_comes_with_an_empty_frame_before_any_sound(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        reader = await client.synthesize(LONG, EVENTS)
        assert await read_first(reader, 9) == b"0.01" + b"\x01" + bytes(4)
        os.close(reader)

    play(bus, scene)


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


def test_requests_before_the_daemon_is_loaded_are_answered_and_spoken() -> None:
    """The bus starts it by the activation file of this name."""
    with private_bus() as bus:
        bus.make_activatable()
        service = (bus.services / "org.sotto.Voice1.service").read_text()
        name = "org.sotto.Speech.Provider"
        (bus.services / f"{name}.service").write_text(
            service.replace("Name=org.sotto.Voice1", f"Name={name}")
        )
        bus.run(
            *("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus"),
            *("/org/freedesktop/DBus", "org.freedesktop.DBus.ReloadConfig"),
        )

        async def scene(client: Client) -> None:
            data = await asyncio.gather(*(client.speak("Hello.") for _ in range(3)))
            assert min(map(len, data)) > 5000

        play(bus, scene)


def test_voices_that_change_are_told(tmp_path: Path) -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        bus.serve()

        async def scene(client: Client) -> None:
            before = (await client.get_all())["Voices"]
            await client.watch()
            bus.write_settings('language = "de"\n')
            await client.speak("Hello.")
            interface, changed, _ = await asyncio.wait_for(client.changes.get(), 20)
            assert interface == "org.freedesktop.Speech.Provider"
            assert changed["Voices"].signature == "a(ssstas)"
            now = (await client.get_all())["Voices"]
            assert changed["Voices"].value == now != before
            assert now[0][4][0] == "de"

        play(bus, scene)

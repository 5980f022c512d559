"""Spiel's provider on a real bus, in the real daemon: its voices, and every byte of its streams."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bus import Bus, private_bus
from spiel_client import EVENTS, LONG, Client, parse, play, read_first, speaking_bus

WORD, SENTENCE, RANGE, MARK = 1, 2, 3, 4


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with speaking_bus() as made:
        yield made


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
            assert output == f"{kind},format=S16LE,channels=1,rate=24000"
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

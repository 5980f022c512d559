"""A voice that comes or goes is told to every kind of client at once, without a restart."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from dbus_next import Message
from numpy.typing import NDArray

from bus import Bus, private_bus
from calls import match
from mirror import own_files
from sotto_bus import close_bus, open_bus
from sotto_client import Sound, connect
from waiting import wait_until

RATE = 24_000
SPIEL = "org.freedesktop.Speech.Provider"


@pytest.fixture
def bus() -> Iterator[Bus]:
    with private_bus(LANG="en_US.UTF-8") as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voices are loaded")
        yield made


class Module:
    """Speech Dispatcher's module on bare pipes; its answers are kept as they come."""

    def __init__(self, bus: Bus) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sotto_speechd", "/nowhere/sotto.conf"],
            env=bus.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        self.send("INIT")

    def send(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()

    def lists(self, name: str) -> bool:
        """Whether the voice is in the answer to LIST VOICES."""
        before = len(self.lines)
        self.send("LIST VOICES")
        wait_until(lambda: any(" SENT" in line for line in self.lines[before:]), "an answer")
        return any(line.startswith(f"200-{name}\t") for line in self.lines[before:])

    def close(self) -> None:
        # Whoever goes on for one that was killed ends with what the server says.
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self._thread.join()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))


@pytest.fixture
def module(bus: Bus) -> Iterator[Module]:
    made = Module(bus)
    yield made
    made.close()
    for stream in (made.process.stdin, made.process.stdout):
        assert stream is not None
        stream.close()


def put(bus: Bus, name: str) -> Path:
    """Install in one step, as the program does."""
    made = bus.home / "data" / "sotto" / "incoming" / name
    made.mkdir(parents=True)
    for path, data in own_files().items():
        (made / Path(path).name).write_bytes(data)
    target = bus.home / "data" / "sotto" / "voices" / name
    target.parent.mkdir(exist_ok=True)
    made.rename(target)
    return target


def test_speech_dispatcher_lists_it(bus: Bus, module: Module) -> None:
    wait_until(lambda: module.lists("heart"), "the module has heard of the daemon")
    # The bundled voice of that name is listed in all its languages; this one is new.
    assert not module.lists("choir")
    target = put(bus, "choir")
    described = json.loads((target / "voice.json").read_text())
    described["voices"][0]["name"] = "sopran"
    (target / "voice.json").write_text(json.dumps(described))
    remembered = bus.home / ".cache" / "sotto" / "speechd-voices.json"
    wait_until(lambda: module.lists("sopran"), "the new voice is listed")
    wait_until(lambda: "sopran" in remembered.read_text(), "it is remembered")
    target.rename(bus.home / "gone")
    wait_until(lambda: not module.lists("sopran"), "it is not listed any more")


def test_clients_and_spiel_are_told(bus: Bus) -> None:
    async def scene() -> None:
        told: list[str] = []
        spiel: list[list[str]] = []
        async with await connect(bus.address) as client:
            watching = await open_bus(bus.address)
            await match(watching, "type='signal',member='PropertiesChanged'")

            def look(message: Message) -> bool:
                if message.member == "PropertiesChanged" and message.body[0] == SPIEL:
                    spiel.append([voice[1] for voice in message.body[1]["Voices"].value])
                return False

            watching.add_message_handler(look)
            await client.watch_voices(lambda: told.append("changed"))
            put(bus, "choir")
            voices = await client.find_voices()
            assert "choir:siwis" in [voice.identifier for voice in voices]
            await _until(lambda: bool(told) and bool(spiel))
            assert "choir:siwis" in spiel[-1]
            assert not (await client.state()).looking
            close_bus(watching)

    asyncio.run(scene())


def test_what_speaks_goes_on_when_its_voice_is_removed(bus: Bus) -> None:
    async def scene() -> None:
        async with await connect(bus.address) as client:
            target = put(bus, "choir")
            await client.find_voices()
            text = "Un, deux, trois, quatre, cinq, six, sept, huit. " * 20
            stream = await client.synthesize(text, voice="choir:siwis")
            async with stream:
                frames = [await anext(stream)]
                target.rename(bus.home / "gone")
                voices = await client.find_voices()
                assert "choir:siwis" not in [voice.identifier for voice in voices]
                frames += [frame async for frame in stream]
            assert await client.finished(stream.id) == "finished"
            why = await client.why(stream.id)
            assert (why.voice, why.reason) == ("choir:siwis", "")

    asyncio.run(scene())


def test_a_damaged_one_is_told_and_hides_nothing(bus: Bus) -> None:
    async def scene() -> None:
        async with await connect(bus.address) as client:
            before = await client.voices()
            target = bus.home / "data" / "sotto" / "voices" / "bad"
            target.mkdir(parents=True)
            (target / "voice.json").write_text('{"format": 2}')
            assert await client.find_voices() == before
            assert any(str(target) in problem for problem in (await client.state()).problems)

    asyncio.run(scene())


SWITCHES = {
    "by mark-up": '<speak>The greeting <lang xml:lang="de">guten Morgen</lang> is old.</speak>',
    "to a new voice": '<speak>The greeting <lang xml:lang="fr">bonjour</lang> is old.</speak>',
    "to a plain voice": '<speak>The greeting <lang xml:lang="ru">доброе утро</lang> is so.</speak>',
    "by script": "<speak>The greeting доброе утро is old.</speak>",
    "often": '<speak>One <lang xml:lang="fr">deux</lang> three <lang xml:lang="de">vier</lang> '
    'five <lang xml:lang="nl">zes</lang> seven.</speak>',
}
"""Voices of 24 and 22.05 kHz and libespeak-ng's, inside one sentence."""

LONGEST_QUIET = 0.045
"""Seconds below -50 dB inside of a sentence: that of a closed mouth before p, t or k is 0.03."""


def test_voices_change_inside_a_sentence_without_a_gap(bus: Bus) -> None:
    async def scene() -> None:
        async with await connect(bus.address) as client:
            put(bus, "choir")
            await client.find_voices()
            await client.set_defaults(voices="fr=choir:siwis")
            for name, text in SWITCHES.items():
                sound = bytearray()
                async with await client.synthesize(text, kind="ssml", language="en") as stream:
                    async for frame in stream:
                        if isinstance(frame, Sound):
                            sound += frame.samples
                samples = np.frombuffer(sound, np.int16).astype(np.float64) / 32768
                assert len(samples) > RATE, name
                assert longest_quiet(samples) <= LONGEST_QUIET, name
                why = await client.why(stream.id)
                assert why.reason == "", name

    asyncio.run(scene())


def longest_quiet(samples: NDArray[np.float64]) -> float:
    """Seconds of the longest silence that sound stands on both sides of."""
    block = RATE // 200
    blocks = samples[: len(samples) // block * block].reshape(-1, block)
    is_loud = np.sqrt(np.mean(blocks**2, axis=1)) > 10 ** (-50 / 20)
    (places,) = np.nonzero(is_loud)
    return float((np.diff(places).max() - 1) * block / RATE)


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.02)

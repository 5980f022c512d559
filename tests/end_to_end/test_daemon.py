"""The daemon as a process: started by the bus, killed, restarted, and asked by dying clients."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import NAME, Bus, private_bus
from desk import caller, in_loop
from sotto_client import Word, connect
from sotto_client.client import DAEMON_GONE
from waiting import wait_until

LONG = "This is a sentence of some length that takes a while to be spoken. " * 5
STRINGS = 300


@pytest.fixture
def bus() -> Iterator[Bus]:
    """A bus that starts the daemon; there is no sound server."""
    with private_bus(LANG="en_US.UTF-8") as made:
        made.make_activatable()
        yield made


@pytest.fixture(scope="module")
def served() -> Iterator[Bus]:
    """A daemon whose voice is loaded, shared by the tests."""
    with private_bus(LANG="en_US.UTF-8") as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


def owner(bus: Bus) -> int:
    pid = bus.owner_pid()
    assert pid is not None, bus.log
    return pid


def test_the_name_is_owned_before_anything_heavy_is_imported(bus: Bus) -> None:
    process = bus.spawn(sys.executable, "-X", "importtime", "-m", "sotto", "serve")
    wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
    before, after = bus.log.split("the bus name is owned", 1)
    for heavy in ("numpy", "onnxruntime", "pulsectl", "ctypes"):
        assert not re.search(rf"\| +{heavy}$", before, re.MULTILINE), heavy
    for needed in ("numpy", "onnxruntime"):
        assert re.search(rf"\| +{needed}$", after, re.MULTILINE), needed
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@in_loop
async def test_the_bus_starts_it_and_the_first_request_is_answered(bus: Bus) -> None:
    assert bus.owner_pid() is None
    async with await connect(bus.address) as client:
        async with await client.synthesize("Hello there.") as stream:
            words = [frame async for frame in stream if isinstance(frame, Word)]
        assert len(words) == 2
        why = await client.why(stream.id)
        # Whoever was ready: the voice, or the plain one with the reason.
        assert why.engine == "neural" or why.reason
    assert owner(bus)


@in_loop
async def test_killed_in_the_middle_it_is_missed_and_started_again(bus: Bus) -> None:
    async with await connect(bus.address) as client:
        stream = await client.synthesize(LONG)
        await anext(stream)
        first = owner(bus)
        os.kill(first, signal.SIGKILL)
        assert await client.finished(stream.id) == DAEMON_GONE
        stream.close()
        async with await client.synthesize("Again.") as again:
            assert [f async for f in again if isinstance(f, Word)]
        assert owner(bus) != first


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_asked_to(number: int) -> None:
    with private_bus() as bus:
        process = bus.serve("--log", "debug")
        process.send_signal(number)
        assert process.wait(20) == 0
        assert "Traceback" not in bus.log
        assert bus.owner_pid() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@in_loop
async def test_it_ends_when_asked_to_as_soon_as_its_name_is_seen(number: int) -> None:
    with private_bus() as bus:
        async with caller(bus) as me:
            await me.match(f"type='signal',member='NameOwnerChanged',arg0='{NAME}'")
            # Each of them has the name once and gives it back once.
            for count in (1, 3, 5):
                process = bus.spawn(sys.executable, "-m", "sotto", "serve")
                await me.told("NameOwnerChanged", NAME, count)
                process.send_signal(number)
                assert await asyncio.to_thread(process.wait, 20) == 0


def test_it_ends_with_the_bus() -> None:
    with private_bus() as bus:
        process = bus.serve()
        bus._processes[0].kill()
        assert process.wait(20) == 3
        assert "bus went away" in bus.log


@in_loop
async def test_a_client_that_is_killed_takes_its_speech_along(served: Bus) -> None:
    code = (
        "import asyncio, sotto_client\n"
        "async def main():\n"
        "    client = await sotto_client.connect()\n"
        f"    stream = await client.synthesize({LONG!r} * 20)\n"
        "    print(stream.id, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=served.environment, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        number = int(process.stdout.readline())
        async with await connect(served.address) as client:
            assert (await client.why(number)).engine in ("", "neural")
            process.kill()
            process.wait()
            fds = Path(f"/proc/{owner(served)}/fd")
            while any("pipe" in str(fd.readlink()) for fd in fds.iterdir()):
                await asyncio.sleep(0.02)
            assert await client.is_running()


def test_broken_voices_and_settings_are_reported_and_nothing_dies(tmp_path: Path) -> None:
    voices = tmp_path / "voices" / "sotto"
    voices.mkdir(parents=True)
    (voices / "voice.json").write_text("{")
    with private_bus(SOTTO_VOICES=str(tmp_path / "voices")) as bus:
        bus.write_settings("rate = 'fast'\n")
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "it is ready")
        status = bus.sotto("status").stdout
        assert "voice is damaged" in status
        assert "settings have a mistake: rate" in status
        done = bus.sotto("say", "--out", "x.wav", "Hello")
        assert done.returncode == 0, done.stderr
        assert "bands" in bus.sotto("why").stdout
        bus.write_settings("rate = 2.0\n")
        assert bus.sotto("say", "--out", "x.wav", "Hello").returncode == 0
        assert "settings" not in bus.sotto("status").stdout


def test_without_the_pronunciation_library_it_tells_so(tmp_path: Path) -> None:
    (tmp_path / "libespeak-ng.so.1").write_text("not a library")
    with private_bus(LD_LIBRARY_PATH=str(tmp_path)) as bus:
        bus.serve()
        done = bus.sotto("say", "Hello")
        assert done.returncode == 1
        assert "pronunciation library" in done.stderr
        assert "libespeak-ng" in bus.sotto("status").stdout


def odd_text(chance: random.Random) -> str:
    """A few words of any characters that a bus can carry."""
    ranges = [(1, 0x7F), (0x80, 0x2FF), (0x370, 0x5FF), (0x900, 0xDFF), (0x1F300, 0x1FAFF)]
    ranges += [(0x2000, 0x2BFF), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (1, 0x10FFFF)]
    text = []
    for _ in range(chance.randint(1, 2)):
        low, high = chance.choice(ranges)
        text += [chr(chance.randint(low, high)) for _ in range(chance.randint(1, 3))]
        text.append(chance.choice(" <&;.-\n"))
    return "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000)


def must_be_heard(character: str) -> bool:
    """Letters and digits; what else is heard depends on the level of punctuation."""
    return unicodedata.category(character) in ("Lu", "Ll", "Lt", "Lo", "Nd")


def test_of_many_odd_strings_none_is_lost(served: Bus) -> None:
    chance = random.Random(7)
    texts = [odd_text(chance) for _ in range(STRINGS)]
    pid = owner(served)

    async def speak_all() -> None:
        waiting = asyncio.Semaphore(8)
        async with await connect(served.address) as client:

            async def speak(text: str) -> None:
                async with waiting, await client.synthesize(text, rate=6) as stream:
                    words = [f async for f in stream if isinstance(f, Word)]
                assert await client.finished(stream.id) == "finished", repr(text)
                covered = {i for word in words for i in range(word.start, word.end)}
                lost = [c for i, c in enumerate(text) if must_be_heard(c) and i not in covered]
                assert lost == [], repr(text)

            await asyncio.gather(*(speak(text) for text in texts))

    asyncio.run(speak_all())
    assert owner(served) == pid
    assert "Traceback" not in served.log


def test_speech_without_a_sound_server_ends_and_the_next_is_tried(served: Bus) -> None:
    for _ in range(3):
        done = served.sotto("say", "--wait", "Hello")
        assert done.returncode == 4
    assert served.owner_pid() is not None

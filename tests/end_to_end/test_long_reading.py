"""A real daemon with a bundled voice and a heavy one of the same speaker: who goes on, and when."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

from bus import Bus, private_bus
from desk import in_loop
from kokoro_voice import prepared
from profiles import profiles
from sotto.dbus.power import UPOWER
from sotto_client import Client, connect
from sotto_client.frames import Sound
from waiting import wait_until

TEXT = " ".join(f"This is sentence number {n} of a text that is rather long." for n in range(9))
HEAVY, HEART = "hum:af_heart", "chorus:heart"


def install(bus: Bus, folder: Path) -> None:
    """A heavy voice that hums, said to need ten seconds: the tests' machines are busy."""
    made = prepared(folder)
    description = made / "voice.json"
    content = json.loads(description.read_text("utf-8")) | {"load_ms": 10_000}
    description.write_text(json.dumps(content), "utf-8")
    voices = bus.home / "data" / "sotto" / "voices"
    voices.mkdir(parents=True)
    made.rename(voices / "hum")


async def read(client: Client, text: str = TEXT, **options: str) -> tuple[bytes, str, str]:
    """Its sound, and who began and went on."""
    async with await client.synthesize(text, **options) as stream:
        sound = b"".join([frame.samples async for frame in stream if isinstance(frame, Sound)])
        why = await client.why(stream.id)
    return sound, why.voice, why.continued


def workers(bus: Bus) -> list[int]:
    """The processes that speak for heavy voices."""
    daemon = bus.owner_pid()
    children = Path(f"/proc/{daemon}/task/{daemon}/children").read_text().split()
    found = [int(n) for n in children]
    for task in Path(f"/proc/{daemon}/task").iterdir():
        found += [int(n) for n in (task / "children").read_text().split()]
    return sorted({n for n in found if b"kokoro.worker" in Path(f"/proc/{n}/cmdline").read_bytes()})


@in_loop
async def test_a_heavy_voice_goes_on_until_it_may_not(tmp_path: Path) -> None:
    with private_bus() as bus:
        install(bus, tmp_path)
        async with profiles(bus, UPOWER, False) as upower:
            await asyncio.to_thread(bus.serve, DBUS_SYSTEM_BUS_ADDRESS=bus.address)
            await asyncio.to_thread(wait_until, lambda: "loaded;" in bus.log, "it is loaded")
            async with await connect(bus.address) as client:
                first = await read(client)
                assert first[1:] == (HEART, HEAVY)
                assert await read(client) == first
                (worker,) = workers(bus)
                os.kill(worker, signal.SIGKILL)
                assert await read(client) == first
                assert workers(bus) not in ([], [worker])
                assert (await read(client, "Short. And sweet."))[2] == ""
                assert (await read(client, voice=HEAVY))[1:] == (HEART, HEAVY)
                upower.change(True)
                await asyncio.to_thread(wait_until, lambda: not workers(bus), "it ended")
                assert (await read(client))[1:] == (HEART, "")
                bus.write_settings("deadline_ms = 5000\nlong_reading = 'always'\n")
                assert await read(client) == first

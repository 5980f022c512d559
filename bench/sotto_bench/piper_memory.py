"""What the daemon takes with a Piper voice, in place of the bundled one and beside it."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sotto_bench.process import resident_mb
from sotto_bench.report import table as drawn
from sotto_bench.session import session
from sotto_client import Client, connect

MOST_INSTEAD, MOST_BOTH = 135.0, 155.0
_SETTINGS = 'phrase_cache_mb = 0\ndeadline_ms = 3000\nlanguage = "en-us"\n'
_PATIENCE = 120.0
_TIMES = 12
_SETTLED_SECONDS = 4.0
"""After a text what it was made with is given back."""
_LOADED_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Held:
    """Resident megabytes of the daemon: after its start, in and after long texts."""

    case: str
    most: float
    begun: float
    during: float
    after: float


def run(folder: Path, voice: str, texts: Sequence[str]) -> str:
    """The table for a prepared voice, whose identifier is `voice`."""
    long = " ".join([*texts] * _TIMES)
    alone = asyncio.run(_measured(folder, (voice,), voice, long))
    both = asyncio.run(_measured(folder, ("", voice, ""), "", long))
    return table([
        Held("in place of the bundled voice", MOST_INSTEAD, *alone),
        Held("beside the bundled voice, both used", MOST_BOTH, *both),
    ])  # fmt: skip


def table(found: Sequence[Held]) -> str:
    """A line a case."""
    head = ["the daemon, resident, MB", "after its start", "in long texts", "after them", "at most"]
    rows = [
        [each.case, *(f"{mb:.0f}" for mb in (each.begun, each.during, each.after, each.most))]
        for each in found
    ]
    return drawn(head, rows)


async def _measured(
    folder: Path, voices: Sequence[str], usual: str, text: str
) -> tuple[float, float, float]:
    """Have the text read by each of `voices` ("": the bundled one) where `usual` is the setting."""
    with session() as stage:
        into = Path(stage.environment["HOME"]) / ".local/share/sotto/voices" / folder.name
        shutil.copytree(folder, into)
        stage.write_settings(_SETTINGS + f'voice = "{usual}"\n')
        stage.start_bus()
        daemon = stage.start(sys.executable, "-m", "sotto", "serve")
        stage.start_sound()
        async with await connect(stage.environment["DBUS_SESSION_BUS_ADDRESS"]) as client:
            await _until_loaded(client)
            begun = during = resident_mb(daemon.pid)
            for voice in voices:
                during = max(during, await _read(client, voice, text, daemon.pid))
                await asyncio.sleep(_SETTLED_SECONDS)
            return begun, during, resident_mb(daemon.pid)


async def _until_loaded(client: Client) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not (await client.is_running() and await client.voices()):
            await asyncio.sleep(0.1)
    await asyncio.sleep(_LOADED_SECONDS)


async def _read(client: Client, voice: str, text: str, pid: int) -> float:
    """The most megabytes while it is read."""
    most = 0.0
    options = {"voice": voice} if voice else {}
    async with await client.synthesize(text, **options) as stream:
        async for _ in stream:
            most = max(most, resident_mb(pid))
    return most

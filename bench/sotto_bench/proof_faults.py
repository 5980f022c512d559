"""Faults, each in every state of speech: does it speak afterwards without anyone's help?"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sotto_bench.proof_stage import PATIENCE, Ends, Stage
from sotto_bench.session import SINK
from sotto_client import Client, ClientError

STATES = ("idle", "preparing", "speaking", "paused")
_LONG = "This goes on for a while, so that something can happen in the middle of it. " * 4
_PLAIN_SETTINGS = "phrase_cache_mb = 0\n"

Fault = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a fault: seconds until a text was heard again (None: silent), and how many of
    the utterances before did not end exactly once."""

    fault: str
    state: str
    heard_s: float | None
    wrong_ends: int

    @property
    def is_good(self) -> bool:
        """Whether speech came back, and nothing of what was asked for before is in the dark."""
        return self.heard_s is not None and not self.wrong_ends


async def _killed(stage: Stage) -> None:
    stage.replace_daemon()


async def _stopped(stage: Stage) -> None:
    await stage.stop_for(2.0)


async def _spare_killed(stage: Stage) -> None:
    with contextlib.suppress(LookupError, ProcessLookupError):
        os.kill(stage.spare(), signal.SIGKILL)


async def _spare_hangs(stage: Stage) -> None:
    with contextlib.suppress(LookupError, ProcessLookupError):
        os.kill(stage.spare(), signal.SIGSTOP)


async def _server_killed(stage: Stage) -> None:
    await asyncio.to_thread(stage.end_sound)
    await asyncio.to_thread(stage.raise_sound)


async def _sink_suspended(stage: Stage) -> None:
    stage.session.succeeds("pactl", "suspend-sink", SINK, "1")
    await asyncio.sleep(1.0)
    stage.session.succeeds("pactl", "suspend-sink", SINK, "0")


async def _settings_damaged(stage: Stage) -> None:
    stage.session.write_settings("rate = \0 [[[")
    await asyncio.sleep(0.2)


async def _settings_a_folder(stage: Stage) -> None:
    file = Path(stage.session.environment["HOME"]) / ".config" / "sotto" / "settings.toml"
    file.unlink(missing_ok=True)
    file.mkdir()
    await asyncio.sleep(0.2)
    file.rmdir()


async def _voice_damaged(stage: Stage) -> None:
    voices = Path(stage.session.environment["HOME"]) / ".local" / "share" / "sotto" / "voices"
    (voices / "sotto").mkdir(parents=True)
    (voices / "sotto" / "voice.json").write_text('{"format": ')
    stage.replace_daemon()


async def _crowd(stage: Stage) -> None:
    clients = [await stage.client() for _ in range(40)]
    for client in clients:
        with contextlib.suppress(ClientError):
            await client.speak(_LONG)
    for client in clients:
        await client.close()


FAULTS: dict[str, Fault] = {
    "daemon killed": _killed,
    "daemon stopped for 2 s": _stopped,
    "espeak-ng's process killed": _spare_killed,
    "espeak-ng's process hangs": _spare_hangs,
    "sound server killed": _server_killed,
    "sink suspended for 1 s": _sink_suspended,
    "settings damaged": _settings_damaged,
    "settings are a folder": _settings_a_folder,
    "a damaged voice, daemon killed": _voice_damaged,
    "40 clients come and leave": _crowd,
}

_FOREIGN = {"espeak-ng's process killed": "fi", "espeak-ng's process hangs": "fi"}
"""The language that is asked for afterwards, where another than English tells more: only espeak-ng
speaks it."""


async def row(stage: Stage, fault: str, state: str) -> Row:
    """Bring speech into a state, let the fault happen, and listen."""
    client = await stage.client()
    ends = Ends(client)
    try:
        await _bring(stage, client, ends, state)
        await FAULTS[fault](stage)
        with contextlib.suppress(ClientError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await client.cancel_all()
        heard = await stage.speaks(_FOREIGN.get(fault, "en-us"))
        wrong = await ends.settle()
    finally:
        await client.close()
        _tidy(stage)
    return Row(fault, state, heard, wrong)


async def _bring(stage: Stage, client: Client, ends: Ends, state: str) -> None:
    if state == "idle":
        return
    asked = time.monotonic()
    ends.asked = {await client.speak(_LONG), await client.speak(_LONG)}
    if state != "preparing":
        await stage.heard_since(asked, PATIENCE)
    if state == "paused":
        await client.pause(min(ends.asked))


def _tidy(stage: Stage) -> None:
    stage.session.write_settings(_PLAIN_SETTINGS)
    home = Path(stage.session.environment["HOME"])
    shutil.rmtree(home / ".local" / "share" / "sotto", ignore_errors=True)

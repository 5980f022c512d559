"""The part of the proof for a heavy voice, with a real file: added, heard, killed in the middle."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sotto_bench.process import cpu_seconds, resident_mb
from sotto_bench.proof_stage import Stage, raised
from sotto_client import Explanation
from sotto_measure.heard import longest_gap
from sotto_measure.recorder import Recorder

SENTENCES = (
    "The train to the coast leaves at seven in the morning.",
    "She opened every window and let the cold night air into the house.",
    "Nobody had lived there since the last of the children moved away.",
    "In the kitchen stood a table, four chairs, and a very old clock.",
    "It had stopped at ten past three, on a day that no one remembered.",
    "He wound it up, and it went on as if nothing had happened.",
)
"""A text that takes some 25 seconds."""
SETTINGS = "phrase_cache_mb = 0\ndeadline_ms = 3000\n"
_PATIENCE = 300.0
_KEPT = 120.0
_BUSY_SECONDS = 0.3
"""Of a processor: a process that took so much since it was asked is in the middle of a clause."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One speaking of the text: how it ended, who spoke, and seconds of the longest gap."""

    name: str
    reason: str
    why: Explanation
    gap: float
    peak_mb: float

    def line(self) -> str:
        """For people."""
        who = f"{self.why.voice}, then {self.why.continued or 'nobody else'}"
        note = f"; {self.why.reason}" if self.why.reason else ""
        return (
            f"- {self.name}: {self.reason}; {who}; longest gap {self.gap:.2f} s; "
            f"its process {self.peak_mb:.0f} MB at most{note}"
        )


def workers(stage: Stage) -> list[int]:
    """The daemon's processes that speak for heavy voices."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == stage.daemon.pid and b"worker" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


async def heavy(model: Path, voices: Path) -> tuple[float, list[Heard]]:
    """Seconds to add it, and what was heard. Raises CalledProcessError where it cannot be."""
    async with raised() as stage:
        # Who begins is not what is tried here, and the machine may be busy.
        stage.session.write_settings(SETTINGS)
        began = time.monotonic()
        command = [sys.executable, "-m", "sotto", "voices", "add", str(model.resolve())]
        command += ["--voices", str(voices.resolve())]
        adding = asyncio.to_thread(
            subprocess.run, command, env=stage.session.environment, check=True, stdout=sys.stderr
        )
        await adding
        added = time.monotonic() - began
        rows = [
            await _spoken(stage, "whole"),
            await _spoken(stage, "killed mid-clause", kills=True),
        ]
        return added, rows


async def _spoken(stage: Stage, name: str, *, kills: bool = False) -> Heard:
    taken = [0.0]
    recorder = Recorder(stage.monitor, stage.session.environment, _KEPT)
    with recorder:
        async with await stage.client() as client, asyncio.timeout(_PATIENCE):
            began = time.monotonic()
            number = await client.speak(" ".join(SENTENCES))
            watching = asyncio.create_task(_watch(stage, taken, kills=kills))
            reason = await client.finished(number)
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            why = await client.why(number)
        return Heard(name, reason, why, longest_gap(recorder.recent(began)), max(taken))


async def _watch(stage: Stage, taken: list[float], *, kills: bool) -> None:
    """Note what the processes take; kill the first that is in the middle of a clause."""
    while True:
        for worker in workers(stage):
            with suppress(OSError, ValueError):
                taken.append(resident_mb(worker))
                if kills and cpu_seconds(worker) > _BUSY_SECONDS + 1.0:
                    os.kill(worker, signal.SIGKILL)
                    kills = False
        await asyncio.sleep(0.02)


def prove_heavy(model: Path, voices: Path) -> bool:
    """Print the part, in Markdown; whether all that was asked for was spoken to its end."""
    added, heard = asyncio.run(heavy(model, voices))
    print(f"A heavy voice, a real file:\n\n- added in {added:.0f} s")
    print("\n".join(each.line() for each in heard))
    return all(each.reason == "finished" for each in heard)

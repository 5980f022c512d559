"""Faults of the files that a daemon has read: its voices, libespeak-ng's data, and kept sound."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import shutil
import signal
import time
from pathlib import Path

from sotto_bench.proof_stage import PATIENCE, Stage

_VOICES = Path(__file__).parents[2] / "models" / "voices"
_AWAY_SECONDS = 2.0
_TEXT = "This is said from a copy of the files, and it goes on while something happens to them."


async def voices_cut_while_loaded(stage: Stage) -> None:
    """Its graphs are cut where they lie, under the daemon that has them mapped."""
    copy = await _with_copy(stage)
    for graph in _graphs(copy):
        os.truncate(graph, 1000)


async def voices_replaced_while_loaded(stage: Stage) -> None:
    """Others of the same names take their place, as in an upgrade, and they are damaged."""
    copy = await _with_copy(stage)
    for graph in _graphs(copy):
        other = graph.with_suffix(".new")
        other.write_bytes(graph.read_bytes()[:1000])
        other.rename(graph)


async def voices_deleted_while_loaded(stage: Stage) -> None:
    """Their folder goes."""
    shutil.rmtree(await _with_copy(stage))


async def espeak_data_away(stage: Stage) -> None:
    """It is renamed, its processes are killed, and after two seconds it is there again."""
    folder = stage.session.folder / "espeak"
    data = folder / "espeak-ng-data"
    if not data.exists():
        shutil.copytree(_espeak_data(), data)
    stage.replace_daemon(ESPEAK_DATA_PATH=str(folder))
    await _spoken(stage)
    data.rename(folder / "away")
    try:
        for process in stage.spares():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        async with await stage.client() as client:
            await client.speak("This is asked for while nothing can be read.")
            await asyncio.sleep(_AWAY_SECONDS)
    finally:
        (folder / "away").rename(data)


async def cache_damaged(stage: Stage) -> None:
    """What a daemon keeps of letters on disk becomes something else while it runs."""
    stage.session.write_settings("")
    stage.replace_daemon()
    await _spoken(stage)
    folder = Path(stage.session.environment["HOME"]) / ".cache" / "sotto"
    limit = time.monotonic() + PATIENCE
    while not (kept := _kept(folder)):
        if time.monotonic() > limit:
            raise TimeoutError("nothing is kept")
        await asyncio.sleep(0.1)
    for file in kept:
        file.write_bytes(b"\x7f" * file.stat().st_size)
    async with await stage.client() as client:
        for letter in "abc":
            await client.finished(await client.speak(letter, kind="character"))


def _kept(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and file.stat().st_size]


async def _with_copy(stage: Stage) -> Path:
    """A daemon that speaks from a copy of the voices."""
    copy = Path(stage.session.environment["HOME"]) / "loaded"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(_VOICES, copy)
    stage.replace_daemon(SOTTO_VOICES=str(copy))
    await _spoken(stage)
    return copy


def _graphs(folder: Path) -> list[Path]:
    return [file for kind in ("*.onnx", "*.weights", "*.bin") for file in folder.rglob(kind)]


async def _spoken(stage: Stage) -> None:
    await stage.ready()
    async with await stage.client() as client:
        asked = time.monotonic()
        await client.speak(_TEXT)
        await stage.heard_since(asked, PATIENCE)


def _espeak_data() -> Path:
    """Where the installed library has it. Raises OSError without the library."""
    library = ctypes.CDLL("libespeak-ng.so.1")
    path = ctypes.c_char_p()
    library.espeak_ng_InitializePath(None)
    library.espeak_Info.restype = ctypes.c_char_p
    library.espeak_Info(ctypes.byref(path))
    return Path((path.value or b"").decode())

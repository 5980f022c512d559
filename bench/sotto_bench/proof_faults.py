"""Faults, each in every state of speech: does it speak afterwards without anyone's help?"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sotto_bench.proof_doors import D_BUS
from sotto_bench.proof_memory import MODEL_WITHOUT, remove_group
from sotto_bench.proof_stage import PATIENCE, Ends, Stage
from sotto_bench.proof_world import DEVICES, WORLD, Fault, tidy_sinks
from sotto_bench.session import PULSEAUDIO, SINK
from sotto_client import Client, ClientError

STATES = ("idle", "preparing", "speaking", "paused")
_LONG = "This goes on for a while, so that something can happen in the middle of it. " * 4
_PLAIN_SETTINGS = "phrase_cache_mb = 0\n"


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a fault: seconds until a text was heard again (None: silent), how many of the
    utterances before did not end exactly once, and why the row could not be run to its end."""

    fault: str
    door: str
    state: str
    heard_s: float | None
    wrong_ends: int
    server: str = PULSEAUDIO
    note: str = ""

    @property
    def is_good(self) -> bool:
        """Whether speech came back, and nothing of what was asked for before is in the dark."""
        return self.heard_s is not None and not self.wrong_ends


async def _killed(stage: Stage) -> None:
    stage.replace_daemon()


async def _stopped(stage: Stage) -> None:
    await stage.stop_for(5.0)


async def _spares_killed(stage: Stage) -> None:
    for process in stage.spares():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGSEGV)


async def _spares_hang(stage: Stage) -> None:
    for process in stage.spares():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGSTOP)


_MODEL = """
import time, numpy
from sotto.voice import sessions
inner = sessions.Session.run
def wrong(self, feed, cancel):
    {}
sessions.Session.run = wrong
"""


def _model(line: str) -> Fault:
    """A daemon whose model does that in every run."""

    async def happen(stage: Stage) -> None:
        stage.replace_daemon(_MODEL.format(line))

    return happen


_model_raises = _model("raise RuntimeError('the model')")
_model_stalls = _model("time.sleep(3600)")
_model_gives_nan = _model(
    "return [each * numpy.nan if each.dtype.kind == 'f' else each for each in "
    "inner(self, feed, cancel)]"
)


async def _disk_full(stage: Stage) -> None:
    """No process of the daemon's can write a byte to a file."""
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    stage.replace_daemon(limit + "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))")


async def _home_is_no_folder(stage: Stage) -> None:
    """Nothing can be read or written there."""
    stage.replace_daemon(HOME="/dev/null", XDG_CACHE_HOME="/dev/null/x", XDG_STATE_HOME="/dev/null")


async def _voice_truncated(stage: Stage) -> None:
    """Graphs of a copy of the voices are cut, and the daemon is killed."""
    copy = Path(stage.session.environment["HOME"]) / "voices"
    if not copy.exists():
        shutil.copytree(Path(__file__).parents[2] / "models" / "voices", copy)
    for graph in copy.rglob("*.onnx"):
        graph.write_bytes(graph.read_bytes()[:1000])
    stage.replace_daemon(SOTTO_VOICES=str(copy))


async def _voice_deleted(stage: Stage) -> None:
    copy = Path(stage.session.environment["HOME"]) / "voices"
    shutil.rmtree(copy, ignore_errors=True)
    stage.replace_daemon(SOTTO_VOICES=str(copy))


async def _sink_removed(stage: Stage) -> None:
    stage.session.remove_sink(SINK)
    await asyncio.sleep(1.0)
    await asyncio.to_thread(stage.end_sound)
    await asyncio.to_thread(stage.raise_sound)


async def _client_killed(stage: Stage) -> None:
    program = (
        "import asyncio, time\nfrom sotto_client import connect\n"
        "async def main():\n    client = await connect()\n"
        f"    await client.speak({_LONG!r})\n    time.sleep(60)\nasyncio.run(main())"
    )
    await _run_and_kill(stage, program)


async def _look_ahead_killed(stage: Stage) -> None:
    """While what it asked for is made ready."""
    program = (
        "import asyncio, time\nfrom sotto_client import connect\n"
        "async def main():\n    client = await connect()\n"
        "    await client.prefetch([f'This is looked ahead to, {n}.' for n in range(60)])\n"
        "    time.sleep(60)\nasyncio.run(main())"
    )
    await _run_and_kill(stage, program)


async def _run_and_kill(stage: Stage, program: str) -> None:
    process = stage.session.start(sys.executable, "-c", program)
    await asyncio.sleep(1.0)
    process.kill()
    process.wait()


async def _server_killed(stage: Stage) -> None:
    await asyncio.to_thread(stage.end_sound)
    await asyncio.to_thread(stage.raise_sound)


async def _sink_suspended(stage: Stage) -> None:
    stage.session.succeeds("pactl", "suspend-sink", SINK, "1")
    await asyncio.sleep(1.0)
    stage.session.succeeds("pactl", "suspend-sink", SINK, "0")
    # PipeWire gives nothing more to who recorded before.
    await asyncio.to_thread(stage.listen_to, stage.monitor)


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


def _crowd(count: int) -> Fault:
    async def happen(stage: Stage) -> None:
        clients = [await stage.client() for _ in range(count)]
        for client in clients:
            with contextlib.suppress(ClientError):
                await client.speak(_LONG)
        for client in clients:
            await client.close()

    return happen


FAULTS: dict[str, Fault] = {
    "daemon killed": _killed,
    "daemon stopped for 5 s": _stopped,
    "the model raises": _model_raises,
    "the model stalls": _model_stalls,
    "the model gives NaN": _model_gives_nan,
    "the model gets no memory": _model(MODEL_WITHOUT),
    "espeak-ng's processes crash": _spares_killed,
    "espeak-ng's processes hang": _spares_hang,
    "voices truncated, daemon killed": _voice_truncated,
    "voices deleted, daemon killed": _voice_deleted,
    "a damaged voice, daemon killed": _voice_damaged,
    "disk full": _disk_full,
    "home cannot be used": _home_is_no_folder,
    "settings damaged": _settings_damaged,
    "settings are a folder": _settings_a_folder,
    "sound server killed": _server_killed,
    "sink removed, sound server killed": _sink_removed,
    "sink suspended for 1 s": _sink_suspended,
    "client killed": _client_killed,
    "look-ahead killed": _look_ahead_killed,
    "8 clients come and leave": _crowd(8),
    "200 clients come and leave": _crowd(200),
    **WORLD,
}
"""What happens to the daemon; another one is started where it is killed."""

_OF_SOUND = ("sound server", "sink removed", "sink suspended")
SOUND = {name: FAULTS[name] for name in FAULTS if name.startswith(_OF_SOUND) or name in DEVICES}
"""What concerns the sound server, and differs with it."""

_LASTING = ("the model", "voices", "disk", "home", "out of memory", "espeak-ng's data", "kept")
LASTING = frozenset(name for name in FAULTS if name.startswith(_LASTING))
"""These go on until a sound daemon takes the place."""

_FOREIGN = {"espeak-ng's processes crash": "fi", "espeak-ng's processes hang": "fi"}
"""The language that is asked for afterwards, where another than English tells more: only espeak-ng
speaks it."""


async def row(stage: Stage, fault: str, state: str) -> Row:
    """Bring speech into a state, let the fault happen, and listen."""
    await stage.ready()
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
        tidy(stage, fault)
    return Row(fault, D_BUS, state, heard, wrong, stage.server)


async def _bring(stage: Stage, client: Client, ends: Ends, state: str) -> None:
    if state == "idle":
        return
    asked = time.monotonic()
    ends.asked = {await client.speak(_LONG), await client.speak(_LONG)}
    if state != "preparing":
        await stage.heard_since(asked, PATIENCE)
    if state == "paused":
        await client.pause(min(ends.asked))


def tidy(stage: Stage, fault: str) -> None:
    """As if nothing had happened."""
    stage.idle()
    if fault in LASTING:
        stage.replace_daemon()
    remove_group()
    tidy_sinks(stage)
    stage.session.write_settings(_PLAIN_SETTINGS)
    home = Path(stage.session.environment["HOME"])
    shutil.rmtree(home / ".local" / "share" / "sotto", ignore_errors=True)

"""Faults of what is around the daemon: the bus, memory, clocks, and the devices of sound."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable

from sotto_bench.proof_data import (
    cache_damaged,
    espeak_data_away,
    voices_cut_while_loaded,
    voices_deleted_while_loaded,
    voices_replaced_while_loaded,
)
from sotto_bench.proof_memory import little_more, no_page_more, none_for_espeak, small_group
from sotto_bench.proof_stage import PATIENCE, Stage
from sotto_bench.session import MONITOR, SINK

OTHER_SINK = "other"
_STUCK_SINK = "stuck"
Fault = Callable[[Stage], Awaitable[None]]

_CLOCKS = """
import signal, time
moved = [0.0]
def jump(*_):
    moved[0] += {seconds}
signal.signal(signal.SIGUSR2, jump)
for name in {names}:
    real = getattr(time, name)
    setattr(time, name, lambda real=real: real() + moved[0])
"""


async def bus_restarted(stage: Stage) -> None:
    """It is away for a second. The daemon has to end by itself; the new bus starts another."""
    stage.end_bus()
    await asyncio.to_thread(stage.daemon.wait, PATIENCE)
    await asyncio.sleep(1.0)
    stage.bus = stage.session.start_bus()
    stage.replace_daemon()


async def wall_clock_jumps(stage: Stage) -> None:
    """A day on, while it speaks what follows."""
    await _jump(stage, 86_400.0, ("time",))


async def wall_clock_goes_back(stage: Stage) -> None:
    """A year back."""
    await _jump(stage, -31_536_000.0, ("time",))


async def every_clock_jumps(stage: Stage) -> None:
    """An hour on, the clock too that should only tick: as in a machine that was put to sleep by
    its host."""
    await _jump(stage, 3_600.0, ("time", "monotonic", "perf_counter"))


async def _jump(stage: Stage, seconds: float, names: tuple[str, ...]) -> None:
    """Of a daemon with clocks that can be moved."""
    stage.replace_daemon(_CLOCKS.format(seconds=seconds, names=names))
    await stage.ready()
    async with await stage.client() as client:
        asked = time.monotonic()
        await client.speak("This is said while the clock jumps, and it goes on behind it.")
        await stage.heard_since(asked, PATIENCE)
        stage.signal(signal.SIGUSR2)


async def suspended(stage: Stage) -> None:
    """Everything of the session stands still for three seconds, as over a lid that is closed."""
    processes = [stage.daemon.pid, *stage.spares(), *stage.sound_processes(), stage.bus.pid]
    await _still(processes, 3.0)


async def cores_busy(stage: Stage) -> None:
    """Every core has a loop to run, until `Stage.idle`."""
    stage.busy()


async def default_changed(stage: Stage) -> None:
    """Another sink becomes the default one: what follows is heard there."""
    stage.add_sink(OTHER_SINK)
    stage.session.succeeds("pactl", "set-default-sink", OTHER_SINK)
    await asyncio.to_thread(stage.listen_to, f"{OTHER_SINK}.monitor")


async def default_comes_and_goes(stage: Stage) -> None:
    """The default sink is removed while it plays; the other one is left."""
    module = stage.add_sink(OTHER_SINK)
    stage.session.succeeds("pactl", "set-default-sink", OTHER_SINK)
    await asyncio.sleep(0.5)
    stage.session.succeeds("pactl", "unload-module", module)


async def stream_stalls(stage: Stage) -> None:
    """The default sink is a pipe that nobody reads from; after two seconds it is not any more."""
    path = stage.session.folder / "stuck"
    module = stage.session.output(
        "pactl", "load-module", "module-pipe-sink", f"sink_name={_STUCK_SINK}", f"file={path}"
    ).strip()
    stage.session.succeeds("pactl", "set-default-sink", _STUCK_SINK)
    await asyncio.sleep(2.0)
    stage.session.succeeds("pactl", "set-default-sink", SINK)
    stage.session.succeeds("pactl", "unload-module", module)


async def sound_server_stands_still(stage: Stage) -> None:
    """For two seconds."""
    await _still(stage.sound_processes(), 2.0)


async def _still(processes: list[int], seconds: float) -> None:
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(seconds)
    for pid in reversed(processes):
        os.kill(pid, signal.SIGCONT)


async def last_sink_removed(stage: Stage) -> None:
    """None is left for two seconds, not even a dummy; then one comes."""
    stage.session.remove_sink(SINK)
    await asyncio.sleep(2.0)
    stage.add_sink(SINK)
    stage.session.succeeds("pactl", "set-default-sink", SINK)
    await asyncio.to_thread(stage.listen_to, MONITOR)


DEVICES: dict[str, Fault] = {
    "sound server stands still for 2 s": sound_server_stands_still,
    "default sink changed": default_changed,
    "default sink removed, another is left": default_comes_and_goes,
    "the sink takes no sound for 2 s": stream_stalls,
    "last sink removed, 2 s later one comes": last_sink_removed,
}
"""What happens to devices and what plays through them."""

WORLD: dict[str, Fault] = {
    "session bus killed, 1 s later another": bus_restarted,
    "out of memory": no_page_more,
    "out of memory, after 8 MiB": little_more,
    "out of memory, in a control group": small_group,
    "out of memory, espeak-ng's processes": none_for_espeak,
    "voices cut while they are loaded": voices_cut_while_loaded,
    "voices replaced while they are loaded": voices_replaced_while_loaded,
    "voices deleted while they are loaded": voices_deleted_while_loaded,
    "espeak-ng's data gone for 2 s": espeak_data_away,
    "kept sound damaged": cache_damaged,
    "wall clock jumps a day on": wall_clock_jumps,
    "wall clock goes a year back": wall_clock_goes_back,
    "every clock jumps an hour on": every_clock_jumps,
    "suspended for 3 s": suspended,
    "both cores busy": cores_busy,
    **DEVICES,
}
"""All of these."""


def tidy_sinks(stage: Stage) -> None:
    """The one that there was is the default one again, and listened to."""
    if stage.monitor != MONITOR or _has_other(stage):
        stage.session.succeeds("pactl", "set-default-sink", SINK)
        stage.listen_to(MONITOR)
        stage.session.remove_sink(OTHER_SINK)


def _has_other(stage: Stage) -> bool:
    return stage.session.succeeds("pactl", "get-sink-volume", OTHER_SINK)

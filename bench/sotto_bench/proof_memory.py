"""Faults of memory: a limit on addresses, a control group that the kernel kills in, an allocation
that fails in the model, and processes of espeak-ng without any more."""

from __future__ import annotations

import contextlib
import os
import resource
from pathlib import Path

from sotto_bench.proof_stage import Stage

_MIB = 1 << 20
_LITTLE = 8 * _MIB
_GROUP = f"sotto-proof-{os.getpid()}"
_ROOTS = {
    Path("/sys/fs/cgroup/memory"): "memory.limit_in_bytes",
    Path("/sys/fs/cgroup"): "memory.max",
}
"""Where control groups of memory are, of the first and of the second version."""

MODEL_WITHOUT = "raise MemoryError"
"""What the model's run does."""


async def no_page_more(stage: Stage) -> None:
    """No process of the daemon's gets another page of memory from here on."""
    for pid in (stage.daemon.pid, *stage.spares()):
        _limit(pid, 0)


async def little_more(stage: Stage) -> None:
    """The daemon gets 8 MiB more, which it soon has used."""
    _limit(stage.daemon.pid, _LITTLE)


async def none_for_espeak(stage: Stage) -> None:
    """Only the processes of espeak-ng get nothing more."""
    for pid in stage.spares():
        with contextlib.suppress(OSError):
            _limit(pid, 0)


async def small_group(stage: Stage) -> None:
    """The daemon is in a control group whose memory is soon used, where the kernel kills it. Where
    no group can be made it gets 8 MiB more of addresses instead."""
    for root, limit in _ROOTS.items():
        group = root / _GROUP
        with contextlib.suppress(OSError):
            group.mkdir()
            (group / limit).write_text(str(_LITTLE))
            (group / "cgroup.procs").write_text(str(stage.daemon.pid))
            return
    await little_more(stage)


def remove_group() -> None:
    """Once nothing is in it any more."""
    for root in _ROOTS:
        with contextlib.suppress(OSError):
            (root / _GROUP).rmdir()


def _limit(pid: int, more: int) -> None:
    size = int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.prlimit(pid, resource.RLIMIT_AS, (size + more, resource.RLIM_INFINITY))

"""Little processor for some processes: by a control group of the kernel, or else by stopping them.

Version 1 or 2 of control groups, where their processor controller can be written (root, mostly):
the quota holds in every tenth of a second, as systemd's CPUQuota does. Elsewhere a thread stops
the processes with SIGSTOP and lets them go on with SIGCONT, in turns of 20 ms; that is coarser:
they lose what they did not use of a turn, and wait for the next one even when they did nothing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_PERIOD = 100_000
_TURN = 0.020


@contextlib.contextmanager
def limited(pids: list[int], share: float) -> Iterator[str]:
    """They get so much of one core, those that they start too; yields in words by what."""
    with contextlib.ExitStack() as stack:
        if share >= 1:
            yield "nothing"
            return
        group = _make_group(share)
        if group is not None:
            stack.callback(_remove, group)
            for pid in pids:
                (group / "cgroup.procs").write_text(str(pid))
            yield f"a control group, {share * _PERIOD / 1000:g} ms of every {_PERIOD // 1000} ms"
            return
        stack.enter_context(_in_turns(pids, share))
        yield f"SIGSTOP for {1 - share:.0%} of every {_TURN * 1000:g} ms"


def tree(pid: int) -> list[int]:
    """A process and those that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            for child in (task / "children").read_text().split():
                found += tree(int(child))
    return found


def _make_group(share: float) -> Path | None:
    """None where the kernel or its owner does not let us."""
    quota = int(share * _PERIOD)
    for folder, file, content in (
        (_ROOT / "cpu", "cpu.cfs_quota_us", str(quota)),
        (_ROOT, "cpu.max", f"{quota} {_PERIOD}"),
    ):
        group = folder / f"sotto-bench-{os.getpid()}"
        try:
            if not (folder / "cgroup.procs").exists():
                continue
            group.mkdir()
            (group / file).write_text(content)
        except OSError:
            with contextlib.suppress(OSError):
                group.rmdir()
            continue
        return group
    return None


def _remove(group: Path) -> None:
    """What is still in it goes back to where it came from."""
    for pid in (group / "cgroup.procs").read_text().split():
        with contextlib.suppress(OSError):
            (group.parent / "cgroup.procs").write_text(pid)
    limit = time.monotonic() + 5
    while True:
        try:
            group.rmdir()
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.01)
        else:
            return


@contextlib.contextmanager
def _in_turns(pids: list[int], share: float) -> Iterator[None]:
    over = threading.Event()

    def turn() -> None:
        while not over.wait(_TURN * share):
            _send(pids, signal.SIGSTOP)
            over.wait(_TURN * (1 - share))
            _send(pids, signal.SIGCONT)

    thread = threading.Thread(target=turn, name="turns", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        _send(pids, signal.SIGCONT)


def _send(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

"""What a process costs, as the kernel counts it (/proc, see proc(5))."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def resident_mb(pid: int) -> float:
    """Resident memory (VmRSS) in megabytes of 10^6 bytes."""
    return _kilobytes(Path(f"/proc/{pid}/status"), "VmRSS:") * 1024 / 1e6


def proportional_mb(pid: int) -> float:
    """Memory with shared pages counted in proportion (PSS), in megabytes of 10^6 bytes."""
    return _kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") * 1024 / 1e6


def wake_ups(pid: int) -> int:
    """How often any thread of the process gave up the processor to wait, since it began."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        # A thread may end between being listed and being looked at.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            total += _kilobytes(task / "status", "voluntary_ctxt_switches:")
    return total


def cpu_seconds(pid: int) -> float:
    """User and system time of all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _kilobytes(file: Path, name: str) -> int:
    for line in file.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise LookupError(f"{file} has no {name}")

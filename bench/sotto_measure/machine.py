"""The machine a run was made on, in a line."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path


def describe() -> str:
    """Processor, cores, system, Python and how busy it was."""
    load = os.getloadavg()[1]
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (
        f"{_processor()}, {os.cpu_count()} cores, {system}, Python {platform.python_version()}, "
        f"load {load:.1f} over five minutes.\n"
    )


MOST_BUSY = 0.10
"""Share of all cores that other programs may take while something is timed."""
_WATCHED_SECONDS = 2.0


class BusyError(Exception):
    """The machine does too much else for a time to mean anything."""


def check_idle() -> None:
    """Raise BusyError, which says how busy, when other programs work more than `MOST_BUSY`."""
    share = busy_share(_WATCHED_SECONDS)
    if share > MOST_BUSY:
        raise BusyError(
            f"other programs take {share:.0%} of this machine's processors; at most "
            f"{MOST_BUSY:.0%} leave a table that means anything (--anyway measures nevertheless)"
        )


def busy_share(seconds: float) -> float:
    """Share of all cores that was not idle while this process slept for so long."""
    before = _processor_ticks()
    time.sleep(seconds)
    worked, whole = (b - a for a, b in zip(before, _processor_ticks(), strict=True))
    return worked / whole if whole else 0.0


def _processor_ticks() -> tuple[int, int]:
    """Of all cores since the system began: ticks that were not idle, and all of them."""
    fields = [int(x) for x in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle = fields[3] + fields[4]
    return sum(fields) - idle, sum(fields)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()

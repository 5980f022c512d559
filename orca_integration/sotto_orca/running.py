"""The Orca that runs: found among this user's processes, ended, and started again."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sotto_orca.errors import OrcaRunningError

_PATIENCE_SECONDS = 10.0
_POLITE_SECONDS = 5.0
"""Orca 48 notices a signal only once something else happens on the desktop; its own `--replace`
does not ask at all."""

_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Process:
    """A running Orca and the command it was started with."""

    pid: int
    command: tuple[str, ...]


def processes(environment: Mapping[str, str]) -> tuple[Process, ...]:
    """All of this user's that work in the same home."""
    return tuple(_found(environment.get("HOME", "")))


def _found(home: str) -> Iterator[Process]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            # A process may end while it is looked at.
            with suppress(OSError):
                if entry.stat().st_uid == os.getuid() and _is_orca(entry, home):
                    yield Process(int(entry.name), _command(entry))


def _command(entry: Path) -> tuple[str, ...]:
    """Without the interpreter that it was started with."""
    words = os.fsdecode((entry / "cmdline").read_bytes()).rstrip("\0").split("\0")
    place = next((i for i, word in enumerate(words) if Path(word).name == "orca"), len(words))
    return ("orca", *words[place + 1 :])


def _is_orca(entry: Path, home: str) -> bool:
    # One that has ended and is not yet reaped has no command line.
    if (entry / "comm").read_text().strip() != "orca" or not (entry / "cmdline").read_bytes():
        return False
    variables = (entry / "environ").read_bytes().split(b"\0")
    homes = [each for each in variables if each.startswith(b"HOME=")]
    # One that hides its variables may well be ours.
    return not homes or homes[0] == b"HOME=" + os.fsencode(home)


def stop(running: Sequence[Process], environment: Mapping[str, str]) -> None:
    """Let them end. Raises OrcaRunningError when one does not, or another one takes its place."""
    ours = {process.pid for process in running}
    asked = time.monotonic()
    _signal(ours, signal.SIGTERM)
    while left := {process.pid for process in processes(environment)} & ours:
        seconds = time.monotonic() - asked
        if seconds > _PATIENCE_SECONDS:
            raise OrcaRunningError(f"Orca does not end (process {min(left)})")
        if seconds > _POLITE_SECONDS:
            _signal(left, signal.SIGKILL)
        time.sleep(_POLL_SECONDS)
    if processes(environment):
        raise OrcaRunningError("the desktop starts Orca again by itself; turn it off there first")


def _signal(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def start(command: tuple[str, ...], environment: Mapping[str, str]) -> int:
    """Start Orca for good: it outlives us. Returns its process id. Raises OrcaRunningError."""
    program = shutil.which(command[0], path=environment.get("PATH"))
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    try:
        return os.posix_spawn(
            program or command[0], command, environment, file_actions=silent, setsid=True
        )
    except OSError as error:
        raise OrcaRunningError(f"Orca cannot be started again: {error.strerror}") from error

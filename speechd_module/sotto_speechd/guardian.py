"""A process that notices when the module dies and tells the server to start it anew.

Speech Dispatcher leaves a module that was killed dead until it gets SIGUSR1; nobody sends that. The
process is a fork of the module that has done nothing yet, and only waits.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

_STEP_SECONDS = 0.1


def guard(server: int) -> Callable[[], None]:
    """Begin to watch over this process. The result is called when it ends as it should.

    Call it before any thread is started and any other file is opened.
    """
    watched, held = os.pipe()
    if os.fork() == 0:
        os.close(held)
        _watch(watched, server)
        os._exit(0)
    os.close(watched)
    return lambda: _farewell(held)


def _farewell(held: int) -> None:
    os.write(held, b".")
    os.close(held)


def _watch(watched: int, server: int) -> None:
    """Wait for the module's farewell or death. Other signals than SIGKILL are the module's."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    # The server waits for the end of these, which must be that of the module.
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    if not os.read(watched, 1):
        _bring_back(server)


def _bring_back(server: int) -> None:
    """Until another module runs. The server has to notice first that this one is dead."""
    from sotto_speechd import ssip

    own = Path("/proc/self/cmdline").read_bytes()
    while takes_signal(server, signal.SIGUSR1) and not _has_child(server, own):
        with contextlib.suppress(Exception):
            ssip.ask_for_voices(server)
        time.sleep(_STEP_SECONDS)
        if takes_signal(server, signal.SIGUSR1):
            os.kill(server, signal.SIGUSR1)
        time.sleep(_STEP_SECONDS)


def _has_child(server: int, command: bytes) -> bool:
    """Whether the server has a process of that command line."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == server and (entry / "cmdline").read_bytes() == command:
                return True
    return False


def takes_signal(process: int, number: int) -> bool:
    """Whether a process has a handler for it: it would end one that has none."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return False
    caught = next((line.split()[1] for line in lines if line.startswith("SigCgt")), "0")
    return bool(int(caught, 16) >> (number - 1) & 1)

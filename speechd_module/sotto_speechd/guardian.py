"""A process that notices when the module dies, and goes on as the module.

A server whose module dies in the middle of a message goes along with it (0.11.4): the thread that
reads the events takes the module for gone and then looks for its pipe (SIGSEGV), or the pipe is
closed under the one that waits for them (it exits: "output_module disconnected"), or its queue of
sound waits for ever. So the server never learns of it. The process is a fork of the module that
has done nothing yet and holds its pipes; it ends the message of the moment and is the module from
there on, with a guardian of its own.

Where it is not plain what the server waits for, it closes the pipes and tells the server to start
another module, which Speech Dispatcher does on SIGUSR1 only. An event in place of a reply would be
waited behind for ever.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sotto_speechd import replies
from sotto_speechd.traces import Traces

_STEP_SECONDS = 0.1

_HELD_SECONDS = 0.3
"""The server needs some milliseconds to stop what it plays of a message."""

_UNREAD_SECONDS = 2.0
"""A server that reads nothing for so long is not waited for."""

_HASTY_SECONDS = 1.0
"""A module that dies so soon might do so again."""

_FOREIGN = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that are meant for the module."""


def guard(server: int, traces: Traces) -> tuple[Callable[[], None], bool]:
    """Begin to watch over this process. Returns what is to be called when it ends as it should, and
    whether it goes on for one that died: then this returns in another process than it was called.

    Call it before any thread is started and any other file is opened.
    """
    is_successor = False
    while True:
        watched, held = os.pipe()
        if os.fork() != 0:
            os.close(watched)
            return partial(_farewell, held), is_successor
        os.close(held)
        _await_death(watched)
        _end_message(server, traces)
        is_successor = True


def _farewell(held: int) -> None:
    os.write(held, b".")
    os.close(held)


def _await_death(watched: int) -> None:
    """Ends this process when the module ends as it should."""
    began = time.monotonic()
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _FOREIGN}
    if os.read(watched, 1):
        os._exit(0)
    os.close(watched)
    if time.monotonic() - began < _HASTY_SECONDS:
        time.sleep(_STEP_SECONDS)
    for number, handler in before.items():
        signal.signal(number, handler)


def _end_message(server: int, traces: Traces) -> None:
    """Ends this process where it cannot go on as the module."""
    is_told = traces.has_message and _tell(1, replies.STOP)
    if traces.is_plain and is_told == traces.has_message:
        traces.clear()
        return
    if is_told:
        time.sleep(_HELD_SECONDS)
    # By their ends the server knows that there is no module any more.
    for descriptor in (0, 1):
        os.close(descriptor)
    _bring_back(server)
    os._exit(0)


def _tell(pipe: int, data: bytes) -> bool:
    """Write this, however full the pipe is; False when nobody reads it."""
    os.set_blocking(pipe, False)
    poll = select.poll()
    poll.register(pipe, select.POLLOUT)
    while data:
        ready = poll.poll(_UNREAD_SECONDS * 1000)
        if not ready:
            return False
        try:
            data = data[os.write(pipe, data) :]
        except BlockingIOError:
            continue
        except BrokenPipeError:
            return False
    return True


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

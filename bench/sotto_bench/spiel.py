"""Spiel's provider: from the call of `Synthesize` to the first byte of sound, for words; from a
reader's closing to the moment when the provider has let go of the pipe."""

from __future__ import annotations

import array
import asyncio
import contextlib
import fcntl
import os
import termios
import time
from collections.abc import Sequence
from pathlib import Path

from dbus_next import Message, MessageType
from dbus_next.aio import MessageBus

from sotto_bench.report import Figure
from sotto_measure.medians import median, percentile
from sotto_measure.texts import SENTENCES, WORDS

_NAME, _PATH = "org.sotto.Speech.Provider", "/org/sotto/Speech/Provider"
_INTERFACE = "org.freedesktop.Speech.Provider"
_CLOSED = 20
_PATIENCE = 2.0


async def figures(address: str, pid: int) -> list[Figure]:
    """New words, then the same again, then readers that close; `pid` is the provider's.

    Raises OSError when the provider does not answer.
    """
    bus = await MessageBus(bus_address=address, negotiate_unix_fd=True).connect()
    # A rate of their own: nothing else on this daemon has made them ready.
    await _first_byte(bus, "ready")
    fresh = [await _first_byte(bus, word) for word in WORDS]
    again = [await _first_byte(bus, word) for word in WORDS]
    closed = await _closed_readers(bus, pid)
    bus.disconnect()
    return [
        Figure("Spiel, new word to first byte, median", median(fresh), "ms", most=15),
        Figure("Spiel, new word to first byte, p95", percentile(fresh, 95), "ms"),
        Figure("Spiel, known word to first byte, median", median(again), "ms", most=15),
        Figure("Spiel, closed reader to closed pipe, median", median(closed), "ms", most=10),
        Figure("Spiel, closed reader to closed pipe, p95", percentile(closed, 95), "ms"),
    ]


async def _closed_readers(bus: MessageBus, pid: int) -> list[float]:
    """Milliseconds until the provider has closed a pipe that it was blocked in, with all the
    others still open."""
    readers = []
    for number in range(_CLOSED):
        reader, writer = os.pipe()
        # Longer than a pipe holds, so that every writer is stuck.
        await _call(bus, f"{number}. {' '.join(SENTENCES)}", writer)
        os.close(writer)
        readers.append(reader)
    await asyncio.to_thread(_wait_until_full, readers)
    return [await asyncio.to_thread(_close, reader, pid) for reader in readers]


def _wait_until_full(readers: Sequence[int]) -> None:
    """The provider has written all that these pipes hold, and no more."""
    sizes: list[int] = []
    while (now := [_readable(reader) for reader in readers]) != sizes or not all(now):
        sizes = now
        time.sleep(0.2)


def _readable(reader: int) -> int:
    found = array.array("i", [0])
    fcntl.ioctl(reader, termios.FIONREAD, found)
    return found[0]


def _close(reader: int, pid: int) -> float:
    name = f"pipe:[{os.fstat(reader).st_ino}]"
    began = time.monotonic()
    os.close(reader)
    while name in _open_files(pid):
        if time.monotonic() > began + _PATIENCE:
            return _PATIENCE * 1000
        time.sleep(0.0005)
    return (time.monotonic() - began) * 1000


def _open_files(pid: int) -> set[str]:
    names = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        # One may be closed while they are looked at.
        with contextlib.suppress(OSError):
            names.add(str(entry.readlink()))
    return names


async def _first_byte(bus: MessageBus, word: str) -> float:
    reader, writer = os.pipe()
    asked = time.monotonic()
    reply = asyncio.ensure_future(_call(bus, word, writer))
    first = await asyncio.to_thread(_wait_for_byte, reader)
    await reply
    os.close(writer)
    await asyncio.to_thread(_drain, reader)
    return (first - asked) * 1000


async def _call(bus: MessageBus, text: str, writer: int) -> None:
    body = [0, text, "automatic", 1.0, 1.13, False, ""]
    call = Message(destination=_NAME, path=_PATH, interface=_INTERFACE, member="Synthesize",
                   signature="hssddbs", body=body, unix_fds=[writer])  # fmt: skip
    answer = await bus.call(call)
    if answer is None or answer.message_type is not MessageType.METHOD_RETURN:
        raise OSError("the provider refuses a request")


def _wait_for_byte(reader: int) -> float:
    os.read(reader, 1)
    return time.monotonic()


def _drain(reader: int) -> None:
    with os.fdopen(reader, "rb") as file:
        file.read()

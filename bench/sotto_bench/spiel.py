"""Spiel's provider: from the call of `Synthesize` to the first byte of sound, for words."""

from __future__ import annotations

import asyncio
import os
import time

from dbus_next import Message, MessageType
from dbus_next.aio import MessageBus

from sotto_bench.report import Figure, median, percentile
from sotto_bench.texts import WORDS

_NAME, _PATH = "org.sotto.Speech.Provider", "/org/sotto/Speech/Provider"
_INTERFACE = "org.freedesktop.Speech.Provider"


async def figures(address: str) -> list[Figure]:
    """New words, then the same again. Raises OSError when the provider does not answer."""
    bus = await MessageBus(bus_address=address, negotiate_unix_fd=True).connect()
    # A rate of their own: nothing else on this daemon has made them ready.
    await _first_byte(bus, "ready")
    fresh = [await _first_byte(bus, word) for word in WORDS]
    again = [await _first_byte(bus, word) for word in WORDS]
    bus.disconnect()
    return [
        Figure("Spiel, new word to first byte, median", median(fresh), "ms", most=15),
        Figure("Spiel, new word to first byte, p95", percentile(fresh, 95), "ms"),
        Figure("Spiel, known word to first byte, median", median(again), "ms", most=15),
    ]


async def _first_byte(bus: MessageBus, word: str) -> float:
    reader, writer = os.pipe()
    asked = time.monotonic()
    body = [0, word, "automatic", 1.0, 1.13, False, ""]
    call = Message(destination=_NAME, path=_PATH, interface=_INTERFACE, member="Synthesize",
                   signature="hssddbs", body=body, unix_fds=[writer])  # fmt: skip
    reply = asyncio.ensure_future(bus.call(call))
    first = await asyncio.to_thread(_wait_for_byte, reader)
    answer = await reply
    if answer is None or answer.message_type is not MessageType.METHOD_RETURN:
        raise OSError("the provider refuses a request")
    os.close(writer)
    await asyncio.to_thread(_drain, reader)
    return (first - asked) * 1000


def _wait_for_byte(reader: int) -> float:
    os.read(reader, 1)
    return time.monotonic()


def _drain(reader: int) -> None:
    with os.fdopen(reader, "rb") as file:
        file.read()

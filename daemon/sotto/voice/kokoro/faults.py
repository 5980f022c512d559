"""Processes that speak wrongly on purpose: `python3 -m sotto.voice.kokoro.faults KIND`."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from sotto.phonemes.frames import read_frame, write_frame
from sotto.voice.kokoro.protocol import READY
from sotto.voice.kokoro.worker import limit

_IN_OUT = 0
_LONG = 3600.0
_SOUND = np.full(2400, 0.1, "<f4").tobytes()


def _dies(number: int) -> None:
    os.abort()


def _hangs(number: int) -> None:
    time.sleep(_LONG)


def _halts(number: int) -> None:
    os.write(_IN_OUT, struct.pack(">II", 100, 100) + b"{")
    time.sleep(_LONG)


def _babbles(number: int) -> None:
    os.write(_IN_OUT, b"\xff" * 4096)


def _floods(number: int) -> None:
    os.write(_IN_OUT, struct.pack(">II", 4, (1 << 32) - 1) + b"null")


def _mistakes(number: int) -> None:
    write_frame(_IN_OUT, {"id": number + 1}, _SOUND)


def _miscounts(number: int) -> None:
    write_frame(_IN_OUT, {"id": number, "frames": [1]}, _SOUND)


def _mute(number: int) -> None:
    write_frame(_IN_OUT, {"id": number}, b"")


def _noises(number: int) -> None:
    write_frame(_IN_OUT, {"id": number}, np.full(2400, np.nan, "<f4").tobytes())


def _trickles(number: int) -> None:
    while True:
        write_frame(_IN_OUT, {"id": number, "more": True}, _SOUND * 100)


def _breaks_off(number: int) -> None:
    write_frame(_IN_OUT, {"id": number, "more": True}, _SOUND)
    os.abort()


def _refuses(number: int) -> None:
    write_frame(_IN_OUT, {"id": number, "error": "not today"})


def _eats(number: int) -> None:
    kept = []
    while True:
        kept.append(bytearray(64 << 20))


FAULTS: Mapping[str, Callable[[int], None]] = MappingProxyType(
    {
        "dies": _dies,
        "hangs": _hangs,
        "halts": _halts,
        "babbles": _babbles,
        "floods": _floods,
        "mistakes": _mistakes,
        "miscounts": _miscounts,
        "mute": _mute,
        "noises": _noises,
        "trickles": _trickles,
        "breaks off": _breaks_off,
        "refuses": _refuses,
        "eats": _eats,
    }
)
"""What is done with a request. Beside these: `ends` at once, and `sleeps` without being ready."""


def main(kind: str) -> None:
    """Be of that kind, with the limits of the real one."""
    limit()
    if kind == "ends":
        return
    if kind == "sleeps":
        time.sleep(_LONG)
    write_frame(_IN_OUT, {READY: True})
    while True:
        head = read_frame(_IN_OUT)[0]
        if head["do"] == "speak":
            FAULTS[kind](int(str(head["id"])))


if __name__ == "__main__":
    main(sys.argv[1])

"""Frames between the daemon and a process that holds libespeak-ng: JSON and raw sound.

A frame is two lengths (4 bytes each, big endian), that much JSON, that many bytes of sound.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Mapping

_LENGTHS = struct.Struct(">II")
_LONGEST = 64 << 20

Head = Mapping[str, object]


def write_frame(descriptor: int, head: Head, sound: bytes = b"") -> None:
    """Raises OSError when the other side is gone."""
    text = json.dumps(head).encode()
    data = memoryview(_LENGTHS.pack(len(text), len(sound)) + text + sound)
    while data:
        data = data[os.write(descriptor, data) :]


def read_frame(
    descriptor: int, wait: Callable[[], None] = lambda: None
) -> tuple[dict[str, object], bytes]:
    """`wait` returns when there is something to read, or raises.

    Raises EOFError when the other side is gone, ValueError for what is no frame, OSError.
    """
    lengths = _LENGTHS.unpack(_read(descriptor, _LENGTHS.size, wait))
    if max(lengths) > _LONGEST:
        raise ValueError("a frame without end")
    head = json.loads(_read(descriptor, lengths[0], wait))
    if not isinstance(head, dict):
        raise ValueError("a frame without a head")
    return head, _read(descriptor, lengths[1], wait)


def _read(descriptor: int, count: int, wait: Callable[[], None]) -> bytes:
    data = bytearray()
    while len(data) < count:
        wait()
        piece = os.read(descriptor, count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)

"""What the module and the process of its plain voice tell each other over one socket.

A frame is one letter, a length (4 bytes, big endian) and that much. The process waits for a frame
after each piece of speech: MORE or STOP.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import asdict
from socket import socket

from sotto_speechd.pieces import Mark, Piece, Sound, Word
from sotto_speechd.request import Request

RATE, SPEAK, MORE, STOP = b"r", b"q", b"+", b"-"
SOUND, MARK, WORD, END, PROBLEM = b"s", b"m", b"w", b"e", b"!"

_HEAD = struct.Struct(">cI")
_PLACE = struct.Struct(">II")
_LONGEST = 64 << 20


def send(target: socket, kind: bytes, data: bytes = b"") -> None:
    """Raises OSError when the other side is gone."""
    target.sendall(_HEAD.pack(kind, len(data)) + data)


def receive(source: socket, wait: Callable[[], None] = lambda: None) -> tuple[bytes, bytes]:
    """`wait` returns when there is something to read, or raises.

    Raises EOFError when the other side is gone, ValueError for what is no frame, OSError.
    """
    kind, size = _HEAD.unpack(_read(source, _HEAD.size, wait))
    if size > _LONGEST:
        raise ValueError("a frame without end")
    return kind, _read(source, size, wait)


def _read(source: socket, count: int, wait: Callable[[], None]) -> bytes:
    data = bytearray()
    while len(data) < count:
        wait()
        piece = source.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def of_piece(piece: Piece) -> tuple[bytes, bytes]:
    """The frame of a piece of speech."""
    match piece:
        case Sound(pcm):
            return SOUND, pcm
        case Mark(name):
            return MARK, name.encode("utf-8", "surrogatepass")
        case Word(start, end):
            return WORD, _PLACE.pack(start, end)


def to_piece(kind: bytes, data: bytes) -> Piece:
    """Raises ValueError for what is none."""
    if kind == SOUND:
        return Sound(data)
    if kind == MARK:
        return Mark(data.decode("utf-8", "surrogatepass"))
    if kind == WORD and len(data) == _PLACE.size:
        return Word(*_PLACE.unpack(data))
    raise ValueError(f"no piece of speech: {kind!r}")


def of_request(request: Request) -> bytes:
    """A request as bytes."""
    return json.dumps(asdict(request)).encode()


def to_request(data: bytes) -> Request:
    """The request again."""
    return Request(**json.loads(data))

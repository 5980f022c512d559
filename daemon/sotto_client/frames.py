"""The stream of `synthesize`, decoded as it arrives. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from sotto_client.errors import FailedError

_HEADER = b"0.01"
_AUDIO_HEAD = struct.Struct("=BI")
_EVENT_HEAD = struct.Struct("=BBIII")
_AUDIO, _EVENT = 1, 2
_WORD, _MARK = 1, 4


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples, 16 bit signed in the machine's byte order, at the voice's rate."""

    samples: bytes


@dataclass(frozen=True, slots=True)
class Word:
    """The word start..end (characters of the text) begins here."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark lies here."""

    name: str


Frame = Sound | Word | Mark


class Decoder:
    """Takes bytes in pieces of any size and gives the frames that are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._has_header = False

    @property
    def is_complete(self) -> bool:
        """Whether the stream may end here."""
        return self._has_header and not self._buffer

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that `data` completes. Raises FailedError for what is no stream."""
        self._buffer += data
        if not self._has_header:
            if len(self._buffer) < len(_HEADER):
                return
            if self._take(len(_HEADER)) != _HEADER:
                raise FailedError("the stream does not begin as it should")
            self._has_header = True
        while self._buffer:
            size = self._frame_size()
            if size is None or len(self._buffer) < size:
                return
            frame = _decode(self._take(size))
            if frame is not None:
                yield frame

    def _frame_size(self) -> int | None:
        kind, have = self._buffer[0], len(self._buffer)
        if kind == _AUDIO:
            if have < _AUDIO_HEAD.size:
                return None
            return _AUDIO_HEAD.size + int(_AUDIO_HEAD.unpack_from(self._buffer)[1])
        if kind == _EVENT:
            if have < _EVENT_HEAD.size:
                return None
            return _EVENT_HEAD.size + int(_EVENT_HEAD.unpack_from(self._buffer)[4])
        raise FailedError(f"the stream holds an unknown frame {kind}")

    def _take(self, size: int) -> bytes:
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data


def _decode(frame: bytes) -> Frame | None:
    """None for an event that this library does not know, and for empty sound."""
    if frame[0] == _AUDIO:
        return Sound(frame[_AUDIO_HEAD.size :]) if len(frame) > _AUDIO_HEAD.size else None
    _, event, start, end, _ = _EVENT_HEAD.unpack_from(frame)
    if event == _WORD:
        return Word(start, end)
    if event == _MARK:
        return Mark(frame[_EVENT_HEAD.size :].decode("utf-8", "replace"))
    return None

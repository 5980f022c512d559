"""Sound and its events as the frames of `Synthesize` (libspeechprovider's stream). Pure.

Every packet is meant for one `write`. None but the last ends with an event or the header,
since a reader in the middle of those cannot see a cancellation.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import Protocol

from sotto.audio.pcm import to_pcm16
from sotto.messages import AudioChunk, Cue, WordCue

HEADER = b"0.01"
LONGEST_PACKET = 4096
"""Bytes; PIPE_BUF, up to which a write to a pipe is atomic."""

_AUDIO_HEAD = struct.Struct("=BI")
_EVENT_HEAD = struct.Struct("=BBIII")
_AUDIO, _EVENT = 1, 2
_WORD, _MARK = 1, 4
_LONGEST_NAME = 1024
_MOST_PENDING = LONGEST_PACKET // 2


def event(cue: Cue) -> bytes:
    """The frame of a cue."""
    if isinstance(cue, WordCue):
        return event_frame(_WORD, cue.start, cue.end)
    return event_frame(_MARK, 0, 0, cue.name)


def event_frame(kind: int, start: int, end: int, name: str = "") -> bytes:
    """An event of one of the kinds 1 word, 2 sentence, 3 range, 4 mark."""
    # One packet has to hold it.
    encoded = name.encode("utf-8", "replace")[:_LONGEST_NAME]
    encoded = encoded.decode("utf-8", "ignore").encode()
    return _EVENT_HEAD.pack(_EVENT, kind, start, end, len(encoded)) + encoded


class Packets(Protocol):
    """What a stream is made of; each packet goes out in one write."""

    def opening(self) -> bytes:
        """What goes out before there is any sound."""
        ...

    def feed(self, chunk: AudioChunk) -> Iterator[bytes]:
        """Packets of a chunk."""
        ...

    def finish(self) -> bytes:
        """The last packet; empty when nothing is left."""
        ...


class Framer:
    """Turns chunks into packets. `finish` gives what is left, at least the header.

    `events` gives the frames that a cue becomes. An eager one sends the header before there
    is sound.
    """

    def __init__(self, events: Callable[[Cue], bytes] = event, *, is_eager: bool = False) -> None:
        self._pending = HEADER
        self._events = events
        self._is_eager = is_eager

    def opening(self) -> bytes:
        """The header with an audio frame of no length, when eager."""
        if not self._is_eager:
            return b""
        packet, self._pending = self._pending + _AUDIO_HEAD.pack(_AUDIO, 0), b""
        return packet

    def feed(self, chunk: AudioChunk) -> Iterator[bytes]:
        """Packets of a chunk; events at its end wait for the sound that follows."""
        start = 0
        for cue in chunk.cues:
            yield from self._audio(to_pcm16(chunk.samples[start : cue.offset]))
            start = cue.offset
            self._pending += self._events(cue)
            if len(self._pending) > _MOST_PENDING:
                yield self._pending + _AUDIO_HEAD.pack(_AUDIO, 0)
                self._pending = b""
        yield from self._audio(to_pcm16(chunk.samples[start:]))

    def finish(self) -> bytes:
        """The last packet; empty when nothing is left."""
        rest, self._pending = self._pending, b""
        return rest

    def _audio(self, pcm: bytes) -> Iterator[bytes]:
        while pcm:
            room = LONGEST_PACKET - len(self._pending) - _AUDIO_HEAD.size
            size = max(room - room % 2, 0)
            yield self._pending + _AUDIO_HEAD.pack(_AUDIO, len(pcm[:size])) + pcm[:size]
            self._pending, pcm = b"", pcm[size:]

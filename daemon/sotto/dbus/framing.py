"""Sound and its events as the frames of `Synthesize` (libspeechprovider's stream). Pure.

Every packet is meant for one `write`. None but the last ends with an event or the header,
since a reader in the middle of those cannot see a cancellation.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sotto.audio.file import to_pcm16
from sotto.messages import AudioChunk, Cue, WordCue

HEADER = b"0.01"
LONGEST_PACKET = 4096
"""Bytes; PIPE_BUF, up to which a write to a pipe is atomic."""

_AUDIO_HEAD = struct.Struct("=BI")
_EVENT_HEAD = struct.Struct("=BBIII")
_AUDIO, _EVENT = 1, 2
_WORD, _MARK = 1, 4


class Framer:
    """Turns chunks into packets. `finish` gives what is left, at least the header."""

    def __init__(self) -> None:
        self._pending = HEADER

    def feed(self, chunk: AudioChunk) -> Iterator[bytes]:
        """Packets of a chunk; events at its end wait for the sound that follows."""
        start = 0
        for cue in chunk.cues:
            yield from self._audio(to_pcm16(chunk.samples[start : cue.offset]))
            start = cue.offset
            self._pending += _event(cue)
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


def _event(cue: Cue) -> bytes:
    if isinstance(cue, WordCue):
        return _EVENT_HEAD.pack(_EVENT, _WORD, cue.start, cue.end, 0)
    name = cue.name.encode("utf-8", "replace")
    return _EVENT_HEAD.pack(_EVENT, _MARK, 0, 0, len(name)) + name

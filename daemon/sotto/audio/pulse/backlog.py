"""Samples on their way to the loudspeaker: kept until heard, so that none is ever lost.

Pure bookkeeping without a clock. Two countings meet here: *positions* (the sink's, samples
of speech since `open`) and *offsets* (samples given to the server since its last flush,
silence included).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from sotto.messages import Samples


@dataclass(frozen=True, slots=True)
class _Block:
    position: int
    samples: Samples

    @property
    def end(self) -> int:
        return self.position + len(self.samples)


@dataclass(frozen=True, slots=True)
class _Span:
    """Speech that the server got as one run: `length` samples from `position` at `offset`."""

    offset: int
    position: int
    length: int


class Backlog:
    """A queue with three cursors: heard <= sent <= end."""

    def __init__(self) -> None:
        self.heard = 0
        self.sent = 0
        self.end = 0
        self.offset = 0
        self._blocks: deque[_Block] = deque()
        self._spans: deque[_Span] = deque()

    def __repr__(self) -> str:
        """One line for a person."""
        return f"<Backlog heard {self.heard}, sent {self.sent}, end {self.end}>"

    def append(self, samples: Samples) -> int:
        """Queue samples; returns their position."""
        start = self.end
        if len(samples):
            self._blocks.append(_Block(start, np.ascontiguousarray(samples, np.float32)))
            self.end += len(samples)
        return start

    def peek(self, count: int) -> Samples:
        """Up to `count` samples that the server has not got yet, in one block."""
        parts: list[Samples] = []
        start, wanted = self.sent, count
        for block in self._blocks:
            if wanted > 0 and block.end > start:
                part = block.samples[start - block.position :][:wanted]
                parts.append(part)
                start += len(part)
                wanted -= len(part)
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def mark_sent(self, count: int) -> None:
        """The server took the first `count` samples that `peek` gives."""
        last = self._spans[-1] if self._spans else None
        if last and last.offset + last.length == self.offset:
            self._spans[-1] = _Span(last.offset, last.position, last.length + count)
        else:
            self._spans.append(_Span(self.offset, self.sent, count))
        self.sent += count
        self.offset += count

    def mark_silence(self, count: int) -> None:
        """The server took `count` samples that belong to no speech."""
        self.offset += count

    def mark_played(self, offset: int) -> int:
        """What the server got before `offset` left the loudspeaker; returns the position."""
        position = self._spans[0].position if self._spans else self.heard
        for span in self._spans:
            if span.offset >= offset:
                break
            position = span.position + min(offset - span.offset, span.length)
        self.mark_heard(position)
        return position

    def mark_heard(self, position: int) -> None:
        """Everything before `position` was heard; earlier positions change nothing."""
        self.heard = max(self.heard, min(position, self.sent))
        while self._blocks and self._blocks[0].end <= self.heard:
            self._blocks.popleft()
        while len(self._spans) > 1 and self._spans[1].position <= self.heard:
            self._spans.popleft()

    def drop(self) -> int:
        """Forget what is unheard; the server was flushed. Returns the position."""
        self._blocks.clear()
        self._spans.clear()
        self.end = self.sent = self.heard
        self.offset = 0
        return self.heard

    def restart(self) -> None:
        """The server forgot everything: send the unheard again."""
        self._spans.clear()
        self.sent = self.heard
        self.offset = 0

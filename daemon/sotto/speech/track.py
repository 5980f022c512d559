"""The sound of one utterance as far as it is rendered, and how much of it was heard.

Offsets are samples from the start of the utterance. What was heard is forgotten up to the
word being heard, so that speech can go on from there without rendering it again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from sotto.messages import AudioChunk, Cue, Samples, WordCue


class Track:
    """Filled by `add` in order and closed by `finish`; `heard` is moved by the timeline."""

    def __init__(self) -> None:
        self.heard = 0
        self.is_complete = False
        self._rendered = 0
        self._sounds: deque[tuple[int, Samples]] = deque()
        self._cues: deque[Cue] = deque()
        self._word: WordCue | None = None
        self._last_span = (-1, -1)

    def __repr__(self) -> str:
        end = "" if self.is_complete else "+"
        return f"<track heard {self.heard} of {self._rendered}{end}>"

    @property
    def rendered(self) -> int:
        """Samples rendered so far, the forgotten ones included."""
        return self._rendered

    @property
    def is_heard(self) -> bool:
        """Whether it is complete and its last sample was heard."""
        return self.is_complete and self.heard >= self._rendered

    def is_ending(self, samples: int) -> bool:
        """Whether at most so many are left to be heard, and no cue before its very end."""
        has_cue = bool(self._cues) and self._cues[0].offset < self._rendered
        left = self._rendered - self.heard
        return self.is_complete and 0 < left <= samples and not has_cue

    @property
    def word(self) -> WordCue | None:
        """The word being heard, its offset from the start of the utterance."""
        return self._word

    @property
    def next_cue(self) -> int | None:
        """Offset of the next cue that was not reached."""
        return self._cues[0].offset if self._cues else None

    def add(self, chunk: AudioChunk) -> None:
        """Append rendered sound. A word that another voice begins again is the same word."""
        for cue in chunk.cues:
            if isinstance(cue, WordCue):
                if (cue.start, cue.end) == self._last_span:
                    continue
                self._last_span = (cue.start, cue.end)
            self._cues.append(cue.moved(self._rendered))
        if len(chunk.samples):
            self._sounds.append((self._rendered, chunk.samples))
            self._rendered += len(chunk.samples)

    def finish(self) -> None:
        """Nothing more will be added."""
        self.is_complete = True

    def samples(self, offset: int) -> Iterator[Samples]:
        """The rendered samples from `offset` on; it must not be forgotten."""
        for start, samples in self._sounds:
            if start + len(samples) > offset:
                yield samples[max(offset - start, 0) :]

    def reached(self, ahead: int = 0) -> Iterator[Cue]:
        """The cues that are heard by now or `ahead` samples later; each is given once, in order."""
        while self._cues and self._cues[0].offset <= self.heard + ahead:
            cue = self._cues.popleft()
            if isinstance(cue, WordCue):
                self._word = cue
                self._forget(cue.offset)
            yield cue

    def rewind(self) -> None:
        """Go back to the start of the word being heard."""
        self.heard = self._word.offset if self._word else 0

    def _forget(self, offset: int) -> None:
        while self._sounds and self._sounds[0][0] + len(self._sounds[0][1]) <= offset:
            self._sounds.popleft()

"""The two output formats of Spiel's voices as packets: bare samples, and samples with events.

Pure. Offsets are counted in the text as it was given, markup included.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from sotto.audio.pcm import to_pcm16
from sotto.dbus.streaming.framing import LONGEST_PACKET, Framer, event, event_frame
from sotto.messages import AudioChunk, Cue, WordCue

_SENTENCE, _RANGE = 2, 3
_TAG = re.compile(r"<[^<>]{0,4096}>")
# Looking at a run of signs from its beginning only keeps the work linear.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+\s+|[。！？]+|\n\s*\n\s*")
_RANGE_END = re.compile(r"(?<![,;:.!?…])[,;:.!?…]++[\"'”’)\]]*+\s+|[。！？，；]+|\n\s*")


class BarePackets:
    """Nothing but samples."""

    def opening(self) -> bytes:
        """Nothing: a reader of bare samples waits for none."""
        return b""

    def feed(self, chunk: AudioChunk) -> Iterator[bytes]:
        """The samples, in pieces that are written whole."""
        pcm = to_pcm16(chunk.samples)
        for start in range(0, len(pcm), LONGEST_PACKET):
            yield pcm[start : start + LONGEST_PACKET]

    def finish(self) -> bytes:
        """Nothing is ever left."""
        return b""


def event_packets(text: str, *, is_ssml: bool) -> Framer:
    """Samples with word, sentence, range and mark events. The header goes out at once: older
    clients stand still until they have it."""
    return Framer(_Events(text, is_ssml=is_ssml).frames, is_eager=True)


class _Events:
    """Tells a sentence or range just before the first of its words."""

    def __init__(self, text: str, *, is_ssml: bool) -> None:
        plain = _TAG.sub(lambda tag: " " * len(tag[0]), text) if is_ssml else text
        self._parts = [
            (_SENTENCE, _Parts(plain, _SENTENCE_END)),
            (_RANGE, _Parts(plain, _RANGE_END)),
        ]

    def frames(self, cue: Cue) -> bytes:
        """The frames that stand at a cue."""
        if not isinstance(cue, WordCue):
            return event(cue)
        begun = ((kind, parts.begun_by(cue.start)) for kind, parts in self._parts)
        return b"".join(event_frame(kind, *span) for kind, span in begun if span) + event(cue)


class _Parts:
    """A text cut at a pattern, as far as was asked for: the loop must not wait for the rest."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._text = text
        self._found = pattern.finditer(text)
        self._last_end = len(text.rstrip())
        self._starts = [len(text) - len(text.lstrip())]
        self._ends: list[int] = []
        self._last = -1

    def begun_by(self, offset: int) -> tuple[int, int] | None:
        """The part that a word is in, when it is the first word of it."""
        while len(self._ends) < len(self._starts) and self._starts[-1] <= offset:
            self._cut()
        part = max(bisect_right(self._starts, offset) - 1, 0)
        if part == self._last:
            return None
        self._last = part
        end = self._ends[part] if part < len(self._ends) else self._last_end
        return self._starts[part], max(end, self._starts[part])

    def _cut(self) -> None:
        """Find the next end, or that there is none."""
        found = next((each for each in self._found if each.end() < len(self._text)), None)
        if found is None:
            self._ends.append(self._last_end)
            return
        self._starts.append(found.end())
        self._ends.append(_before_blanks(self._text, found.end()))


def _before_blanks(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end

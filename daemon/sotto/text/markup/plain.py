"""The plain form of a request whose markup is nothing but marks: texts that sound the same
become the same text, however they were sent. Pure.

Screen readers put a mark before every word and their servers put more; no two of them alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sotto.messages import AudioChunk, Cue, Kind, MarkCue, Options, WordCue
from sotto.text.markup.ssml import Chars, Leap, tokens

LONGEST = 2000
"""Characters; longer requests are left as they are."""

_WRAPPERS = frozenset({"speak"})


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` in the place of the request's own. Each piece of it begins at one of `starts` and
    stands for the characters from `origins` on, or, when decoded, up to `ends` (else -1);
    `marks` are places in it and names."""

    text: str
    options: Options
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    ends: tuple[int, ...]
    marks: tuple[tuple[int, str], ...]

    def start(self, place: int) -> int:
        """Where a word that begins here begins in the request."""
        piece = bisect_right(self.starts, place) - 1
        if self.ends[piece] >= 0:
            return self.origins[piece]
        return self.origins[piece] + place - self.starts[piece]

    def end(self, place: int) -> int:
        """Where a word that ends here ends in the request."""
        piece = bisect_right(self.starts, place - 1) - 1
        if self.ends[piece] >= 0:
            return self.ends[piece]
        return self.origins[piece] + place - self.starts[piece]


def plain_form(text: str, options: Options) -> Plain:
    """The plain form; the request itself where it has other markup or is too long for one."""
    options = _as_typed(text, options)
    if len(text) <= LONGEST and options.kind in (Kind.SSML, Kind.TEXT):
        pieces = _pieces(text) if options.kind is Kind.SSML else [Chars(text, 0, len(text))]
        if pieces is not None:
            return _join(pieces, options)
    return Plain(text, options, (0,), (0,), (-1,), ())


def _as_typed(text: str, options: Options) -> Options:
    """One form of a typed character, which Orca 48 tells as a key and others as a character, and of
    the space bar."""
    if options.kind is Kind.KEY and len(text) == 1:
        return replace(options, kind=Kind.CHARACTER)
    if options.kind is Kind.CHARACTER and text == "space":
        return replace(options, kind=Kind.KEY)
    return options


def _pieces(text: str) -> list[Chars | str] | None:
    """Characters and the names of marks; None when there is more than that."""
    pieces: list[Chars | str] = []
    for token in tokens(text):
        if isinstance(token, Chars):
            pieces.append(token)
        elif isinstance(token, Leap):
            return None
        elif token.name == "mark":
            if not token.closes:
                pieces.append(token.attributes.get("name", ""))
        elif token.name not in _WRAPPERS or token.attributes:
            return None
    return pieces


def _join(pieces: list[Chars | str] | list[Chars], options: Options) -> Plain:
    """One text, without the blanks around it."""
    whole = "".join(piece.text for piece in pieces if isinstance(piece, Chars))
    left = len(whole) - len(whole.lstrip()) if whole.strip() else 0
    text = whole.strip() or whole
    starts, origins, ends, marks, size = [], [], [], [], -left
    for piece in pieces:
        if isinstance(piece, str):
            marks.append((max(size, 0), piece))
        elif piece.text:
            starts.append(size)
            origins.append(piece.start)
            is_decoded = piece.end - piece.start != len(piece.text)
            ends.append(piece.end if is_decoded else -1)
            size += len(piece.text)
    return Plain(
        text,
        replace(options, kind=Kind.TEXT),
        tuple(starts) or (0,),
        tuple(origins) or (0,),
        tuple(ends) or (-1,),
        tuple(marks),
    )


class Restorer:
    """Puts the cues of a plain form's sound back to where the request has them."""

    def __init__(self, plain: Plain) -> None:
        self._plain = plain
        self._marks = list(plain.marks)

    def chunk(self, chunk: AudioChunk) -> AudioChunk:
        """A chunk, in its turn; a mark stands before the first word that is not before it."""
        cues = tuple(self._cues(chunk.cues))
        return chunk if cues == chunk.cues else replace(chunk, cues=cues)

    def rest(self) -> tuple[MarkCue, ...]:
        """Marks behind the last word, for the end."""
        left, self._marks = self._marks, []
        return tuple(MarkCue(0, name) for _, name in left)

    def _cues(self, cues: tuple[Cue, ...]) -> Iterator[Cue]:
        for cue in cues:
            if not isinstance(cue, WordCue):
                yield cue
                continue
            while self._marks and self._marks[0][0] <= cue.start:
                yield MarkCue(cue.offset, self._marks.pop(0)[1])
            yield WordCue(cue.offset, self._plain.start(cue.start), self._plain.end(cue.end))

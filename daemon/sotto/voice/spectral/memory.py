"""What is known of clauses before any net runs: of common ones on disk, of those said last in
memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sotto.errors import KeptSoundError
from sotto.voice.forms import Forms, Shelf
from sotto.voice.recent import Recent
from sotto.voice.spectral.decoder import Levels
from sotto.voice.spectral.form import Form, decode, encode
from sotto.voice.spectral.score import Floats, Score

_OVERHEAD = 1000
"""Bytes of the objects around the numbers of a clause, about."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A form of which the first `decided` frames of F0 are there; the planner gives the rest."""

    form: Form
    decided: int


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A clause that was said, as far as its first piece needed it: durations [tokens] of two frames
    each, F0 [decided] in hertz."""

    frames: NDArray[np.uint8]
    f0: Floats
    first: Levels

    @property
    def known(self) -> Known:
        """The same as a form."""
        frames = self.frames.astype(np.int64)
        f0 = np.zeros(2 * int(frames.sum()), np.float32)
        f0[: len(self.f0)] = self.f0
        return Known(Form(frames, f0, None, self.first), len(self.f0))

    @property
    def size(self) -> int:
        """Bytes, about."""
        return self.frames.nbytes + self.f0.nbytes + self.first.numbers.nbytes + _OVERHEAD


class ClauseMemory:
    """Of one reader and language, whose `title` names its shelf."""

    def __init__(self, forms: Forms | None, recent: Recent[Said], title: str) -> None:
        self._forms = forms
        self._recent = recent
        self._title = title

    @property
    def shelf(self) -> Shelf | None:
        """Where that of common clauses is; None where nothing is kept."""
        return None if self._forms is None else self._forms.shelf(self._title)

    def find(self, tokens: Score) -> Known | None:
        """What is known of the clause; what is damaged is dropped."""
        self._recent.shrink(self._recent_bytes)
        if (said := self._recent.get(self._recent_key(tokens))) is not None:
            return said.known
        if (shelf := self.shelf) is None:
            return None
        key = _key(tokens)
        try:
            content = shelf.get(key)
            form = None if content is None else decode(content, len(tokens.ids))
        except KeptSoundError as error:
            shelf.drop(key, error)
            return None
        return None if form is None else Known(form, len(form.f0))

    def has(self, tokens: Score) -> bool:
        """Whether the clause is kept on disk."""
        return (shelf := self.shelf) is not None and _key(tokens) in shelf

    def keep(self, tokens: Score, form: Form, *, is_urgent: bool) -> bool:
        """Keep a common clause; False when there is no room. Raises KeptSoundError."""
        shelf = self.shelf
        return shelf is not None and shelf.put(_key(tokens), encode(form), is_urgent=is_urgent)

    def note(self, tokens: Score, form: Form, decided: int, first: Levels) -> None:
        """The clause is being said: it may come again."""
        if not self._recent_bytes:
            return
        said = Said(form.frames.astype(np.uint8), form.f0[:decided].copy(), first)
        self._recent.put(self._recent_key(tokens), said, said.size)
        self._recent.shrink(self._recent_bytes)

    @property
    def _recent_bytes(self) -> int:
        return 0 if self._forms is None else self._forms.recent_bytes

    def _recent_key(self, tokens: Score) -> bytes:
        return hashlib.blake2b(self._title.encode() + _key(tokens), digest_size=16).digest()


def _key(tokens: Score) -> bytes:
    """What went into the nets beside reader and language."""
    return tokens.ids.astype("<i8").tobytes() + tokens.word.astype("<i8").tobytes()

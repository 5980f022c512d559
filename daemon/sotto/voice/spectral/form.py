"""A clause as it is before it is rendered: valid for every rate, volume, style and clarity.

`body` spares the nets over tokens and frames, `first` the decoder for the first piece. As bytes
these are the very numbers, so that what is made of them is the same to the bit. Pure.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np

from sotto.errors import KeptSoundError
from sotto.voice.spectral.decoder import STATE, WIDTH, Levels
from sotto.voice.spectral.score import Floats, Ints

_HEAD = struct.Struct("<HHHB")
"""Tokens, frames of F0, frames of the first piece (0: it is not there), whether there is a body."""
_LEVEL_HEAD = struct.Struct("<fB")
_WINDOW = -15
"""The bare stream: a shelf has digests of its own."""
_MOST = (1 << 16) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """Energy [n] a frame and the tokens' states [1, tokens, STATE] for the decoder."""

    energy: Floats
    states: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """Durations [tokens] of two frames each; F0 [n] a frame in hertz as the voice has it."""

    frames: Ints
    f0: Floats
    body: Body | None = None
    first: Levels | None = None


def encode(form: Form) -> bytes:
    """The form as bytes. Raises KeptSoundError for one that is too long to be kept."""
    count = 0 if form.first is None else form.first.numbers.shape[1]
    if max(len(form.frames), len(form.f0), count) > _MOST or form.frames.max() > 255:
        raise KeptSoundError("too long a clause to be kept")
    parts = [
        _HEAD.pack(len(form.frames), len(form.f0), count, form.body is not None),
        form.frames.astype(np.uint8).tobytes(),
        form.f0.astype("<f4").tobytes(),
    ]
    if form.body is not None:
        parts += [
            form.body.energy.astype("<f4").tobytes(),
            form.body.states.astype("<f4").tobytes(),
        ]
    if form.first is not None:
        parts.append(_LEVEL_HEAD.pack(float(form.first.scale), int(form.first.zero)))
        parts.append(_packed(form.first.numbers.tobytes()))
    return b"".join(parts)


def decode(content: bytes, tokens: int) -> Form:
    """The form of a clause of so many tokens. Raises KeptSoundError when the bytes are no such."""
    try:
        known, length, count, has_body = _HEAD.unpack_from(content)
    except struct.error as error:
        raise KeptSoundError("too short") from error
    if known != tokens or has_body > 1:
        raise KeptSoundError("the form of something else")
    reader = _Reader(content, _HEAD.size)
    frames = reader.take(np.dtype(np.uint8), tokens).astype(np.int64)
    f0 = reader.floats(length)
    body = (
        Body(reader.floats(length), reader.floats(tokens * STATE).reshape(1, tokens, STATE))
        if has_body
        else None
    )
    first = reader.levels(count) if count else None
    if reader.is_behind or (frames < 1).any() or 2 * frames.sum() != length or count > length:
        raise KeptSoundError("not a form")
    return Form(frames, f0, body, first)


def _packed(numbers: bytes) -> bytes:
    """Four fifths as large: nothing in them comes again, but not all are as frequent."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _WINDOW, 8, zlib.Z_HUFFMAN_ONLY)
    return packer.compress(numbers) + packer.flush()


def _unpacked(packed: bytes, size: int) -> bytes:
    """The bytes of that size. Raises KeptSoundError."""
    unpacker = zlib.decompressobj(_WINDOW)
    try:
        numbers = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise KeptSoundError(str(error)) from error
    if len(numbers) != size or not unpacker.eof or unpacker.unused_data:
        raise KeptSoundError("not the numbers of a piece")
    return numbers


class _Reader:
    """Takes arrays off bytes, one after the other. Raises KeptSoundError at the end."""

    def __init__(self, content: bytes, place: int) -> None:
        self._content = content
        self._place = place

    @property
    def is_behind(self) -> bool:
        """Whether bytes are left."""
        return self._place != len(self._content)

    def take(
        self, kind: np.dtype[np.uint8], count: int
    ) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        begin, self._place = self._place, self._place + count * kind.itemsize
        if self._place > len(self._content):
            raise KeptSoundError("too short")
        return np.frombuffer(self._content, kind, count, begin)

    def floats(self, count: int) -> Floats:
        found = self.take(np.dtype(np.uint8), 4 * count).view("<f4").astype(np.float32)
        if not np.isfinite(found).all():
            raise KeptSoundError("no numbers")
        return found

    def levels(self, count: int) -> Levels:
        scale = self.floats(1)[0]
        zero = self.take(np.dtype(np.uint8), 1)
        packed, self._place = self._content[self._place :], len(self._content)
        numbers = np.frombuffer(_unpacked(packed, count * WIDTH), np.uint8)
        return Levels(
            numbers.reshape(1, count, WIDTH),
            np.asarray(scale, np.float32),
            np.asarray(zero[0], np.uint8),
        )

"""The net of a voice in memory: numbers in, sound and frames out. In the process that speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.messages import Samples
from sotto.voice.kokoro.bundle import KokoroBundle
from sotto.voice.kokoro.windows import FROZEN, Streaming, mixed
from sotto.voice.piper.plan import spans
from sotto.voice.sessions import Session, Tensor

_STYLE, _SPEED = "style", "speed"
PIECES = (8, 16, 32, 48)
"""Frames of the first windows; the last number repeats."""
_LEADING = 6
"""Frames of the silence before a clause that are made all the same."""
_LONGEST_FRAMES = 12_000
"""A clause of more is a broken net's."""

Piece = tuple[bytes, list[int] | None, bool]
"""Raw float32 sound, frames of each token where the net tells them, and whether there is more."""


class Speech:
    """Raises VoiceDamagedError when the graph does not fit."""

    def __init__(self, bundle: KokoroBundle) -> None:
        self._bundle = bundle
        shape = (len(bundle.speakers), bundle.rows, bundle.width)
        self._styles = np.memmap(bundle.styles, "<f4", "r", shape=shape)
        self._inputs = (bundle.tokens_input, _STYLE, _SPEED)
        self._names = tuple(bundle.speakers)
        self._streamed = _Streamed(bundle.streaming, self._inputs) if bundle.streaming else None
        if self._streamed is None:
            self._whole.takes(_STYLE)

    @cached_property
    def _whole(self) -> Session:
        return Session(self._bundle.graph, self._inputs, is_mapped=True, has_arena=True)

    def pieces(self, asked: Mapping[str, Any], token: CancelToken) -> Iterator[Piece]:
        """The sound of a request, in windows where its speaker is streamed. Raises Cancelled and
        EngineError."""
        bundle = self._bundle
        feed: dict[str, Tensor] = {
            bundle.tokens_input: np.asarray([asked["ids"]], np.int64),
            _STYLE: np.asarray(self._styles[asked["speaker"], asked["row"]][None], np.float32),
            _SPEED: _speed(asked["speed"], bundle.speed_type),
        }
        speaker = self._names[asked["speaker"]]
        if self._streamed is not None and speaker in self._streamed.speakers:
            yield from self._streamed.pieces(feed, speaker, token)
            return
        sound, *rest = self._whole.run(feed, token)
        frames = [int(n) for n in np.ravel(rest[0])] if bundle.hop and rest else None
        yield _checked(sound), frames, False


class _Streamed:
    """A net that is taken apart."""

    def __init__(self, streaming: Streaming, inputs: tuple[str, ...]) -> None:
        self._windows, self.speakers = streaming.windows, streaming.rows
        shape = (len(streaming.rows), 2, streaming.width)
        self._averages = np.memmap(streaming.averages, "<f4", "r", shape=shape)
        self._front = Session(streaming.front, (), inputs, is_mapped=True, has_arena=True)
        self._decoder = Session(
            streaming.decoder, self._windows.inputs, is_mapped=True, has_arena=True
        )

    def pieces(
        self, feed: Mapping[str, Tensor], speaker: str, token: CancelToken
    ) -> Iterator[Piece]:
        """Window after window; a token that is cancelled ends it between two operations."""
        taken = {name: value for name, value in feed.items() if self._front.takes(name)}
        counts, *tensors = self._front.run(taken, token)
        if not np.isfinite(counts).all():
            raise EngineError("the model gave numbers that are none")
        frames = [max(int(n), 0) for n in np.ravel(counts)]
        total = sum(frames)
        if not 0 < total <= _LONGEST_FRAMES:
            raise EngineError(f"the model gave {total} frames")
        made: dict[str, Tensor] = dict(zip(self._windows.tensors, tensors, strict=True))
        fixed = {name: feed[name] for name in self._windows.takes}
        row, lengths = self.speakers[speaker]
        fixed[FROZEN] = mixed(np.asarray(self._averages[row]), lengths, total)
        skipped = max(frames[0] - _LEADING, 0)
        frames[0] -= skipped
        for begin, end in spans(total - skipped, PIECES):
            span = begin + skipped, end + skipped
            window = self._windows.feed(made, span, total)
            sound = np.ravel(self._decoder.run(fixed | window, token)[0])
            heard = self._windows.heard(sound, span, total)
            if len(heard) != (span[1] - span[0]) * self._windows.hop:
                raise EngineError("the model gave another sound than it told")
            yield _checked(heard), None if begin else frames, span[1] < total


def _checked(sound: Samples) -> bytes:
    if not sound.size or not np.isfinite(sound).all():
        raise EngineError("the model gave sound that is none")
    return np.ascontiguousarray(sound, "<f4").tobytes()


def _speed(speed: float, kind: str) -> Tensor:
    given: Tensor = np.asarray([speed], kind)
    return given

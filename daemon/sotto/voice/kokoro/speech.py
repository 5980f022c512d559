"""The net of a voice in memory: numbers in, sound and frames out. In the process that speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.voice.kokoro.bundle import KokoroBundle
from sotto.voice.sessions import Session, Tensor

_STYLE, _SPEED = "style", "speed"


class Speech:
    """Raises VoiceDamagedError when the graph does not fit."""

    def __init__(self, bundle: KokoroBundle) -> None:
        self._bundle = bundle
        shape = (len(bundle.speakers), bundle.rows, bundle.width)
        self._styles = np.memmap(bundle.styles, "<f4", "r", shape=shape)
        inputs = (bundle.tokens_input, _STYLE, _SPEED)
        self._session = Session(bundle.graph, inputs, is_mapped=True, has_arena=True)

    def make(self, asked: Mapping[str, Any], token: CancelToken) -> tuple[bytes, list[int] | None]:
        """Raw float32 sound, and frames of each token where the net tells them.

        Raises Cancelled and EngineError.
        """
        bundle = self._bundle
        feed: dict[str, Tensor] = {
            bundle.tokens_input: np.asarray([asked["ids"]], np.int64),
            _STYLE: np.asarray(self._styles[asked["speaker"], asked["row"]][None], np.float32),
            _SPEED: _speed(asked["speed"], bundle.speed_type),
        }
        sound, *rest = self._session.run(feed, token)
        if not sound.size or not np.isfinite(sound).all():
            raise EngineError("the model gave sound that is none")
        frames = [int(n) for n in np.ravel(rest[0])] if bundle.hop and rest else None
        return np.ascontiguousarray(sound, "<f4").tobytes(), frames


def _speed(speed: float, kind: str) -> Tensor:
    given: Tensor = np.asarray([speed], kind)
    return given

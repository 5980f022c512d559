"""What the daemon and a process that speaks for it send each other, checked on arrival.

Frames are those of `phonemes.frames`: JSON and raw sound; a request is answered by one or by
several, all but the last of which say that there is `more`. The process is a stranger's program as
soon as its files are a stranger's: whatever it sends is bounded and typed here. Its answers come in
the order of the requests; a request that is stopped is answered as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sotto.messages import Samples

READY = "ready"
LONGEST_SOUND = 120 * 48_000
"""Samples of one request."""
_LONGEST_REASON = 500


class RefusedError(Exception):
    """The process could not make it; its text tells why."""


@dataclass(frozen=True, slots=True)
class Request:
    """Numbers of tokens, the place of the speaker among the styles and the row of it, the speed."""

    ids: Sequence[int]
    speaker: int
    row: int
    speed: float

    def frame(self, number: int) -> dict[str, object]:
        """As it is sent."""
        return {
            "do": "speak",
            "id": number,
            "ids": list(self.ids),
            "speaker": self.speaker,
            "row": self.row,
            "speed": self.speed,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A piece of the sound of a request, frames of each token where the net tells them (with the
    first piece), and whether it is the last piece."""

    sound: Samples
    frames: tuple[int, ...] = ()
    is_last: bool = True


def stop_frame(number: int) -> dict[str, object]:
    """Give up a request, or those after it."""
    return {"do": "stop", "id": number}


def read_answer(head: Mapping[str, object], sound: bytes, number: int, request: Request) -> Made:
    """What came for a request. Raises ValueError for what is none, and RefusedError."""
    if type(head.get("id")) is not int or head["id"] != number:
        raise ValueError("an answer to nothing that was asked")
    if "error" in head:
        raise RefusedError(str(head["error"])[:_LONGEST_REASON])
    if not sound or len(sound) % 4 or len(sound) > 4 * LONGEST_SOUND:
        raise ValueError("an answer without sound, or without end")
    samples = np.frombuffer(sound, "<f4")
    if not np.isfinite(samples).all():
        raise ValueError("sound that is none")
    frames = _frames(head.get("frames"), len(request.ids))
    return Made(samples.copy(), frames, head.get("more") is not True)


def _frames(given: object, count: int) -> tuple[int, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) != count:
        raise ValueError("frames that are none")
    if any(type(n) is not int or not 0 <= n < 1 << 20 for n in given):
        raise ValueError("frames that are none")
    return tuple(given)

"""How a clause is cut into pieces that are rendered one after the other.

The same number of frames at the same rate is always cut alike, so that it sounds alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain, repeat

_FIRST_FRAMES = 12
_FEWEST_FRAMES = 8
LATER_FRAMES = (32, 64, 96)
"""Longer and longer: context is computed once a piece, and no piece may take 12 ms."""


def first_frames(rate: float) -> int:
    """Frames that give 50 to 100 ms of sound once silence and overlap are taken off."""
    return max(math.ceil(_FIRST_FRAMES * rate), _FEWEST_FRAMES)


def spans(
    total: int, rate: float, later: Sequence[int] = LATER_FRAMES
) -> Iterator[tuple[int, int]]:
    """Frames of every piece: a short first one, then longer; a short rest joins the last."""
    begin = 0
    for size in chain([first_frames(rate)], later, repeat(later[-1])):
        if begin >= total:
            return
        end = begin + size
        is_rest = begin > 0 and total - end < size // 2
        end = total if is_rest else min(end, total)
        yield begin, end
        begin = end

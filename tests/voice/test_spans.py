"""How a clause is cut: nothing lost, the first piece short, no piece out of bounds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sotto.voice.shaping.spans import LATER_FRAMES, first_frames, spans

TOTALS = st.integers(1, 5000)
RATES = st.floats(0.6, 2.0)


@given(TOTALS, RATES)
def test_every_frame_is_in_one_piece_in_order(total: int, rate: float) -> None:
    found = list(spans(total, rate))
    assert found[0][0] == 0
    assert found[-1][1] == total
    assert all(begin < end for begin, end in found)
    assert all(one[1] == other[0] for one, other in pairwise(found))


@given(TOTALS, RATES)
def test_the_first_piece_is_short_and_no_later_one_is_too_long(total: int, rate: float) -> None:
    (_, first), *later = spans(total, rate)
    assert first == min(first_frames(rate), total)
    assert all(end - begin <= LATER_FRAMES[-1] * 3 // 2 for begin, end in later)


@given(TOTALS, RATES)
def test_pieces_do_not_get_shorter_before_the_last(total: int, rate: float) -> None:
    later = [end - begin for begin, end in spans(total, rate)][1:-1]
    assert later == sorted(later)

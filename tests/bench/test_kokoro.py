"""The table of a heavy voice: what is in it, and where it is found to take over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sotto_bench import kokoro
from sotto_bench.kokoro_first import Case
from sotto_client import Explanation


def read(*samples: int) -> kokoro.Read:
    return kokoro.Read(np.array(samples, np.int16), 1, ())


def found(reason: str = "", resident: Sequence[float] = (170.0, 812.4, 205.0)) -> kokoro.Found:
    why = Explanation(voice="chorus:heart", continued="kokoro:af_heart", reason=reason)
    return kokoro.Found(
        added_s=26.6,
        voices=2,
        cases=[Case(1, False, 764.2, 764.2, 1.5, 403.0), Case(1, True, 189.4, 1053.0, 1.5, 206.4)],
        firsts_ms=(9.14, 9.0),
        takes_over_s=6.64,
        heavy_share=0.684,
        words=(76, 76),
        gaps_s=(0.35, 0.37),
        stop_ms=3.4,
        heard=kokoro.Heard(0.37, why, kokoro.Cost(8.71, resident)),
    )


def test_another_voice_is_heard_from_the_first_sample_that_differs() -> None:
    assert kokoro.takes_over(read(1, 2, 3, 4), read(1, 2, 9, 9, 9)) == 2
    assert kokoro.takes_over(read(1, 2, 3), read(1, 2, 3)) == -1


def test_the_table_tells_first_sound_takeover_and_memory() -> None:
    lines = kokoro.table(found()).splitlines()
    assert "| first sound, ms: without, with it | 9.1, 9.0 |" in lines
    assert "| 1 words, whole | 764 | 764 | 0.51 | 403 |" in lines
    assert "| 1 words, streamed | 189 | 1053 | 0.70 | 206 |" in lines
    assert "| added with 2 voices in, s | 27 |" in lines
    assert "| it takes over after, s of sound | 6.6 |" in lines
    assert "| of the words it speaks | 68% |" in lines
    assert "| its process, MB: least, most | 170, 812 |" in lines
    assert "| who spoke | chorus:heart, then kokoro:af_heart |" in lines
    assert "why" not in kokoro.table(found())


def test_what_went_wrong_is_told() -> None:
    told = kokoro.table(found("it was not ready in time", resident=()))
    assert told.endswith("`sotto why`: it was not ready in time\n")
    assert "| its process, MB: least, most | 0, 0 |" in told

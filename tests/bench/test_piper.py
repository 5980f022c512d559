"""The table of a Piper voice: what is in it, and that it is made of a real run."""

from __future__ import annotations

from piper_voice import NAME, STOCK
from sotto_bench import piper, piper_memory


def test_it_says_how_much_longer_the_others_take() -> None:
    ours = piper.Cost("sotto", (20.0, 25.0, 50.0), (60.0, 150.0, 500.0), 100.0, 3.2)
    theirs = piper.Cost("piper-tts", (60.0, 150.0, 500.0), (60.0, 150.0, 500.0), 330.0)
    lines = piper.table([ours, theirs]).splitlines()
    assert "| sotto | 20 (1.0) / 25 (1.0) / 50 (1.0) |" in lines[-2]
    assert lines[-2].endswith("| 100 | 3 |") and lines[-1].endswith("| 330 | - |")
    assert "60 (3.0) / 150 (6.0) / 500 (10.0) | 60 (1.0)" in lines[-1]


def test_it_measures_a_real_voice() -> None:
    told = piper.run(STOCK / f"{NAME}.onnx", quick=True, has_daemon=False)
    (row,) = (line for line in told.splitlines() if line.startswith("| sotto | "))
    assert row.split(" | ")[-1].strip(" |").isdigit()
    assert "Prepared in" in told and "of a processor (at most 60)" in told
    assert [len(text.split()) for text in piper.TEXTS] == [1, 8, 26]


def test_memory_is_told_beside_what_is_asked() -> None:
    held = piper_memory.Held("in place", 135.0, 123.4, 160.6, 124.9)
    assert piper_memory.table([held]).splitlines()[-1] == "| in place | 123 | 161 | 125 | 135 |"

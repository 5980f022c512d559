"""What `script/bench --orca` prints of its keys."""

from __future__ import annotations

from sotto_bench.orca import Onsets, onset_tables


def test_each_way_of_ours_is_compared_with_each_peer() -> None:
    ours = Onsets("sotto", letters=[5.0, 7.0], rows=[80.0])
    ahead = Onsets("sotto, look-ahead", letters=[6.0], rows=[90.0], lost=1)
    flite = Onsets("flite", letters=[8.0], rows=[60.0])
    espeak = Onsets("espeak-ng", letters=[12.0])
    lines = onset_tables([ours, ahead, flite, espeak]).splitlines()
    assert "| sotto | 6.0 (7.0, 2) | 80.0 (80.0, 1) | 0 |" in lines
    assert "| sotto, look-ahead | 6.0 (6.0, 1) | 90.0 (90.0, 1) | 1 |" in lines
    assert "| sotto, to flite | 0.75 (0.62 to 0.88) | 1.33 (1.33 to 1.33) |" in lines
    assert "| sotto, look-ahead, to flite | 0.75 (0.75 to 0.75) | 1.50 (1.50 to 1.50) |" in lines
    # Nothing was heard of its rows.
    assert "| sotto, to espeak-ng | 0.50 (0.42 to 0.58) | - |" in lines

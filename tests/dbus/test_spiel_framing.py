"""Where sentences and ranges begin, found as the words are heard."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sotto.dbus.spiel import framing as spiel_framing
from sotto.dbus.spiel.framing import _RANGE_END, _SENTENCE_END, _Parts, event_packets
from sotto.messages import AudioChunk, WordCue

TEXTS = [
    "",
    '  One two. Three?! "Four" five, six;  seven\n\n eight... nine',
    "一。二，三！ four\n\nfive.",
    "a . . b ,,, c\n \n \n d.   ",
    "...",
]


def whole(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """The parts as they are told when the whole text is cut at once."""
    ends = [found.end() for found in pattern.finditer(text) if found.end() < len(text)]
    starts = [len(text) - len(text.lstrip()), *ends]
    stops = [*(len(text[:end].rstrip()) for end in ends), len(text.rstrip())]
    return [(start, max(stop, start)) for start, stop in zip(starts, stops, strict=True)]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("pattern", [_SENTENCE_END, _RANGE_END])
def test_parts_are_those_of_the_whole_text(text: str, pattern: re.Pattern[str]) -> None:
    parts = _Parts(text, pattern)
    expected = whole(text, pattern)
    words = [found.start() for found in re.finditer(r"\S+", text)]
    told = [span for word in words if (span := parts.begun_by(word))]
    assert [span for span in expected if span in told] == told
    for word in words:
        assert any(start <= word for start, _ in expected)
    firsts = {max(s for s, _ in expected if s <= w) for w in words}
    assert {start for start, _ in told} == firsts


@pytest.mark.parametrize("text", ["One. " * 80_000, "." * 400_000, ". " * 200_000, "a\n" * 200_000])
def test_the_first_word_costs_the_same_in_a_long_text(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    real = spiel_framing._before_blanks

    def counted(whole: str, end: int) -> int:
        looked.append(end)
        return real(whole, end)

    monkeypatch.setattr(spiel_framing, "_before_blanks", counted)
    framer = event_packets(text, is_ssml=False)
    assert len(looked) == 0
    chunk = AudioChunk(np.zeros(10, np.float32), 22_050, (WordCue(0, 0, 1),))
    assert list(framer.feed(chunk))
    assert len(looked) <= 2

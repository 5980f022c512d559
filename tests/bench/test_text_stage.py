"""What is measured of the text stage: one clause each, of so many words."""

from __future__ import annotations

import pytest

from sotto.messages import Options
from sotto.text.clauses import clauses
from sotto_bench.text_stage import FIGURES, PLAIN, text_stage


@pytest.mark.parametrize("text", [PLAIN, FIGURES])
def test_the_texts_have_25_words(text: str) -> None:
    assert len(text.split()) == 25
    assert len(list(clauses(text, Options(), "en"))) <= 3


def test_three_figures_are_told_with_what_was_promised() -> None:
    found = text_stage(runs=2)
    assert [figure.most for figure in found] == [0.5, 0.5, 0.2]
    assert all(figure.unit == "ms" for figure in found)
    assert all(figure.value > 0 for figure in found[:2])

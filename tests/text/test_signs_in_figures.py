"""Signs between figures are named where that is wanted, whatever the figures are read as."""

from __future__ import annotations

import pytest

from sotto.messages import Options, Punctuation
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered

_TEXTS = (
    "0405-01", "02 05-01", "030/1234-56", "(030) 123-456", "+49 30/12-34", "555-1234",
    "call 12.34-56", "(212) 555-1234", "2024-05-01", "14:30", "$1.20", "1/2", "3-5 km", "10.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de", "it", "fr", "es", "nl", "pt", "pl", "ja"])
@pytest.mark.parametrize("level", Punctuation)
def test_no_sign_is_lost(language: str, level: Punctuation) -> None:
    for text in _TEXTS:
        wanted = Options(language=language, punctuation=level)
        assert uncovered(text, wanted, list(clauses(text, wanted, "en"))) == [], text


def test_the_signs_of_a_telephone_number_have_their_places() -> None:
    wanted = Options(punctuation=Punctuation.ALL)
    (said,) = [[w.text for c in clauses("0405-12", wanted, "en") for w in c.words]]
    assert said == ["0", "4", "0", "5", "dash", "1", "2"]
    wanted = Options(punctuation=Punctuation.NONE)
    assert "dash" not in [w.text for c in clauses("0405-12", wanted, "en") for w in c.words]

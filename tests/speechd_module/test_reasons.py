"""Why the plain voice speaks, in the language of the message."""

from __future__ import annotations

import pytest

from sotto_speechd.reasons import AWAY, LATE, explanation
from sotto_speechd.request import Request


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("de", "de"), ("de_AT", "de"), ("pt-BR", "pt"), ("FR", "fr"), ("ja", "en"), ("", "en")],
)
def test_it_is_in_the_language_of_the_message(language: str, spoken: str) -> None:
    told = explanation(LATE, Request("Hallo", language=language, rate=2.0))
    assert (told.language, told.rate, told.kind) == (spoken, 2.0, "text")
    english = explanation(LATE, Request("Hallo"))
    assert (told.text == english.text) == (spoken == "en")


def test_the_reasons_differ() -> None:
    assert explanation(LATE, Request("a")).text != explanation(AWAY, Request("a")).text

"""The classes of what is written: the page tells what is read, nothing is read as English."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from text import classes
from text.reading import read

PAGE = Path(__file__).parents[2] / "docs" / "readings.md"
LANGUAGES = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")


def test_the_page_tells_how_each_is_read() -> None:
    assert classes.table() in PAGE.read_text()


def test_every_language_has_every_class() -> None:
    found = {(language, name) for language, name, _ in classes.rows()}
    assert found == {(language, name) for language in LANGUAGES for _, name, _ in classes.rows()}
    assert min(Counter(language for language, _ in found).values()) >= 17


@pytest.mark.parametrize(("language", "name", "text"), classes.rows())
def test_no_clause_is_read_as_english(language: str, name: str, text: str) -> None:
    assert {clause.language for clause in read(text, language)} == {language}

"""The fixed list of what interfaces say."""

from __future__ import annotations

import string

import pytest

from sotto.messages import Kind, Options
from sotto.synthesis.disk_cache import LONGEST_PHRASE
from sotto.text.clauses import clauses
from sotto.text.markup.plain import plain_form
from sotto.text.phrases import LANGUAGES, phrases

EACH = [(language, *phrase) for language in sorted(LANGUAGES) for phrase in phrases(language)]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_letters_digits_and_signs_come_first_and_nothing_twice(language: str) -> None:
    found = list(phrases(language))
    first = {text for kind, text in found[:100] if kind is Kind.CHARACTER}
    assert set(string.ascii_lowercase + string.digits + string.punctuation + " ") <= first
    assert len(found) == len(set(found))
    assert sum(kind is Kind.TEXT for kind, _ in found) >= 150
    assert {text for kind, text in found if kind is Kind.KEY} >= {"escape", "tab", "shift"}


def test_regions_share_a_list_and_other_languages_have_none() -> None:
    assert list(phrases("de-AT")) == list(phrases("de"))
    assert list(phrases("fr")) == []
    assert list(phrases("")) == []


def test_each_is_said_as_it_is_asked_for() -> None:
    for language, kind, text in EACH:
        options = Options(kind=kind, language=language)
        assert plain_form(text, options).text == text
        said = [word.text for clause in clauses(text, options, language) for word in clause.words]
        assert said, text
        assert len(text) <= LONGEST_PHRASE

"""Abbreviations keep their sentence whole; those that may end it do so before a capital."""

from __future__ import annotations

import pytest

from text.reading import heard, marks, phrased, read, read_ssml


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Dr. Smith", "Doctor Smith"),
        ("en", "DR. SMITH", "Doctor SMITH"),
        ("en", "Mr. and Mrs. Hill", "Mister and Missis Hill"),
        ("en", "e.g. this", "for example this"),
        ("en", "e g. this", "for example this"),
        ("en", "i.e. that", "that is that"),
        ("en", "at 9 a.m. today", "at 9 A~ M~ today"),
        ("en", "the U.S. army", "the U~ S~ army"),
        ("en", "No. 5", "number 5"),
        ("en", "Oh no. Five", "Oh no Five"),
        ("en", "fig. 3 and p. 12", "figure 3 and page 12"),
        ("en", "J. R. R. Tolkien", "J~ R~ R~ Tolkien"),
        ("de", "z.B. so", "zum Beispiel so"),
        ("de", "z. B. so", "zum Beispiel so"),
        ("de", "z B. so", "zum Beispiel so"),
        ("de", "d.h. bzw. usw. und", "das heißt beziehungsweise und so weiter und"),
        ("de", "Dr. Müller, Nr. 7", "Doktor Müller Nummer 7"),
        ("de", "S. 12", "Seite 12"),
        ("de", "100 v. Chr. lebte", "100 vor Christus lebte"),
        ("nl", "bijv. dit", "bijvoorbeeld dit"),
        ("nl", "d.w.z. dat", "dat wil zeggen dat"),
        ("nl", "Dhr. Peeters en mevr. Maes", "de heer Peeters en mevrouw Maes"),
        ("nl", "blz. 3 enz. en", "bladzijde 3 enzovoort en"),
    ],
)
def test_words(language: str, text: str, expected: str) -> None:
    assert heard(text, language) == expected


def test_no_sentence_ends_at_an_abbreviation() -> None:
    assert phrased(read("Ask Dr. Smith, e.g. now.")) == "Ask Doctor Smith, for example now.350"


def test_no_sentence_ends_at_an_initial() -> None:
    assert phrased(read("by J. Smith. Next")) == "by J Smith.350 Next"


def test_the_pronoun_is_no_initial() -> None:
    assert phrased(read("So am I. We go")) == "So am I.350 We go"


@pytest.mark.parametrize("text", ["Pens, etc. The end", "Pens, etc."])
def test_some_abbreviations_end_a_sentence(text: str) -> None:
    assert "et cetera.350" in phrased(read(text))


def test_a_mark_that_a_server_sets_after_the_full_stop_does_not_part_it() -> None:
    spoken = read_ssml('Dr.<mark name="__spd_0"/> Smith')
    assert phrased(spoken) == "Doctor Smith"
    assert marks(spoken) == [("__spd_0", "Smith")]


def test_other_languages_are_not_read_with_english_abbreviations() -> None:
    assert heard("Mt. Jean", "fr") == "Mt Jean"

"""Sounds that a word was given: they replace libespeak-ng's, and only that word's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sotto.messages import Kind, Options, PhonemeRun
from sotto.phonemes.binding import EspeakLibrary
from sotto.phonemes.mnemonics import learned
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.phonemes.remote import RemoteLibrary
from sotto.text.clauses import clauses


@pytest.fixture(scope="module")
def phonemizer() -> Iterator[Phonemizer]:
    owner = EspeakThread()
    yield Phonemizer(owner)
    owner.close()


def run(phonemizer: Phonemizer, text: str, language: str) -> PhonemeRun:
    (clause,) = clauses(text, Options(kind=Kind.SSML), language)
    return phonemizer.run(clause)


def symbols(found: PhonemeRun) -> list[str]:
    return ["".join(phoneme.symbol for phoneme in word) for word in found.words]


@pytest.mark.parametrize(
    ("language", "text", "ipa"),
    [
        ("en-us", "the GIF of today", "dʒɪf"),
        ("en-gb", "a Leicester square", "lɛstə"),
        ("de", "das Chassis ist neu", "ʃaˈsiː"),
        ("fr", "les oignons sont là", "ɔɲɔ̃"),
        ("es", "el whisky es bueno", "ˈwiski"),
        ("it", "la pizza è buona", "ˈpittsa"),
        ("pt-br", "um show muito bom", "ʃoʊ"),
        ("nl", "een croissant met kaas", "krʋɑˈsɑ̃"),
        ("pl", "to weekend dla nas", "ˈwikɛnt"),
        ("ru", "это Йорк сегодня", "jork"),
    ],
)
def test_given_sounds_are_those_of_their_word_alone(
    phonemizer: Phonemizer, language: str, text: str, ipa: str
) -> None:
    before, written, after = text.split(maxsplit=2)
    plain = symbols(run(phonemizer, text, language))
    found = symbols(
        run(phonemizer, f'{before} <phoneme ph="{ipa}">{written}</phoneme> {after}', language)
    )
    assert found[1] == ipa.replace("ˈ", "")
    assert len(found) == len(plain) == len(text.split())
    assert (found[0], found[2:]) == (plain[0], plain[2:])


def test_the_same_sounds_are_the_same_phonemes_however_they_are_given(
    phonemizer: Phonemizer,
) -> None:
    natural = run(phonemizer, "win", "en-us").words
    for ipa in ("wɪn", "ˈwɪn", "/wɪn/", "w.ɪn"):
        given = run(phonemizer, f'<phoneme ph="{ipa}">Nguyen</phoneme>', "en-us").words
        assert given == natural


def test_a_bad_pronunciation_leaves_the_word_to_libespeak_ng(phonemizer: Phonemizer) -> None:
    plain = run(phonemizer, "the dog", "en-us").words
    for attributes in ('ph="d0g"', 'ph=""', 'alphabet="x-sampa" ph="d"', 'ph="ˈ"'):
        text = f"the <phoneme {attributes}>dog</phoneme>"
        assert run(phonemizer, text, "en-us").words == plain


def test_the_names_of_sounds_are_learned_from_each_voice() -> None:
    here, there = EspeakLibrary(), RemoteLibrary()
    for language, symbol, name in (("en-us", "dʒ", "dZ"), ("de", "ɾ", "r"), ("fr-fr", "ʁ", "r")):
        here.set_voice(language)
        there.set_voice(language)
        names = here.names()
        assert names[symbol] == name, language
        assert len(names) > 60
        assert there.names() == names
        assert here.names() is names
    there.close()


def test_a_library_that_takes_no_names_has_none() -> None:
    assert learned([["ˈaɪ_p"], ["p_ˈeɪ"], []] * 70) == {}


def test_brackets_in_a_text_are_text_whatever_was_spoken_before() -> None:
    library = EspeakLibrary()
    library.set_voice("en-us")
    before = library.phoneme_groups("[[w|'I|n]] a")
    library.synthesize("[[w|'I|n]]", lambda: False, has_names=True)
    assert library.phoneme_groups("[[w|'I|n]] a") == before
    assert len("".join(before)) > len("wˈɪneɪ")

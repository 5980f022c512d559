"""Every voice of libespeak-ng and every locale of glibc is heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.errors import PhonemesError
from sotto.messages import Clause, PhonemeRun, Prosody, Samples, VoiceInfo, Word
from sotto.phonemes.binding import EspeakVoice
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.phonemes.tongues import files_by_name, own_tags, resolve_language
from sotto.settings.places import session_language
from sotto.voice.catalogue import Catalogue
from sotto.voice.espeak import EspeakEngine

LOCALES = [
    line.split("\t")
    for line in (Path(__file__).parent / "locales.tsv").read_text("utf-8").splitlines()
]
"""Every locale that glibc supports, with two weekdays of its own."""

RELEASE_1_52 = (
    EspeakVoice("gmw/en-029", "English (Caribbean)", ("en-029", "en")),
    EspeakVoice("gmw/en", "English (Great Britain)", ("en-gb", "en")),
    EspeakVoice("gmw/en-GB-x-rp", "English (Received Pronunciation)", ("en-gb-x-rp", "en-gb")),
    EspeakVoice("gmw/en-Shaw", "English (Shavian)", ("en-shaw", "en")),
    EspeakVoice("gmw/en-US", "English (America)", ("en-us", "en")),
    EspeakVoice("roa/fr-BE", "French (Belgium)", ("fr-be", "fr")),
    EspeakVoice("roa/fr", "French (France)", ("fr", "fr-fr")),
    EspeakVoice("gmq/fo", "Faroese", ("fo",)),
    EspeakVoice("gmq/is", "Icelandic", ("is",)),
    EspeakVoice("sem/ti", "Tigrinya", ("ti",)),
    EspeakVoice("sem/am", "Amharic", ("am",)),
)


@pytest.fixture(scope="module")
def owner() -> Iterator[EspeakThread]:
    owner = EspeakThread(patience=20)
    yield owner
    owner.close()


@pytest.fixture(scope="module")
def engine(owner: EspeakThread) -> EspeakEngine:
    return EspeakEngine(owner)


@pytest.fixture(scope="module")
def catalogue(engine: EspeakEngine) -> Catalogue:
    return Catalogue([], engine)


def clause(text: str, language: str) -> Clause:
    words = []
    start = 0
    for word in text.split(" "):
        words.append(Word(word, start, start + len(word)))
        start += len(word) + 1
    return Clause(tuple(words), language)


def sound(engine: EspeakEngine, text: str, language: str, voice: str) -> Samples:
    run = PhonemeRun(clause(text, language), ())
    chunks = engine.speak(run, voice, Prosody(rate=2), CancelToken())
    return np.concatenate([chunk.samples for chunk in chunks])


def is_heard(samples: Samples) -> bool:
    """At least 80 ms of it as loud as speech is."""
    return int((np.abs(samples) > 0.02).sum()) > 0.02 * 22050 and len(samples) > 0.08 * 22050


def test_every_voice_of_the_library_is_heard_under_a_name_of_its_own(
    engine: EspeakEngine,
) -> None:
    voices = engine.voices()
    assert len({info.identifier for info in voices}) == len(voices) > 100
    silent = [
        info.identifier
        for info in voices
        if not is_heard(sound(engine, "123 papa", info.languages[0], info.identifier))
    ]
    assert silent == []


def test_every_tag_and_file_of_the_library_is_loaded(owner: EspeakThread) -> None:
    def load(name: str) -> None:
        owner.call(lambda espeak: espeak.binding.set_voice(name))

    for voice in owner.call(lambda espeak: espeak.binding.voices()):
        for name in (voice.identifier, voice.identifier.rpartition("/")[2], *voice.languages):
            load(name)
            load(name.upper())


def test_every_locale_is_heard(engine: EspeakEngine, catalogue: Catalogue) -> None:
    assert len(LOCALES) > 330
    silent = []
    for locale, text in LOCALES:
        language = session_language({"LANG": f"{locale}.UTF-8"})
        for info in {catalogue.choose("", language), voice_of(catalogue, language)}:
            if not is_heard(sound(engine, text, language, info.identifier)):
                silent.append((locale, info.identifier))
    assert silent == []


def voice_of(catalogue: Catalogue, language: str) -> VoiceInfo:
    return catalogue.find(catalogue.plain(language).voice)


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("en", "en-us"), ("en-GB", "en-gb"), ("en_AU.UTF-8", "en-gb"), ("en-NZ", "en-gb"),
        ("en-IN", "en-gb"), ("en-CA", "en-us"), ("en-PH", "en-us"), ("en-AG", "en-029"),
        ("en-IE@euro", "en-gb"), ("en-JM", "en-029"), ("en-GB-x-rp", "en-gb-x-rp"),
        ("fr", "fr-fr"), ("fr-FR", "fr-fr"), ("fr-CA", "fr-fr"), ("fr-BE", "fr-be"),
        ("fr-CH", "fr-ch"), ("es", "es"), ("es-ES", "es"), ("es-MX", "es-419"),
        ("es-AR", "es-419"), ("es-US", "es-419"), ("pt", "pt"), ("pt-PT", "pt"),
        ("pt-BR", "pt-br"), ("pt-AO", "pt"), ("zh", "cmn"), ("zh-CN", "cmn"), ("zh-TW", "cmn"),
        ("zh-Hans-CN", "cmn"), ("zh-HK", "yue"), ("yue-HK", "yue"), ("no", "nb"),
        ("nb-NO", "nb"), ("nn-NO", "nb"), ("de-AT", "de"), ("nds-DE", "de"), ("it-CH", "it"),
        ("nl-BE", "nl"), ("gl-ES", "pt"), ("chr-US", "chr-us-qaaa-x-west"), ("hy-AM", "hy"),
        ("tt-RU@iqtelif", "tt"), ("sr_RS@latin", "sr"), ("xx-XX", "en-us"), ("", "en-us"),
    ],
)  # fmt: skip
def test_a_locale_is_spoken_by_the_variety_of_its_place(
    catalogue: Catalogue, language: str, voice: str
) -> None:
    assert voice_of(catalogue, language).identifier == f"espeak:{voice}"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("espeak:fr", "espeak:fr-fr"), ("espeak:fr-fr", "espeak:fr-fr"),
        ("espeak:en-GB", "espeak:en-gb"), ("ESPEAK:en", "espeak:en-us"),
        ("espeak:zh", "espeak:cmn"), ("espeak:chr-US-Qaaa-x-west", "espeak:chr-us-qaaa-x-west"),
    ],
)  # fmt: skip
def test_a_voice_is_found_by_each_of_its_tags(catalogue: Catalogue, name: str, found: str) -> None:
    assert catalogue.find(name).identifier == found


@pytest.mark.parametrize(
    ("language", "text", "symbols"),
    [
        ("en-us", "half", "hæf"), ("en-gb", "half", "hɑːf"), ("en-GB", "half", "hɑːf"),
        ("fr", "jour", "ʒuʁ"), ("fr-FR", "jour", "ʒuʁ"), ("es", "hola", "ola"),
        ("it", "ciao", "tʃao"), ("pt-br", "dia", "dʒiæ"), ("de", "Haus", "haʊs"),
        ("nl", "huis", "hœys"),
    ],
)  # fmt: skip
def test_the_phonemizer_speaks_the_variety_of_the_tag(
    owner: EspeakThread, language: str, text: str, symbols: str
) -> None:
    run = Phonemizer(owner).run(clause(text, language))
    assert ["".join(p.symbol for p in word) for word in run.words] == [symbols]


def test_a_later_release_is_served_by_what_it_lists() -> None:
    tags = own_tags(RELEASE_1_52)
    assert tags == [
        "en-029", "en-gb", "en-gb-x-rp", "en-shaw", "en-us", "fr-be", "fr", "fo", "is", "ti", "am",
    ]  # fmt: skip
    files = files_by_name(RELEASE_1_52)
    assert files["fr-fr"] == files["fr"] == "roa/fr"
    assert files["en-gb"] == "gmw/en"
    assert resolve_language("ti-ER", tags) == "ti"
    assert resolve_language("fo-FO", tags) == "fo"
    assert resolve_language("fr-CA", tags) == "fr"


def test_files_that_share_every_tag_still_have_names_of_their_own() -> None:
    twins = tuple(EspeakVoice(f"{folder}/xx", "x", ("xx",)) for folder in ("a", "b"))
    assert len(set(own_tags(twins))) == 2


def test_a_language_without_kin_is_a_typed_error() -> None:
    for tag in ("", "-", "tlh", "@", ".", "\0", "x" * 10000):
        with pytest.raises(PhonemesError):
            resolve_language(tag, ["en-us", "fr-fr"])

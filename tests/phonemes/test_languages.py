"""What libespeak-ng 1.51 and 1.52 both say, language by language, and odd input of all kinds."""

from __future__ import annotations

import pytest

from sotto.errors import PhonemesError
from sotto.messages import Phoneme
from sotto.phonemes.binding import EspeakLibrary
from sotto.phonemes.espeak import Espeak
from sotto.phonemes.tongues import resolve_language, serves


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


@pytest.fixture(scope="module")
def library() -> EspeakLibrary:
    return EspeakLibrary()


def silent() -> bool:
    return False


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # Neighbours and meaning.
        ("en-us", "the record", "ðə ɹɛkɚd"),
        ("fr-fr", "les enfants", "le-z ɑ̃fɑ̃"),
        ("fr-fr", "il y a un an", "il i a œ̃n ɑ̃"),
        ("en-us", "and of the at the", "ænd ʌv ðɪ æt ðə"),
        # Length and doubled sounds.
        ("fi", "tuli tuuli", "tulɪ tuːlɪ"),
        ("et", "koli kooli", "koʎɪ koːʎi"),
        ("hu", "kor kór", "kor koːr"),
        ("it", "città", "tʃitːa"),
        ("es", "pero perro", "peɾo pero"),
        # Letters that are one sound, and sounds at the end of a word.
        ("pl", "chleb", "xlɛp"),
        ("pl", "chleb dzień", "xlɛb dʑɛɲ"),
        ("nl", "schip", "sxɪp"),
        ("de", "Straße", "ʃtɾɑːsə"),
        ("de", "Hund", "hʊnt"),
        # Varieties.
        ("en-us", "bath", "bæθ"), ("en-gb", "bath", "baθ"),
        ("es", "gracias", "ɡɾaθjas"), ("es-419", "gracias", "ɡɾasjas"),
        ("pt", "tia", "tiɐ"), ("pt-br", "tia", "tʃiæ"),
        # Words of other languages among its own: no mark of the switch is left.
        ("fr-fr", "le weekend arrive", "lə- wiːkɛnd aʁiv"),
        ("de", "der Computer ist da", "dɛɾ kɔmpjuːtɜ ɪst dɑː"),
    ],
)  # fmt: skip
def test_words_sound_as_in_their_language(
    espeak: Espeak, language: str, text: str, expected: str
) -> None:
    found = espeak.phonemes(text.split(), language)
    assert " ".join("".join(p.symbol for p in word) for word in found) == expected


def test_a_tone_stays_with_its_vowel(espeak: Espeak) -> None:
    rising, falling = espeak.phonemes(["má", "mà"], "vi")
    assert rising[0] == falling[0] == Phoneme("m", 0)
    assert len(rising) == len(falling) == 2
    assert rising[1].symbol != falling[1].symbol


@pytest.mark.parametrize(
    ("word", "stresses"),
    [
        ("photograph", [0, 2, 0, 0, 0, 0, 1, 0]),
        ("photographer", [0, 0, 0, 2, 0, 0, 0, 0, 0]),
        ("photographic", [0, 1, 0, 0, 0, 0, 2, 0, 0, 0]),
    ],
)
def test_main_and_second_stress_are_on_their_vowels(
    espeak: Espeak, word: str, stresses: list[int]
) -> None:
    assert [phoneme.stress for phoneme in espeak.phonemes([word], "en-us")[0]] == stresses


def test_the_library_marks_where_it_changes_the_language(library: EspeakLibrary) -> None:
    """The mark that is taken away by `Espeak` is what the library writes."""
    library.set_voice("fr-fr")
    assert library.phoneme_groups("le weekend") == ["l_ə-", "(en)_w_iː_k_ˈɛ_n_d_(fr)"]
    library.set_voice("ru")
    assert [group[:4] for group in library.phoneme_groups("он hello он")][1] == "(en)"


def test_another_language_between_changes_nothing_for_the_next(library: EspeakLibrary) -> None:
    asked = (("en-us", "the house"), ("de", "das Haus"), ("fr-fr", "la maison"), ("ru", "hello"))
    first = {}
    for language, text in asked:
        library.set_voice(language)
        first[language] = library.phoneme_groups(text)
    for language, text in (*reversed(asked), *asked):
        library.set_voice(language)
        assert library.phoneme_groups(text) == first[language]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", 0), (" ", 0), ("\n", 0), ("\0", 0), ("a\0", 1), ("a\0b", 2), ("\ud800x", 1),
        ("hello\nworld", 2), ("hello\tworld", 2), ("hello.  World! Yes?", 3),
    ],
)  # fmt: skip
def test_odd_text_is_neither_cut_short_nor_an_error(
    library: EspeakLibrary, text: str, groups: int
) -> None:
    library.set_voice("en-us")
    assert len(library.phoneme_groups(text)) == groups
    samples, words = library.synthesize(text, silent)
    assert all(0 <= word.character < len(text) for word in words)
    assert bool((abs(samples) > 0.02).any()) is bool(groups)


def test_a_long_text_is_told_to_its_end(library: EspeakLibrary) -> None:
    library.set_voice("en-us")
    assert library.phoneme_groups("house " * 3000) == ["h_ˈaʊ_s"] * 3000


@pytest.mark.parametrize(
    ("language", "text", "starts"),
    [
        ("en-us", "the quick fox", [0, 4, 10]),
        ("fr-fr", "être là été", [0, 5, 8]),
        ("de", "das Häuschen über", [0, 4, 13]),
        ("pl", "źdźbło żółw", [0, 7]),
        ("el", "ένα δύο", [0, 4]),
    ],
)
def test_places_of_words_are_counted_in_characters(
    library: EspeakLibrary, language: str, text: str, starts: list[int]
) -> None:
    library.set_voice(language)
    _, words = library.synthesize(text, silent)
    # The first word is not always told.
    assert [word.character for word in words if word.character] == starts[1:]
    assert [word.sample for word in words] == sorted(word.sample for word in words)


def test_rate_and_volume_are_obeyed_and_can_be_set_back(library: EspeakLibrary) -> None:
    library.set_voice("en-us")

    def spoken(number: int, value: int) -> tuple[int, float]:
        library.set_parameter(number, value)
        samples, _ = library.synthesize("hello big world", silent)
        return len(samples), float(abs(samples).max())

    normal = spoken(1, 175)
    assert spoken(1, 350)[0] < 0.7 * normal[0]
    assert spoken(1, 175)[0] == pytest.approx(normal[0], 0.05)
    assert spoken(2, 25)[1] < 0.5 * normal[1]
    assert spoken(2, 100)[1] == pytest.approx(normal[1], 0.2)


def test_a_variant_is_another_voice_with_the_same_phonemes(library: EspeakLibrary) -> None:
    library.set_voice("en-us")
    plain, phonemes = library.synthesize("hello", silent)[0], library.phoneme_groups("hello")
    library.set_voice("en-us+whisper")
    assert library.phoneme_groups("hello") == phonemes
    assert library.synthesize("hello", silent)[0].tolist() != plain.tolist()


def test_a_voice_that_is_refused_leaves_the_last_one(library: EspeakLibrary) -> None:
    library.set_voice("de")
    before = library.phoneme_groups("Haus")
    for name in ("xx-none", "../../etc/passwd", "de-none-such"):
        with pytest.raises(PhonemesError, match="has no voice"):
            library.set_voice(name)
    library.set_voice("de")
    assert library.phoneme_groups("Haus") == before


def test_the_library_tells_where_its_files_are(library: EspeakLibrary) -> None:
    folder = library.data_folder()
    assert (folder / "phontab").is_file()
    assert (folder / "en_dict").is_file()
    assert library.sample_rate == 22050


@pytest.mark.parametrize(
    ("tag", "known", "found"),
    [
        ("en", ["en-gb", "en-us"], "en-us"), ("en", ["en-gb"], "en-gb"),
        ("en-AU", ["en-us"], "en-us"), ("en-AU", ["en-us", "en"], "en-us"),
        ("es-MX", ["es"], "es"), ("es-MX", ["es", "es-mx"], "es-mx"),
        ("fr-CA", ["fr-be", "fr-fr"], "fr-fr"), ("fr-CA", ["fr-be"], "fr-be"),
        ("zh-HK", ["cmn", "yue"], "yue"), ("zh-HK", ["cmn"], "cmn"), ("zh-Hant-TW", ["cmn"], "cmn"),
        ("gl", ["es", "pt"], "pt"), ("ast-ES", ["es"], "es"), ("ast", ["es", "ast"], "ast"),
        ("nn", ["nb"], "nb"), ("no", ["nb", "no"], "nb"), ("yi", ["de", "he"], "he"),
        ("DE_ch.UTF-8@euro", ["de"], "de"), ("de-x-y-z-1901", ["de-x", "de"], "de-x"),
    ],
)  # fmt: skip
def test_the_next_best_voice_is_chosen_of_those_there_are(
    tag: str, known: list[str], found: str
) -> None:
    assert resolve_language(tag, known) == resolve_language(tag, known[::-1]) == found


@pytest.mark.parametrize(
    ("voice", "tag", "is_served"),
    [
        ("en-gb", "en-au", True), ("en-us", "en-au", False), ("en-us", "en", True),
        ("cmn", "zh", True), ("yue", "zh", False), ("pt", "gl", False), ("en-gb", "en-gb", False),
    ],
)  # fmt: skip
def test_varieties_are_served_and_kin_is_not(voice: str, tag: str, is_served: bool) -> None:
    assert serves(voice, tag) is is_served

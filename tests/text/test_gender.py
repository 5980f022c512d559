"""Numbers in the gender of what they count: each value, beside nouns of both genders."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.phonemes.binding import EspeakLibrary
from sotto.text.figures.gender import gendered
from sotto.text.figures.iberian import in_words
from sotto.text.tables import table_for
from text.reading import heard

FEMININE = {
    "es": ("personas", "horas", "noches", "ciudades", "manos"),
    "pt": ("pessoas", "horas", "noites", "cidades", "mãos"),
    "fr": ("heures", "minutes", "personnes", "pages", "fois"),
    "it": ("ora", "casa", "città", "stazione"), "pl": ("osoby", "godziny", "minuty"),
}  # fmt: skip
MASCULINE = {
    "es": ("días", "libros", "problemas", "coches", "mapas"),
    "pt": ("dias", "livros", "problemas", "carros", "mapas"),
    "fr": ("jours", "livres", "mètres", "kilos"), "it": ("libro", "zaino", "studio", "problema"),
    "pl": ("domy", "koty", "dni"),
}  # fmt: skip


@pytest.mark.parametrize("noun", FEMININE["es"])
def test_spanish_hundreds_and_ones(noun: str) -> None:
    table = table_for("es")
    assert gendered("1", noun, table) == "una"
    assert gendered("21", noun, table) == "veintiuna"
    assert gendered("31", noun, table) == "treinta y una"
    assert gendered("200", noun, table) == "doscientas"
    assert gendered("521", noun, table) == "quinientas veintiuna"
    assert gendered("999", noun, table) == "novecientas noventa y nueve"
    assert gendered("100", noun, table) == gendered("150", noun, table) == ""


@pytest.mark.parametrize("noun", MASCULINE["es"])
def test_spanish_masculine_ones_lose_their_ending(noun: str) -> None:
    table = table_for("es")
    assert gendered("1", noun, table) == "un"
    assert gendered("21", noun, table) == "veintiún"
    assert gendered("200", noun, table) == gendered("999", noun, table) == ""


@pytest.mark.parametrize("noun", FEMININE["pt"])
def test_portuguese_ones_twos_and_hundreds(noun: str) -> None:
    table = table_for("pt")
    assert gendered("1", noun, table) == "uma"
    assert gendered("2", noun, table) == "duas"
    assert gendered("42", noun, table) == "quarenta e duas"
    assert gendered("342", noun, table) == "trezentas e quarenta e duas"
    assert gendered("200", noun, table) == "duzentas"
    assert gendered("12", noun, table) == gendered("100", noun, table) == ""


@pytest.mark.parametrize("noun", FEMININE["fr"])
def test_french_ones(noun: str) -> None:
    table = table_for("fr")
    assert gendered("21", noun, table) == "vingt et une"
    assert gendered("81", noun, table) == "quatre-vingt-une"
    assert gendered("2", noun, table) == gendered("11", noun, table) == ""
    # 71 and 91 end in eleven, which has no gender.
    assert gendered("71", noun, table) == gendered("91", noun, table) == ""


@pytest.mark.parametrize(
    ("noun", "one"),
    [
        ("ora", "un'"), ("casa", "una"), ("città", "una"), ("stazione", "una"), ("libro", "un"),
        ("zaino", "uno"), ("studio", "uno"), ("gnomo", "uno"), ("sasso", "un"), ("problema", "un"),
        ("euro", "un"), ("psicologo", "uno"),
    ],
)  # fmt: skip
def test_italian_one(noun: str, one: str) -> None:
    assert gendered("1", noun, table_for("it")) == one
    assert gendered("2", noun, table_for("it")) == ""


@pytest.mark.parametrize("noun", FEMININE["pl"])
def test_polish_twos(noun: str) -> None:
    table = table_for("pl")
    assert gendered("2", noun, table) == "dwie"
    assert gendered("22", noun, table) == "dwadzieścia dwie"
    assert gendered("12", noun, table) == ""


@pytest.mark.parametrize(
    ("language", "noun"), [(key, noun) for key, nouns in MASCULINE.items() for noun in nouns]
)
def test_twos_and_tens_of_masculine_things_stay_figures(language: str, noun: str) -> None:
    for figures in ("2", "12", "20", "40", "99"):
        assert gendered(figures, noun, table_for(language)) == "", figures


@given(
    st.sampled_from(["es", "pt", "fr", "it", "pl", "en", "de", "ru"]),
    st.integers(0, 10**6),
    st.sampled_from(["personas", "Haus", "x", "de", "horas", "", "ORAS", "3"]),
)
def test_no_number_is_told_twice_or_lost(language: str, count: int, noun: str) -> None:
    said = gendered(str(count), noun, table_for(language))
    figures = [word for word in said.split() if word.isdecimal()]
    assert set(figures) <= {"16", "17", "19"}, "only what Portuguese tells in two ways"
    assert all(word in str(count) for word in figures)
    assert said == " ".join(said.split())


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("es", "200 personas", "doscientas personas"), ("es", "300 euros", "300 euros"),
        ("pt", "200 páginas", "duzentas páginas"), ("pt", "500 reais", "500 reais"),
        ("fr", "1½ heure", "une heure et demie"), ("fr", "2½ heures", "2 heures et demie"),
        ("fr", "1½ an", "un an et demi"), ("es", "2½ horas", "2 horas y media"),
        ("es", "2½ km", "2 kilómetros y medio"), ("it", "1½ ora", "un' ora e mezza"),
        ("pt", "1½ hora", "uma hora e meia"), ("pl", "1½ godziny", "półtorej godziny"),
        ("pl", "1½ roku", "półtora roku"), ("de", "1½ Stunden", "eineinhalb Stunden"),
        ("nl", "1½ uur", "anderhalf uur"), ("en", "1½ cups", "1 and a half cups"),
        ("es", "2½", "2 y medio"), ("fr", "2½", "2 et demi"),
    ],
)  # fmt: skip
def test_halves_and_hundreds_in_running_text(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("es", "1.200 personas", "mil doscientas personas"),
        ("es", "200.000 personas", "doscientas mil personas"),
        ("es", "21.000 páginas", "veintiuna mil páginas"),
        ("es", "31 libros", "treinta y un libros"),
        ("es", "21.000 libros", "veintiún mil libros"), ("es", "1 001 horas", "mil una horas"),
        ("es", "131 libros", "ciento treinta y un libros"), ("es", "111 libros", "111 libros"),
        ("es", "200.500.000 personas", "200.500.000 personas"),
        ("es", "1,200 horas", "1,200 horas"),
        ("pt", "1.200 pessoas", "mil e duzentas pessoas"), ("pt", "1.000 pessoas", "1.000 pessoas"),
        ("pt", "2.342 mulheres", "duas mil trezentas e quarenta e duas mulheres"),
        ("pt", "200.000 pessoas", "duzentas mil pessoas"), ("pt", "200 livros", "200 livros"),
        ("pt", "216 pessoas", "duzentas e 16 pessoas"), ("pt", "2.000 pessoas", "duas mil pessoas"),
        ("fr", "101 heures", "cent une heures"), ("fr", "201 jours", "201 jours"),
        ("fr", "321 pages", "trois cent vingt et une pages"), ("fr", "200 pages", "200 pages"),
        ("pl", "102 osoby", "sto dwie osoby"), ("pl", "122 domy", "122 domy"),
        ("pl", "922 strony", "dziewięćset dwadzieścia dwie strony"),
    ],
)  # fmt: skip
def test_all_of_a_number_that_bends_is_told_in_words(language: str, text: str, said: str) -> None:
    """It was `novecientas 99`, and the masculine above 999."""
    assert heard(text, language) == said


@pytest.mark.parametrize("language", ["es", "pt"])
def test_every_number_in_words_sounds_as_its_figures_but_for_its_gender(language: str) -> None:
    """Beside libespeak-ng's own numbers, masculine and feminine made alike."""
    library = EspeakLibrary()
    library.set_voice(language)
    for number in (*range(200, 3000, 7), *range(3001, 999_999, 9973), 100_000, 121_121, 999_999):
        said = in_words(number, language, is_feminine=True)
        assert not any(char.isdigit() for char in said) or language == "pt"
        own = _sounds(library, str(number), language)
        assert _sounds(library, said, language) == own, (number, said)


def _sounds(library: EspeakLibrary, text: str, language: str) -> str:
    """The consonants but nasals: the genders differ by their vowels."""
    whole = "".join("".join(group) for group in library.phoneme_groups(text))
    return "".join(re.findall("[bdklprstvzfgðθβɣɾʃʒs]", whole)).translate(
        str.maketrans("ðɣβbzʒʃɾ", "dgvvsssr")
    )

"""SSML in the eight languages: other languages in the text, aliases, say-as, breaks; and in those
without a table nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.messages import Clause, Kind, Options
from text.reading import check_sound, phrased, read_ssml, words

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")
TOLD = {
    "en": ("12 dollars 50 cents", "20 degrees Celsius"), "de": ("12 Dollar 50", "20 Grad Celsius"),
    "nl": ("12 dollar 50", "20 graden Celsius"), "fr": ("12 dollars 50", "20 degrés Celsius"),
    "es": ("12 dólares con 50 centavos", "20 grados Celsius"),
    "it": ("12 dollari e 50 centesimi", "20 gradi Celsius"),
    "pt": ("12 dólares e 50 centavos", "20 graus Celsius"),
    "pl": ("12 dolarów i 50 centów", "20 stopni Celsjusza"),
}  # fmt: skip
MONEY = {language: "$12.50" if language == "en" else "12,50 $" for language in EIGHT}


def ssml(text: str, language: str) -> list[Clause]:
    return check_sound(f"<speak>{text}</speak>", Options(kind=Kind.SSML), language)


def said_in(clauses: list[Clause], language: str) -> str:
    return " ".join(
        word.text for clause in clauses if clause.language == language for word in clause.words
    )


@pytest.mark.parametrize("outer", EIGHT)
@pytest.mark.parametrize("inner", EIGHT)
def test_every_language_within_every_other_reads_its_own_way(outer: str, inner: str) -> None:
    if outer == inner:
        return
    spoken = ssml(f'20 °C <lang xml:lang="{inner}">{MONEY[inner]}</lang> 20 °C', outer)
    assert said_in(spoken, inner) == TOLD[inner][0]
    assert said_in(spoken, outer) == f"{TOLD[outer][1]} {TOLD[outer][1]}"


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize(
    "element", ['<s xml:lang="{}">', '<p xml:lang="{}">', '<voice xml:lang="{}">']
)
def test_other_elements_may_tell_the_language(language: str, element: str) -> None:
    name = element[1:].split(maxsplit=1)[0]
    outer = "en" if language != "en" else "de"
    spoken = ssml(f"x {element.format(language)}{MONEY[language]}</{name}> y", outer)
    assert said_in(spoken, language) == TOLD[language][0]


@pytest.mark.parametrize("language", EIGHT)
def test_an_alias_is_read_in_the_language_and_stands_for_its_place(language: str) -> None:
    text = f'<speak>a <sub alias="{MONEY[language]}">XYZ</sub> y</speak>'
    spoken = check_sound(text, Options(kind=Kind.SSML), language)
    inner = [word for word in words(spoken) if word.text not in ("a", "y")]
    assert " ".join(word.text for word in inner) == TOLD[language][0]
    assert {text[word.start : word.end] for word in inner} == {"XYZ"}


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("form", ["characters", "spell-out", "digits", "telephone", "verbatim"])
def test_what_is_to_be_spelled_is_told_sign_by_sign(language: str, form: str) -> None:
    spoken = words(ssml(f'<say-as interpret-as="{form}">4071</say-as>', language))
    assert [word.text for word in spoken] == ["4", "0", "7", "1"]


@pytest.mark.parametrize("language", EIGHT)
def test_a_currency_a_unit_and_unknown_forms_are_read_as_running_text(language: str) -> None:
    for form in ("currency", "unit", "anything"):
        spoken = ssml(f'<say-as interpret-as="{form}">{MONEY[language]}</say-as>', language)
        assert said_in(spoken, language) == TOLD[language][0]


@pytest.mark.parametrize("language", [*EIGHT, "sv", "ru", "eo", "sr"])
@pytest.mark.parametrize(
    ("time", "milliseconds"), [("1s", 1000), ("250ms", 250), ("0.5s", 500), ("2.25s", 2250)]
)
def test_a_break_lasts_what_it_says_in_every_language(
    language: str, time: str, milliseconds: int
) -> None:
    spoken = ssml(f'5<break time="{time}"/>6', language)
    assert [clause.fixed for clause in spoken if clause.fixed] == [milliseconds]
    assert [word.text for word in words(spoken)] == ["5", "6"]


@pytest.mark.parametrize("language", [*EIGHT, "cs", "tr", "eo"])
def test_marks_keep_their_words_in_every_language(language: str) -> None:
    spoken = ssml('<mark name="a"/>5 € <mark name="b"/>7 <mark name="c"/>', language)
    names = [mark.name for clause in spoken for mark in clause.marks]
    assert names == ["a", "b", "c"]


@given(
    st.sampled_from([*EIGHT, "sv", "ru", "ja", "eo"]),
    st.lists(
        st.sampled_from(
            ["5", " x ", "<s>", "</s>", "<lang xml:lang='fr'>", "</lang>", "<b>", "&amp;", "<", ">",
             "<break/>", "<mark name='m'/>", "<sub alias='q'>", "</sub>", "$5", " List<int> ",
             "<say-as interpret-as='date'>", "</say-as>", "<phoneme ph='a'>", "</phoneme>"]
        ),
        max_size=14,
    ),
)  # fmt: skip
def test_no_order_of_elements_loses_text_or_places(language: str, parts: list[str]) -> None:
    text = "".join(parts)
    spoken = check_sound(text, Options(kind=Kind.SSML), language)
    assert len(spoken) <= 4 * len(text) + 4


def test_a_language_that_is_no_tag_changes_nothing() -> None:
    assert phrased(read_ssml('<lang xml:lang="!!">$5</lang> x')) == "5 dollars x"
    assert phrased(read_ssml("<lang>$5</lang>")) == "5 dollars"

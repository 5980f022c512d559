"""What is heard most: letters first, the desktop's own phrases, frequent words; each once."""

from __future__ import annotations

import struct
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.messages import Kind
from sotto.text.phrases.catalogues import Catalogue, catalogues, messages
from sotto.text.phrases.common import common, title, urgent

NOWHERE = Path("/nowhere")


def catalogue(pairs: dict[str, str], order: str = "<") -> bytes:
    """A .mo file as GNU gettext describes it."""
    originals = [text.encode() for text in pairs]
    translated = [text.encode() for text in pairs.values()]
    tables, strings = b"", b""
    begin = 28 + 16 * len(pairs)
    for text in (*originals, *translated):
        tables += struct.pack(f"{order}II", len(text), begin + len(strings))
        strings += text + b"\0"
    count = len(pairs)
    head = struct.pack(f"{order}7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28)
    return head + tables + strings


def written(locales: Path, language: str, domain: str, content: bytes) -> Path:
    file = locales / language / "LC_MESSAGES" / f"{domain}.mo"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


PAIRS = {
    "": "Content-Type: text/plain; charset=UTF-8\n",
    "push button": "bouton poussoir",
    "_Open": "_Ouvrir",
    "%d item\0%d items": "élément\0%d éléments",
    "long": "un message bien trop long pour être entendu souvent",
    "key": "<b>touche</b>",
}


@pytest.mark.parametrize("order", ["<", ">"])
def test_short_messages_of_the_desktop_are_taken_as_they_are_heard(
    tmp_path: Path, order: str
) -> None:
    written(tmp_path, "fr", "orca", catalogue(PAIRS, order))
    assert list(messages("fr", tmp_path)) == ["bouton poussoir", "Ouvrir", "élément"]
    assert list(messages("fr-CA", tmp_path)) == ["bouton poussoir", "Ouvrir", "élément"]
    assert list(messages("es", tmp_path)) == []


def test_the_catalogue_of_the_variety_comes_first(tmp_path: Path) -> None:
    written(tmp_path, "pt", "orca", catalogue({"a": "ecrã"}))
    own = written(tmp_path, "pt_BR", "orca", catalogue({"a": "tela"}))
    assert list(catalogues("pt-br", tmp_path)) == [Catalogue(own)]
    assert list(messages("pt-BR", tmp_path)) == ["tela"]


def test_english_is_what_other_languages_are_translated_from(tmp_path: Path) -> None:
    written(tmp_path, "de", "orca", catalogue({**PAIRS, "menu\4_Open\0_Open all": "_Öffnen"}))
    written(tmp_path, "fr", "orca", catalogue({"Bonjour": "Bonjour"}))
    expected = ["push button", "Open", "long", "key", "Open all"]
    assert list(messages("en-us", tmp_path)) == expected
    assert list(messages("en", tmp_path)) == expected
    assert list(messages("es", tmp_path)) == []


def test_the_words_of_a_variety_of_english_are_its_own(tmp_path: Path) -> None:
    written(tmp_path, "de", "orca", catalogue({"Color": "Farbe", "Gray": "Grau"}))
    written(tmp_path, "en_GB", "orca", catalogue({"Color": "Colour"}))
    assert list(messages("en-gb", tmp_path)) == ["Colour"]
    # Where it is a catalogue of all English, it is one of exceptions.
    written(tmp_path, "en", "orca", catalogue({"Color": "Hue"}))
    assert list(messages("en-us", tmp_path)) == ["Hue", "Color", "Gray"]


def test_each_message_is_taken_once(tmp_path: Path) -> None:
    written(tmp_path, "fr", "orca", catalogue(PAIRS))
    written(tmp_path, "fr", "gtk30", catalogue({**PAIRS, "_Close": "_Fermer"}))
    assert list(messages("fr", tmp_path)) == ["bouton poussoir", "Ouvrir", "élément", "Fermer"]


GOOD = catalogue(PAIRS)


@given(
    st.one_of(
        st.binary(max_size=80),
        st.binary(max_size=80).map(lambda rest: GOOD[:8] + rest),
        st.integers(0, len(GOOD)).map(lambda end: GOOD[:end]),
    )
)
def test_what_is_no_catalogue_gives_texts_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    locales = tmp_path_factory.mktemp("locales")
    written(locales, "fr", "orca", content)
    written(locales, "fr", "gtk30", GOOD)
    assert "bouton poussoir" in list(messages("fr", locales))


@pytest.mark.parametrize("language", ["en", "en-us", "de", "fr", "es", "it", "pt-br", "nl", "xx"])
def test_letters_and_keys_come_first_and_everything_once(language: str) -> None:
    texts = list(common(language, NOWHERE))
    assert [text for _, text in texts[:26]] == list("abcdefghijklmnopqrstuvwxyz")
    assert len(set(texts)) == len(texts)
    first = texts[: urgent(language)]
    assert (Kind.KEY, "page-up") in first
    assert {kind for kind, _ in texts[len(first) :]} <= {Kind.TEXT}
    assert all(text == text.strip() and text for _, text in texts[len(first) :])
    assert len(texts) > (10_000 if language != "xx" else 100)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "people"), ("fr", "toujours"), ("de", "nicht"), ("es", "también")]
)
def test_frequent_words_are_among_them(language: str, word: str) -> None:
    assert (Kind.TEXT, word) in set(common(language, NOWHERE))


def test_phrases_of_frequent_words_come_before_the_words_and_others_after_them(
    tmp_path: Path,
) -> None:
    pairs = {"a": "Fermer la fenêtre", "b": "Écriture ougaritique", "c": "Nouvelle page…"}
    written(tmp_path, "fr", "gtk30", catalogue(pairs))
    texts = [text for _, text in common("fr", tmp_path)]
    places = [texts.index(text) for text in ("Nouvelle page…", "fenêtre", "Écriture ougaritique")]
    assert places == sorted(places)
    assert texts.index("Fermer la fenêtre") < texts.index("fenêtre")


def test_another_language_or_catalogue_is_another_list(tmp_path: Path) -> None:
    before = {title("fr", tmp_path), title("de", tmp_path)}
    written(tmp_path, "fr", "orca", GOOD)
    assert title("fr", tmp_path) not in before
    assert title("fr", tmp_path) == title("fr", tmp_path)
    assert title("de", tmp_path) in before


def test_no_more_is_read_than_is_taken(tmp_path: Path) -> None:
    assert len(list(islice(common("en", tmp_path), 5))) == 5

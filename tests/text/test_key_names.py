"""Keys in the languages beside the eight: called as their translators call them, not in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from sotto.messages import Kind, Options
from sotto.text.tables import key_names as tables
from sotto.text.tables import table_for
from sotto.text.tables.key_names import key_names
from text.reading import check_sound, heard, words

EIGHT = frozenset("en de nl fr es it pt pl".split())
LANGUAGES = sorted({file.stem for file in Path(tables.__file__).parent.glob("*.txt")} - EIGHT)
COMMON = "return escape page_up BackSpace shift control tab delete left up Page_Down space".split()
_PLAIN = {"page_up": "page-up", "Page_Down": "page-down", "BackSpace": "backspace"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_is_called_what_its_source_says(language: str) -> None:
    named = key_names(language)
    assert named
    for key in COMMON:
        name = _PLAIN.get(key, key)
        said = words(check_sound(key, Options(kind=Kind.KEY), language))
        told = " ".join(word.text for word in said)
        assert (min(w.start for w in said), max(w.end for w in said)) == (0, len(key))
        if name in named:
            assert told.casefold() == named[name].casefold()
            assert told != table_for("en").keys[name]


@pytest.mark.parametrize("language", sorted(EIGHT))
def test_what_was_written_by_hand_comes_first(language: str) -> None:
    assert heard("page_up", language, kind=Kind.KEY) == table_for(language).keys["page-up"]
    assert key_names("en") == key_names("de") == {}


@pytest.mark.parametrize(
    ("language", "key", "said"),
    [
        ("fi", "shift_Tab", "Vaihto sarkain"), ("sv", "Return", "Retur"), ("ru", "Up", "вверх"),
        ("uk", "Page_Up", "page up"), ("cmn", "BackSpace", "退格键"), ("yue", "Delete", "删除"),
        ("no", "Left", "venstre"), ("el", "Down", "κάτω"), ("hu", "Caps_Lock", "nagybetű zár"),
        ("tr", "KP_Page_Up", "kp önceki sayfa"), ("eo", "Tab", "langeto"),
    ],
)  # fmt: skip
def test_keys(language: str, key: str, said: str) -> None:
    assert heard(key, language, kind=Kind.KEY) == said

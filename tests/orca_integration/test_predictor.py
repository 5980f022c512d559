"""What is likely to come next, and how Orca says it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_orca.character_names import character_names
from sotto_orca.predictor import LONGEST_TEXT, MOST_TEXTS, predict
from sotto_orca.scene import PASSWORD, Feature, Item, Passage, Scene
from sotto_orca.wording import utterances


def same(text: str) -> str:
    return text


def say(item: Item) -> Iterator[str]:
    return utterances(item, same)


CHECKED = frozenset({Feature.CHECKED})


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Item("table cell", "table cell", "First message"), ["First message."]),
        (Item("list item", "list item", "Really?"), ["Really?"]),
        (Item("menu item", "menu item", "Save  as…\n"), ["Save as…"]),
        (Item("menu", "menu", "File"), ["File menu."]),
        (Item("page tab", "page tab", "Two"), ["Two page tab."]),
        (Item("push button", "push button", "OK"), ["OK push button."]),
        (Item("check box", "check box", "Wrap"), ["Wrap check box not checked."]),
        (Item("check menu item", "check menu item", "W", CHECKED), ["W check menu item checked."]),
        (Item("toggle button", "toggle button", "B"), ["B toggle button not pressed."]),
        (Item("radio button", "radio button", "R2"), ["R2.", "selected radio button"]),
        (Item("table cell", "table cell", " "), []),
        (Item(PASSWORD, "password text", "swordfish"), []),
    ],
)
def test_orca_43s_wording(item: Item, said: list[str]) -> None:
    assert list(utterances(item, same)) == said


def test_states_are_in_the_users_language() -> None:
    german = {"checked": "angekreuzt"}
    item = Item("check box", "Ankreuzfeld", "Umbruch", CHECKED)
    assert list(utterances(item, lambda text: german[text])) == ["Umbruch Ankreuzfeld angekreuzt."]


def test_the_nearest_rows_come_first_and_none_twice() -> None:
    rows = tuple(Item("table cell", "", name) for name in ("next", "last", "next", "further"))
    assert predict(Scene(rows), say, same).texts == ("next.", "last.", "further.")


def test_the_text_around_the_caret() -> None:
    text = "First line.\nSecond line here.\nThird."
    passage = Passage(text, 18, ("Third.", "First line.\n"), ("Third.", "Fourth. "))
    wishes = predict(Scene(passage=passage), say, same)
    assert wishes.characters[:4] == ("l", "d", "i", "n")
    assert wishes.texts[:5] == ("Third.", "First line.", "Fourth.", "line", "here.")


def test_what_may_be_typed_is_ready_where_a_text_is_new() -> None:
    scene = Scene(passage=Passage("né", 0))
    assert predict(scene, say, same).characters == ("é",)
    assert predict(scene, say, same).typed_texts == ()
    typed = predict(scene, say, same, is_new=True).typed_texts
    assert set("abcxyz019 .,?") <= set(typed)
    assert len(set(typed)) == len(typed)
    assert predict(Scene(), say, same, is_new=True).typed_texts == ()


def test_characters_are_wished_for_by_the_readers_names_and_as_they_are() -> None:
    named = {" ": "space", ".": "dot"}
    scene = Scene(passage=Passage("a. b", 2))
    wishes = predict(scene, say, lambda each: named.get(each, each), is_new=True)
    assert {"dot", "a", "space"} <= set(wishes.typed_texts)
    assert {".", "a", " "} <= set(wishes.typed_characters)
    assert wishes.characters == ("b", ".", "a")
    assert wishes.texts[0] == "dot"


def german(text: str) -> str:
    return {"space": "Leerzeichen"}[text]


def test_orcas_own_names_of_characters_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("orca.chnames")
    monkeypatch.setattr(module, "getCharacterName", {".": "Punkt", "a": "a"}.get, raising=False)
    monkeypatch.setitem(sys.modules, "orca.chnames", module)
    name = character_names(german)
    assert [name(each) for each in ".a "] == ["Punkt", "a", "Leerzeichen"]


@pytest.mark.parametrize("module", [None, ModuleType("orca.chnames")], ids=["none", "empty"])
def test_without_them_a_character_is_left_to_the_voice(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType | None
) -> None:
    monkeypatch.setitem(sys.modules, "orca.chnames", module)
    name = character_names(german)
    assert [name(each) for each in ".a "] == [".", "a", "Leerzeichen"]


def test_nothing_on_the_screen_is_nothing_to_wish() -> None:
    assert not predict(Scene(), say, same)
    assert not predict(Scene(passage=Passage("", 0)), say, same)


@given(st.lists(st.text(max_size=300), max_size=60), st.text(), st.integers(0, 400))
def test_wishes_are_bounded(names: list[str], text: str, caret: int) -> None:
    items = tuple(Item("table cell", "", name) for name in names)
    passage = Passage(text, min(caret, len(text)))
    wishes = predict(Scene(items, passage), say, same)
    assert len(wishes.texts) <= MOST_TEXTS
    assert all(0 < len(each) <= LONGEST_TEXT for each in wishes.texts)
    assert all(len(each) == 1 for each in wishes.characters)
    assert len(set(wishes.texts)) == len(wishes.texts)

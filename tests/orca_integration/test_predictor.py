"""What is likely to come next, and how Orca says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert predict(Scene(rows), say).texts == ("next.", "last.", "further.")


def test_the_text_around_the_caret() -> None:
    text = "First line.\nSecond line here.\nThird."
    passage = Passage(text, 18, ("Third.", "First line.\n"), ("Third.", "Fourth. "))
    wishes = predict(Scene(passage=passage), say)
    assert wishes.characters[:4] == ("l", "d", "i", "n")
    assert wishes.texts[:5] == ("Third.", "First line.", "Fourth.", "line", "here.")


def test_what_may_be_typed_is_ready_where_a_text_is_new() -> None:
    scene = Scene(passage=Passage("né", 0))
    assert predict(scene, say).characters == ("é",)
    assert predict(scene, say).typed == ()
    typed = predict(scene, say, is_new=True).typed
    assert set("abcxyz019 .,?") <= set(typed)
    assert len(set(typed)) == len(typed)
    assert predict(Scene(), say, is_new=True).typed == ()


def test_nothing_on_the_screen_is_nothing_to_wish() -> None:
    assert not predict(Scene(), say)
    assert not predict(Scene(passage=Passage("", 0)), say)


@given(st.lists(st.text(max_size=300), max_size=60), st.text(), st.integers(0, 400))
def test_wishes_are_bounded(names: list[str], text: str, caret: int) -> None:
    items = tuple(Item("table cell", "", name) for name in names)
    passage = Passage(text, min(caret, len(text)))
    wishes = predict(Scene(items, passage), say)
    assert len(wishes.texts) <= MOST_TEXTS
    assert all(0 < len(each) <= LONGEST_TEXT for each in wishes.texts)
    assert all(len(each) == 1 for each in wishes.characters)
    assert len(set(wishes.texts)) == len(wishes.texts)

"""The reader's wording is learned from what it said, whatever its version, mood and language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_orca.scene import PASSWORD, Feature, Item
from sotto_orca.templates import MOST_KINDS, MOST_TEMPLATES, Templates, fill, template_of

CHECKED = frozenset({Feature.CHECKED})
OK = Item("push button", "push button", "OK")
CANCEL = Item("push button", "push button", "Cancel")
ORCA_43 = "Cancel push button."


def same(text: str) -> str:
    return text


def said_of(templates: Templates, item: Item) -> list[str]:
    return list(templates.utterances(item))


@pytest.fixture
def templates() -> Templates:
    return Templates(same)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["OK push button."], "Cancel push button."),
        (["OK button"], "Cancel button"),
        (["OK."], "Cancel."),
        (["OK  push button,\nAlt+O."], "Cancel push button, Alt+O."),
        (["push button: OK"], "push button: Cancel"),
        (["OK Schaltfläche."], "Cancel Schaltfläche."),
        (["Dialog.", "Question", "OK push button."], "Cancel push button."),
        (["Cancel push button.", "OK button"], "Cancel button"),
    ],
)
def test_any_wording_is_found_again(templates: Templates, said: list[str], expected: str) -> None:
    assert templates.learn(OK, said)
    assert said_of(templates, CANCEL)[0] == expected


def test_until_something_was_said_it_is_orca_43s(templates: Templates) -> None:
    assert said_of(templates, CANCEL) == [ORCA_43]


def test_once_is_no_habit_twice_is(templates: Templates) -> None:
    templates.learn(OK, ["OK button"])
    assert said_of(templates, CANCEL) == ["Cancel button", ORCA_43]
    templates.learn(CANCEL, ["Cancel button"])
    assert said_of(templates, CANCEL) == ["Cancel button"]


def test_another_verbosity_is_followed(templates: Templates) -> None:
    for _ in range(5):
        templates.learn(OK, ["OK push button."])
    templates.learn(OK, ["OK."])
    assert said_of(templates, CANCEL)[0] == "Cancel."
    templates.learn(CANCEL, ["Cancel."])
    assert said_of(templates, OK) == ["OK."]


def test_every_state_has_its_words(templates: Templates) -> None:
    box, other = Item("check box", "check box", "Wrap"), Item("check box", "check box", "Bold")
    on = Item("check box", "check box", "Wrap", CHECKED)
    for _ in range(2):
        templates.learn(box, ["Wrap box off"])
        templates.learn(on, ["Wrap box on"])
    assert said_of(templates, other) == ["Bold box off"]
    assert said_of(templates, Item("check box", "check box", "Bold", CHECKED)) == ["Bold box on"]
    assert said_of(templates, Item("menu", "menu", "Edit")) == ["Edit menu."]


def test_the_position_is_counted_on(templates: Templates) -> None:
    third = Item("list item", "list item", "Ann", place=3, count=20)
    for _ in range(2):
        templates.learn(third, ["Ann 3 of 20."])
    fourth = Item("list item", "list item", "Bob 3", place=4, count=20)
    assert said_of(templates, fourth) == ["Bob 3 4 of 20."]
    nowhere = Item("list item", "list item", "Bob")
    assert said_of(templates, nowhere) == []


def test_several_texts_stay_several(templates: Templates) -> None:
    one, two = (Item("radio button", "radio button", name) for name in ("R1", "R2"))
    for _ in range(2):
        templates.learn(one, ["R1", "selected radio button"])
    assert said_of(templates, two) == ["R2", "selected radio button"]


@pytest.mark.parametrize("said", [[], ["Something else."], ["OKAY push button."], ["okay"]])
def test_what_is_not_about_it_teaches_nothing(templates: Templates, said: list[str]) -> None:
    assert not templates.learn(OK, said)
    assert said_of(templates, CANCEL) == [ORCA_43]


def test_long_stories_are_no_wording(templates: Templates) -> None:
    assert not templates.learn(OK, ["OK " + "and a description that is its own " * 4])


def test_secrets_teach_and_tell_nothing(templates: Templates) -> None:
    secret = Item(PASSWORD, "password text", "swordfish")
    assert not templates.learn(secret, ["swordfish password text"])
    assert said_of(templates, secret) == []


def test_what_is_learned_is_bounded(templates: Templates) -> None:
    for number in range(3 * MOST_KINDS):
        templates.learn(Item(f"role {number}", "", "name"), [f"name x{number}"])
    last, first = (Item(f"role {n}", "", "other") for n in (3 * MOST_KINDS - 1, 0))
    assert said_of(templates, last)[0] == f"other x{3 * MOST_KINDS - 1}"
    assert said_of(templates, first) == ["other."]
    for number in range(3 * MOST_TEMPLATES):
        templates.learn(OK, [f"OK x{number}"])
    assert len(said_of(templates, CANCEL)) == MOST_TEMPLATES + 1


@given(
    st.text(), st.text(), st.lists(st.text(), max_size=4), st.integers(0, 30), st.integers(0, 30)
)
def test_whatever_is_said_comes_back_as_it_was(
    name: str, role: str, said: list[str], place: int, count: int
) -> None:
    item = Item("role", role, name, place=place, count=count)
    template = template_of(item, said)
    if template is not None:
        again = list(fill(template, item))
        assert again == [" ".join(text.split()) for text in said][len(said) - len(again) :]

"""The page of the user's own words, with the keyboard, through what a reader sees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from settings_window.screen import Screen
from waiting import wait_until

LONG = 120.0
"""Seconds of patience for what takes a look at the whole window each time."""

pytestmark = pytest.mark.hears


@pytest.fixture(autouse=True)
def page(screen: Screen) -> Iterator[None]:
    """The page in front, without words before and after."""
    screen.choose("My words")
    yield
    for each in entries(screen):
        screen.bus.sotto("word", "remove", each["written"], "--language", each["language"])


def entries(screen: Screen) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(screen.bus.sotto("word", "list", "--json").stdout)
    return found


def written(screen: Screen) -> list[str]:
    return [each["written"] for each in entries(screen)]


def message(screen: Screen, text: str) -> None:
    """Wait until it is shown as something to announce."""

    def shown() -> list[str]:
        return [node["name"] for node in screen.nodes() if node["role"] == "alert"]

    wait_until(
        lambda: any(text in each and "Error" not in each for each in shown()), f"{text!r} is told"
    )


def add(screen: Screen, text: str, said: str) -> None:
    screen.reach("Add a word")
    screen.press("Return")
    screen.is_at("Text")
    screen.type(text)
    screen.press("Tab")
    screen.type(said)
    screen.press("Return")


def test_a_word_is_added_changed_removed_and_taken_back(screen: Screen) -> None:
    add(screen, "gif", "jiff")
    wait_until(lambda: written(screen) == ["gif"], "it is added")
    screen.is_at("gif")
    screen.press("Return")
    screen.is_at("Text")
    screen.press("End")
    screen.type("s")
    screen.press("Return")
    # A change is one step: the old one is gone.
    wait_until(lambda: written(screen) == ["gifs"], "it is changed")
    screen.is_at("gifs")
    screen.press("Delete")
    wait_until(lambda: written(screen) == [], "it is removed")
    screen.is_at("Add a word")
    screen.press("ctrl+z")
    wait_until(lambda: written(screen) == ["gifs"], "it is there again")
    screen.press("ctrl+z")
    wait_until(lambda: written(screen) == ["gif"], "it is as before the change")


def test_what_is_refused_says_why_and_loses_nothing(screen: Screen) -> None:
    add(screen, "...", "dots")
    message(screen, "neither letter nor figure")
    assert "Said as" in [node["name"] for node in screen.nodes() if node["focused"]]
    assert entries(screen) == []
    screen.press("Escape")
    screen.is_at("Add a word")


def test_every_control_of_the_dialogue_is_told_and_reached(screen: Screen) -> None:
    screen.reach("Add a word")
    screen.press("Return")
    screen.is_at("Text")
    before = len(screen.heard()) - 1
    wanted = ["Text", "Said as", "Where", "Capitals", "Language", "Voice", "Text to try", "Hear it"]
    screen.press(*["Tab"] * (len(wanted) - 1))
    wait_until(lambda: screen.heard()[before:] == wanted, "all are reached in their order")
    controls = [node for node in screen.controls() if "Add a word" in node["within"]]
    for node in controls:
        assert node["name"].strip() and not node["name"].startswith(("Gtk", "Adw")), node
        if node["role"] in ("text", "combo box"):
            assert node["description"], node
    assert {"Save", "Cancel"} <= {node["name"] for node in controls}
    screen.press("Escape")
    screen.is_at("Add a word")


def test_a_file_is_taken_and_written(screen: Screen) -> None:
    source, target = screen.bus.home / "given.tsv", screen.bus.home / "kept.tsv"
    source.write_text("gif\tjiff\n...\tdots\nSQL\tsequel\ten\tcase\n")
    screen.reach("Import…")
    screen.press("Return")
    screen.name_file("Import words", source)
    wait_until(lambda: written(screen) == ["gif", "SQL"], "they are added")
    message(screen, "line 2")
    screen.reach("Export…")
    screen.press("Return")
    screen.name_file("Export words", target)
    wait_until(lambda: target.exists() and target.read_text().count("\n") == 2, "it is written")


def test_the_filter_finds(screen: Screen) -> None:
    for written_, said in (("gif", "jiff"), ("SQL", "sequel")):
        screen.bus.sotto("word", "add", written_, said)
    screen.choose("My words")
    screen.reach("Filter")
    screen.type("seq")

    def rows() -> list[str]:
        return [
            node["name"]
            for node in screen.controls()
            if node["role"] == "list item" and node["name"] in ("gif", "SQL")
        ]

    wait_until(lambda: rows() == ["SQL"], "the others are hidden", LONG)
    screen.press("BackSpace", "BackSpace", "BackSpace")
    wait_until(lambda: rows() == ["gif", "SQL"], "all are shown", LONG)

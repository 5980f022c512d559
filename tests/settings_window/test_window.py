"""The settings window: every control told, reached, and in use."""

from __future__ import annotations

import json

import pytest

from settings_window.screen import PAGES, Screen
from waiting import wait_until


@pytest.mark.hears
def test_what_has_the_focus_first_is_told_by_its_name(screen: Screen) -> None:
    wait_until(lambda: any(screen.heard()), "something has the focus")
    assert next(filter(None, screen.heard())) == PAGES[0]


@pytest.mark.hears
def test_every_control_has_a_name_a_description_and_its_role(screen: Screen) -> None:
    controls = screen.controls()
    settings = json.loads(screen.bus.sotto("settings", "--json").stdout)
    for node in controls:
        assert node["name"].strip(), node
        assert not node["name"].startswith(("Gtk", "Adw")), node
        words = node["name"].split()
        half = len(words) // 2
        assert len(words) < 2 or words[:half] != words[half:], f"said twice: {node['name']}"
    by_name = {node["name"]: node for node in controls if node["role"] != "list item"}
    for each in settings:
        node = by_name[each["label"]]
        assert each["help"] in node["description"], node
        if each["choices"]:
            assert node["role"] == "combo box"
            shown = each["value"] or "automatic"
            assert node["description"].startswith(f"{shown}. ")
        else:
            assert node["role"] in ("text", "slider", "spin button")
    items = [node["name"] for node in controls if node["role"] == "list item"]
    assert items[: len(PAGES)] == list(PAGES)


@pytest.mark.hears
def test_no_page_is_called_by_the_name_of_a_class(screen: Screen) -> None:
    # A reader says the name of every panel on the way to the focus.
    panels = [node for node in screen.nodes() if node["role"] == "panel"]
    assert [node["name"] for node in panels if node["name"].startswith(("Gtk", "Adw"))] == []
    assert set(PAGES) <= {node["name"] for node in panels}


@pytest.mark.hears
def test_the_keyboard_reaches_every_control_of_a_page_in_its_order(screen: Screen) -> None:
    screen.choose("Speed and pitch")
    wanted = ["Words a minute", "Speed", "Pitch", "Inflection", "Volume", "Pauses"]
    before = len(screen.heard())
    screen.press(*["Tab"] * len(wanted))
    wait_until(lambda: screen.heard()[before:] == wanted, "they come in this order")


@pytest.mark.hears
@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_every_control_of_each_page(screen: Screen, page: str) -> None:
    screen.choose(page)
    wanted = {
        node["name"]
        for node in screen.controls()
        if page in node["within"] and "Pages" not in node["within"]
    }
    assert wanted, "there are controls"
    before = len(screen.heard())
    screen.press(*["Tab"] * (len(wanted) + 6))
    wait_until(lambda: wanted <= set(screen.heard()[before:]), f"{sorted(wanted)} are reached")


@pytest.mark.hears
def test_names_of_voices_are_told_in_their_language(screen: Screen) -> None:
    screen.choose("Voice")
    # The first control is called as its page is.
    screen.press("Tab", "space")
    wait_until(lambda: screen.focused() == "automatic", "what is chosen has the focus by its name")
    labels = [node for node in screen.nodes("deep") if node["role"] == "label"]
    languages = {node["name"]: node["language"] for node in labels}
    assert languages["fable (en-gb)"] == "en-gb"
    assert languages["kerstin (de), chorus"] == languages["kerstin (de), sotto"] == "de"
    screen.press("Escape")
    wait_until(lambda: screen.focused() == "Voice", "the list is closed")


@pytest.mark.hears
def test_a_key_changes_a_setting_at_once_and_undo_takes_it_back(screen: Screen) -> None:
    screen.choose("Speed and pitch")
    screen.reach("Speed")
    before = json.loads(screen.bus.sotto("status", "--json").stdout)["last"]
    assert screen.value("rate") == "1.0"
    screen.press("Right")
    wait_until(lambda: screen.value("rate") == "1.05", "it holds")
    spoken = json.loads(screen.bus.sotto("status", "--json").stdout)["last"]
    assert spoken > before, "it was said"
    screen.press("ctrl+z")
    wait_until(lambda: screen.value("rate") == "1.0", "it is taken back")
    # A change from elsewhere is shown.
    screen.bus.sotto("set", "style", "calm")
    wait_until(
        lambda: any(
            node["name"] == "Style" and node["description"].startswith("calm")
            for node in screen.nodes()
        ),
        "it is shown",
    )
    screen.bus.sotto("undo")
    screen.press("Escape")
    assert screen.window.poll() is None

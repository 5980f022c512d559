"""The settings window on a display of its own, through what assistive technology sees of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bus import Bus, private_bus
from waiting import wait_until

WALK = Path(__file__).with_name("walk.py")
FOCUS = Path(__file__).with_name("focus.py")
TITLE = "Sotto settings"
PAGES = ("Voice", "Speed and pitch", "Reading", "Sound", "Screen reader", "Why", "About")
CONTROLS = {"push button", "combo box", "text", "slider", "spin button", "check box", "list item"}
INNER = "GtkListView"
"""The list of a closed combo box; its items are named when it is opened."""


class Screen:
    """A display with the window on it."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus

    def open(self) -> None:
        """Start everything, up to the window."""
        log = self.bus.home / "display"
        with log.open("wb") as out:
            self._display = subprocess.Popen(
                ["Xvfb", "-displayfd", "1", "-screen", "0", "900x720x24", "-nolisten", "tcp"],
                stdout=out,
                stderr=subprocess.DEVNULL,
            )
        wait_until(lambda: log.read_text().strip().isdecimal(), "X is there")
        self.bus.environment["DISPLAY"] = f":{log.read_text().strip()}"
        self.bus.spawn("/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
        self.bus.spawn("openbox")
        self.window = self.bus.spawn(sys.executable, "-m", "sotto", "window")
        wait_until(lambda: bool(self.nodes()), "the window is there")

    def close(self) -> None:
        """End the display and what is on it."""
        self.window.terminate()
        self.window.wait()
        self._display.terminate()
        self._display.wait()

    def nodes(self) -> list[dict[str, Any]]:
        """All that is in the window."""
        done = self.bus.run("/usr/bin/python3", str(WALK), TITLE)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def controls(self) -> list[dict[str, Any]]:
        """What can be used with the keyboard, but what is inside of a combo box."""
        return [
            node
            for node in self.nodes()
            if node["role"] in CONTROLS and "combo box" not in node["path"] and node["focusable"]
        ]

    def focused(self) -> str:
        """The name of what has the focus."""
        found = [node["name"] for node in self.nodes() if node["focused"]]
        return str(found[-1]) if found else ""

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        done = self.bus.run("xdotool", "key", "--delay", "40", *keys)
        assert done.returncode == 0, done.stderr

    def choose(self, page: str) -> None:
        """Go to a page, wherever the focus is."""
        to_first, further = ["ctrl+Page_Up"] * len(PAGES), ["ctrl+Page_Down"] * PAGES.index(page)
        self.press(*to_first, *further)
        wait_until(lambda: self.focused() == page, "the page is chosen")

    def reach(self, name: str) -> None:
        """Give it the focus, from wherever that is."""
        for _ in range(40):
            if self.focused() == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached")

    def value(self, name: str) -> str:
        """A setting as the daemon has it."""
        return self.bus.sotto("get", name).stdout.strip()


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    """The window, open, beside a daemon without a sound server."""
    with private_bus(LANG="C.UTF-8", GTK_A11Y="atspi", GSK_RENDERER="cairo") as bus:
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        made = Screen(bus)
        made.open()
        yield made
        made.close()


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
    reached = []
    for _ in wanted:
        screen.press("Tab")
        reached.append(screen.focused())
    assert reached == wanted


@pytest.mark.hears
@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_every_control_of_each_page(screen: Screen, page: str) -> None:
    screen.choose(page)
    wanted = {node["name"] for node in screen.controls() if node["showing"]} - set(PAGES)
    heard = hears_focus(screen)
    screen.press(*["Tab"] * (len(wanted) + 6))
    wait_until(lambda: wanted <= set(heard()), f"all is reached: {sorted(wanted - set(heard()))}")


def hears_focus(screen: Screen) -> Callable[[], list[str]]:
    """Names of all that gets the focus from now on."""
    before = set(screen.bus.home.glob("python3-*.log"))
    screen.bus.spawn("/usr/bin/python3", "-u", str(FOCUS))
    (log,) = set(screen.bus.home.glob("python3-*.log")) - before
    wait_until(lambda: "ready" in log.read_text(), "it listens")
    return lambda: log.read_text().splitlines()[1:]


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

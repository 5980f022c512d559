"""What Orca itself says of each control of the window, beside what the window shows.

A program of its own (see the README of the window): prints a table of every page, and fails on a
control whose name, role or value Orca did not say.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orca_integration.orca_desktop import OrcaDesktop, orca_desktop
from settings_window.screen import PAGES

_OF_SETTINGS = {"Voice": "voice", "Speed and pitch": "speed", "Reading": "reading",
                "Sound": "sound", "Why": "system"}  # fmt: skip
_BUTTONS = {
    "My words": ("Add a word", "Import", "Export", "Filter"),
    "Screen reader": ("Let Orca speak with Sotto", "Let Orca speak as before"),
    "Why": ("Look again",),
}
_ROLES = {"combo box", "slider", "spin button", "entry", "button", "list item"}
_MOST, _REST = 24, 2.0
"""Controls of a page at most; seconds of silence after a key: Orca has said all it has to say."""


@dataclass(frozen=True, slots=True)
class Control:
    """What a page shows: a name, and a value where there is one."""

    page: str
    name: str
    value: str = ""

    def is_said(self, said: str) -> bool:
        """Whether Orca told it by its name, its value, and one of the roles that there are."""
        small = said.casefold()
        has_role = any(role in small for role in _ROLES)
        return self.name.casefold() in small and self.value.casefold() in small and has_role


def shown(settings: Sequence[Mapping[str, Any]]) -> Iterator[Control]:
    """All controls that pages have, in their order."""
    for page in PAGES:
        for each in settings:
            if each["page"] == _OF_SETTINGS.get(page):
                value = str(each["value"]) if each["choices"] else ""
                yield Control(
                    page, each["label"], value or ("automatic" if each["choices"] else "")
                )
        for name in _BUTTONS.get(page, ()):
            yield Control(page, name)


def _said(desktop: OrcaDesktop, *keys: str) -> str:
    desktop.forget()
    desktop.press(*keys, delay=40)
    desktop.wait_for_rest(_REST)
    return " ".join(text for text in desktop.said() if text)


def _read(desktop: OrcaDesktop, page: str) -> list[str]:
    """What is said on the way through a page, up to the buttons above all pages."""
    _said(desktop, *["ctrl+Page_Up"] * len(PAGES))
    keys = ["ctrl+Page_Down"] * PAGES.index(page) or ["Home"]
    told = [_said(desktop, *keys)]
    while len(told) < _MOST and not told[-1].startswith(("Undo", "Sotto settings frame Undo")):
        told.append(_said(desktop, "Tab"))
    return told


def main() -> int:
    """The table; 1 where a control was not told."""
    with orca_desktop() as desktop:
        desktop.sotto("orca", "enable", "--no-look-ahead")
        desktop.start_orca()
        desktop.session.environment |= {"GTK_A11Y": "atspi", "GSK_RENDERER": "cairo"}
        desktop.session.start(sys.executable, "-m", "sotto", "window")
        desktop.wait_for_rest(5)
        settings = json.loads(desktop.sotto("settings", "--json"))
        told = {page: _read(desktop, page) for page in PAGES}
    lost = 0
    print("| page | control | what Orca says |\n|---|---|---|")
    for each in shown(settings):
        said = next((text for text in told[each.page] if each.is_said(text)), "")
        lost += not said
        print(f"| {each.page} | {each.name} | {said or '**not told**'} |")
    print(f"\n{lost} controls were not told.")
    for page, texts in told.items():
        print(f"{page}: {texts}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

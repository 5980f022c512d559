"""What Orca itself says of each control of the window, beside what the window shows.

Run by `script/orca_reads`: prints a table of every page, and fails on a control whose name, role or
value Orca did not say.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orca_integration.orca_desktop import OrcaDesktop, orca_desktop
from settings_window.screen import PAGES

_OF_SETTINGS = {"Voice": "voice", "Speed and pitch": "speed", "Reading": "reading",
                "Sound": "sound", "Why": "system"}  # fmt: skip
_BUTTONS = {
    "My words": ("Add a word", "Import...", "Export..."),
    "Screen reader": (
        *("Let Orca speak with Sotto", "Let Orca speak as before"),
        *("Let all programs speak with Sotto", "Let all programs speak as before"),
    ),
    "Why": ("Look again",),
}
_FACTS = {"Screen reader": ("Orca", "Speech Dispatcher"), "About": ("Sotto", "Licence")}
_MOST, _REST = 20, 3.0
"""Controls of a page at most; seconds without a request after a key.
Value and help come in a request of their own, which Speech Dispatcher keeps back until the name was
spoken: who listens for less hears the name alone."""

_SIGNS = {"dash", "semi", "colon", "equals", "left", "right", "paren", "comma"}
"""What Orca makes of signs, and the window does not show as words."""


def words(text: str) -> str:
    """Without signs, whether written or named: `Look-ahead` is told as `Look dash ahead`. A number
    stays whole, also where Orca parts it: `2 .50`."""
    text = re.sub(r"(\d) ?\.(\d)", r"\1point\2", text.casefold())
    return " ".join(word for word in re.findall(r"\w+", text) if word not in _SIGNS)


@dataclass(frozen=True, slots=True)
class Control:
    """What a page shows: a name, one of these roles, and a value where there is one."""

    page: str
    name: str
    roles: tuple[str, ...]
    value: str = ""

    def is_said(self, said: str) -> bool:
        """Whether Orca told its own name, followed by its role and value in whichever order."""
        text = words(said)
        names = re.finditer(rf"\b{re.escape(words(self.name))} ", text)
        return any(self._is_rest(text[found.end() :]) for found in names)

    def _is_rest(self, rest: str) -> bool:
        roles = "|".join(self.roles)
        value = re.escape(words(self.value))
        if not self.value:
            return bool(re.match(rf"({roles})\b", rest))
        return bool(re.match(rf"(({roles}) (\d+ )?{value}|{value} ({roles}))\b", rest))


def shown(settings: Sequence[Mapping[str, Any]]) -> Iterator[Control]:
    """All controls that pages have, in their order."""
    for page in PAGES:
        for each in settings:
            if each["page"] == _OF_SETTINGS.get(page):
                yield _of_setting(page, each)
        for name in _BUTTONS.get(page, ()):
            yield Control(page, name, ("push button",))
        for name in _FACTS.get(page, ()):
            yield Control(page, name, ("not selected",))
    yield Control("My words", "Filter", ("entry", "text"))


def _of_setting(page: str, each: Mapping[str, Any]) -> Control:
    if each["choices"]:
        return Control(page, each["label"], ("combo box",), str(each["value"]) or "automatic")
    if isinstance(each["value"], str):
        return Control(page, each["label"], ("text", "entry"))
    if each["unit"] in ("times", "words a minute"):
        return _slider(page, each["label"], float(each["value"]))
    text = f"{each['value']:.2f}" if isinstance(each["value"], float) else str(each["value"])
    return Control(page, each["label"], ("spin button",), text)


def _slider(page: str, name: str, value: float) -> Control:
    """Orca 43 cuts off what is behind the point; the description then tells it."""
    told = str(int(value)) if value.is_integer() else f"{int(value)}. {value:g}"
    return Control(page, name, ("horizontal slider",), told)


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
    while len(told) < _MOST and "Undo push button" not in told[-1]:
        told.append(_said(desktop, "Tab"))
    return told


def _open(desktop: OrcaDesktop) -> str:
    """Start Orca and the window; what is said when that is there."""
    desktop.sotto("orca", "enable", "--no-look-ahead")
    desktop.start_orca()
    desktop.session.environment |= {"GTK_A11Y": "atspi", "GSK_RENDERER": "cairo"}
    desktop.forget()
    desktop.session.start(sys.executable, "-m", "sotto", "window")
    desktop.wait_for("Voice.")
    desktop.wait_for_rest(_REST)
    return " ".join(text for text in desktop.said() if text)


def main() -> int:
    """The table; 1 where a control was not told."""
    with orca_desktop() as desktop:
        first = _open(desktop)
        settings = json.loads(desktop.sotto("settings", "--json"))
        told = {page: _read(desktop, page) for page in PAGES}
    lost = 0
    print("| page | control | what Orca says |\n|---|---|---|")
    print(f"| the window opens | | {first} |")
    for each in shown(settings):
        # What a key is called may come after what the key before it led to.
        said = next((text for text in _parts(told[each.page]) if each.is_said(text)), "")
        lost += not said
        print(f"| {each.page} | {each.name} | {said or '**not told**'} |")
    print(f"\n{lost} controls were not told.")
    for page, texts in told.items():
        print(f"{page}: {texts}", file=sys.stderr)
    return 1 if lost else 0


def _parts(told: Sequence[str]) -> list[str]:
    """One for each key: on a busy machine an answer comes after the next key."""
    return [part for part in re.split(r"\btab\b", " ".join(told)) if part.strip()]


if __name__ == "__main__":
    sys.exit(main())

"""Draws the pages of the window: light, dark, with large text, in high contrast, right to left.

Run by `script/pictures FOLDER`; ImageMagick takes the pictures.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bus import Bus, private_bus
from settings_window.screen import PAGES, Screen
from waiting import wait_until

_PLAIN = {"ADW_DISABLE_PORTAL": "1", "GTK_A11Y": "atspi", "GSK_RENDERER": "cairo"}
_DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
MODES: Mapping[str, Mapping[str, str]] = {
    "light": {},
    "dark": _DARK,
    "large": {"TEXT_SCALE": "1.5"},
    "contrast": {**_DARK, "ADW_DEBUG_HIGH_CONTRAST": "1"},
    "mirrored": {"SOTTO_MIRRORED": "1"},
}
"""Environments of the window."""

_SHOWN = ("light", "dark", "large", "contrast")
"""Those of a page's picture, from left to right and from top to bottom."""

_MIRRORED = (
    "from gi import require_version; require_version('Gtk', '4.0');"
    "from gi.repository import Gtk; Gtk.init();"
    "Gtk.Widget.set_default_direction(Gtk.TextDirection.RTL);"
    "from sotto_window.main import run; run()"
)
WORDS = (
    ("gif", "jiff"),
    ("Nguyen", "win", "--language", "en"),
    (r"\bv(\d+)", r"version \1", "--pattern"),
    ("SQL", "sequel", "--case"),
)
_DPI = 96 * 1024
_DRAWN_AFTER = 0.7
"""Seconds in which a page is drawn; nothing tells when that is done."""


def _picture(screen: Screen, file: Path) -> None:
    time.sleep(_DRAWN_AFTER)
    done = screen.bus.run("import", "-window", "root", str(file))
    assert done.returncode == 0, done.stderr


def _scale_text(bus: Bus, factor: float) -> None:
    """As a desktop does it that is told to: by dots an inch, in 1024ths."""
    file = bus.home / "config" / "gtk-4.0" / "settings.ini"
    file.parent.mkdir(parents=True)
    file.write_text(f"[Settings]\ngtk-xft-dpi={round(_DPI * factor)}\n")


def draw(folder: Path, mode: str) -> None:
    """A picture of each page, and of the dialogue for a word."""
    with private_bus(LANG="C.UTF-8", **_PLAIN, **MODES[mode]) as bus:
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        for words in WORDS:
            assert not bus.sotto("word", "add", *words).returncode
        if factor := MODES[mode].get("TEXT_SCALE"):
            _scale_text(bus, float(factor))
        screen = Screen(bus)
        screen.open(*([sys.executable, "-c", _MIRRORED] if mode == "mirrored" else []))
        for page in PAGES:
            screen.choose(page)
            _picture(screen, folder / f"{page}-{mode}.png")
            if page == "My words":
                screen.reach("Add a word")
                screen.press("Return")
                _picture(screen, folder / f"{page} (add)-{mode}.png")
                screen.press("Escape")
        screen.close()


def main() -> None:
    """Into the folder that is named: each picture, and one for each page."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for mode in sys.argv[2:] or MODES:
        draw(folder, mode)
    for page in (*PAGES, "My words (add)"):
        files = [str(folder / f"{page}-{mode}.png") for mode in _SHOWN]
        together = folder / f"{page.lower().replace(' ', '-')}.png"
        look = ["-tile", "2x2", "-geometry", "450x360+2+2", "-colors", "48"]
        subprocess.run(["montage", *files, *look, str(together)], check=False)


if __name__ == "__main__":
    main()

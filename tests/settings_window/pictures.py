"""Draws the pages of the window: light, dark, with large text, in high contrast, right to left.

Run by `script/pictures FOLDER`; ImageMagick takes the pictures.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from bus import private_bus
from settings_window.screen import PAGES, Screen
from waiting import wait_until

_PLAIN = {"ADW_DISABLE_PORTAL": "1", "GTK_A11Y": "atspi", "GSK_RENDERER": "cairo"}
_DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
MODES: Mapping[str, Mapping[str, str]] = {
    "light": {},
    "dark": _DARK,
    "large": {},
    "contrast": {**_DARK, "ADW_DEBUG_HIGH_CONTRAST": "1"},
    "mirrored": {},
}
"""Environments of the window."""

_SHOWN = ("light", "dark", "large", "contrast")
"""Those of a page's picture, from left to right and from top to bottom."""

_STARTER = (
    "from gi import require_version; require_version('Gtk', '4.0');"
    "from gi.repository import Gtk; Gtk.init();"
    "{first};"
    "from sotto_window.main import run; run()"
)
_FIRST = {
    # What a desktop tells GTK, that X without a daemon for its settings does not.
    "large": "Gtk.Settings.get_default().props.gtk_xft_dpi = 144 * 1024",
    "mirrored": "Gtk.Widget.set_default_direction(Gtk.TextDirection.RTL)",
}
WORDS = (
    ("gif", "jiff"),
    ("Nguyen", "win", "--language", "en"),
    (r"\bv(\d+)", r"version \1", "--pattern"),
    ("SQL", "sequel", "--case"),
)
_DRAWN_AFTER = 0.7
"""Seconds in which a page is drawn; nothing tells when that is done."""


def _picture(screen: Screen, file: Path) -> None:
    time.sleep(_DRAWN_AFTER)
    done = screen.bus.run("import", "-window", "root", str(file))
    assert done.returncode == 0, done.stderr


def draw(folder: Path, mode: str) -> None:
    """A picture of each page, and of the dialogue for a word."""
    with private_bus(LANG="C.UTF-8", **_PLAIN, **MODES[mode]) as bus:
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        for words in WORDS:
            assert not bus.sotto("word", "add", *words).returncode
        screen = Screen(bus)
        first = _FIRST.get(mode)
        screen.open(*([sys.executable, "-c", _STARTER.format(first=first)] if first else []))
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
    for page in PAGES:
        together(folder, page, page, _SHOWN)
    together(folder, "My words (add)", "add-a-word", MODES)


def together(folder: Path, page: str, name: str, modes: Iterable[str]) -> None:
    """One picture of a page in all these modes."""
    files = [str(folder / f"{page}-{mode}.png") for mode in modes]
    made = folder / f"{name.lower().replace(' ', '-')}.png"
    look = ["-tile", "2x", "-geometry", "380x304+2+2"]
    subprocess.run(["montage", *files, *look, str(made)], check=True)
    # Few colours, taken after the size: else they come back.
    few = ["-dither", "None", "-colors", "16", f"PNG8:{made}"]
    subprocess.run(["convert", str(made), *few], check=True)


if __name__ == "__main__":
    main()

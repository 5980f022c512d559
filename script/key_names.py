"""Makes daemon/sotto/text/tables/key_names/*.txt from the translations of Orca and GTK 3.

    python3 script/key_names.py [/usr/share/locale]

Run by hand on a system with Debian's orca and libgtk-3-common, when their translations are new.
Orca's words come first: they are meant to be spoken, GTK's to be read in menus.
"""

from __future__ import annotations

import gettext
import re
import sys
from collections.abc import Iterator
from pathlib import Path

OUTPUT = Path(__file__).parents[1] / "daemon/sotto/text/tables/key_names"
DOMAINS = ("orca", "gtk30")
LOCALES = {"zh": "zh_CN"}
BY_HAND = frozenset("en de nl".split())
"""Languages whose whole table is written by hand."""

SAME = "tab space backspace return up down left right menu escape insert delete home end begin"
ORCA = {
    **{key: key for key in [*SAME.split(), "enter"]},
    **{key: key.replace("-", " ") for key in "num-lock caps-lock scroll-lock".split()},
    "prior": "page up", "page-up": "page up", "next": "page down", "page-down": "page down",
}  # fmt: skip
ORCA_IN_CONTEXT = {"shift": "Shift", "alt": "Alt", "control": "Control"}
GTK = {
    **{key: key.capitalize() for key in SAME.split()},
    "space": "space", "backspace": "BackSpace", "shift": "Shift", "alt": "Alt", "control": "Ctrl",
    "super": "Super", "hyper": "Hyper", "meta": "Meta", "pause": "Pause", "print": "Print",
    "num-lock": "Num_Lock", "caps-lock": "Caps_Lock", "scroll-lock": "Scroll_Lock",
    "prior": "Page_Up", "page-up": "Page_Up", "next": "Page_Down", "page-down": "Page_Down",
}  # fmt: skip
_ENGRAVED = re.compile(r"[a-z][A-Z]|^[B-DF-HJ-NP-TV-Xb-df-hj-np-tv-xz ]+$|^[Ee]sc$|^Cntrol$")
"""What is written on a key but is no word: `PgUp`, `Ctrl`, and Finnish's misspelling."""
_LONGEST = 2
"""Words in a modifier's name: Catalan's say which side it is on, which nobody told."""


def main(locales: Path) -> None:
    """Writes a file for each language that has a word of its own for some key."""
    folders = {file.parents[1].name for name in DOMAINS for file in locales.glob(f"*/*/{name}.mo")}
    for language in {re.split("[_@]", name)[0] for name in folders} - BY_HAND:
        if lines := [f"{key}\t{words}" for key, words in named(language, locales)]:
            text = "\n".join(lines) + "\n"
            (OUTPUT / f"{language}.txt").write_text(text, encoding="utf-8")


def named(language: str, locales: Path) -> Iterator[tuple[str, str]]:
    """The keys of a language that one of the sources names in it."""
    wanted = [LOCALES.get(language, language)]
    orca, gtk = (gettext.translation(name, locales, wanted, fallback=True) for name in DOMAINS)
    for key in sorted({*ORCA, *ORCA_IN_CONTEXT, *GTK}):
        english = {key.replace("-", " ")}
        told = []
        if key in ORCA:
            told.append(orca.gettext(ORCA[key]))
            english.add(ORCA[key])
        if key in ORCA_IN_CONTEXT:
            told.append(orca.pgettext("keyboard", ORCA_IN_CONTEXT[key]))
        if key in GTK:
            told.append(gtk.pgettext("keyboard label", GTK[key]))
            english.add(GTK[key].replace("_", " ").lower())
        for words in map(spoken, told):
            told_side = key in ORCA_IN_CONTEXT and len(words.split()) > _LONGEST
            if words and words.lower() not in english and not told_side:
                yield key, words
                break


def spoken(words: str) -> str:
    """A translation as it is said; "" for what is only written on the key."""
    plain = " ".join(words.replace("_", " ").split())
    return "" if _ENGRAVED.search(plain) or not plain.replace(" ", "").isalpha() else plain


if __name__ == "__main__":
    main(Path(sys.argv[1] if sys.argv[1:] else "/usr/share/locale"))

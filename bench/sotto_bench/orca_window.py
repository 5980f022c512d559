"""A window for Orca to read: an entry, a long list and a document. Run by Debian's Python, which
has GTK."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

SENDERS = ("Ann", "Bob", "Cleo", "Dan", "Eve", "Finn", "Grace", "Henry", "Ida", "Jon")
SUBJECTS = ("lunch on Friday", "the new timetable", "a question", "holiday pictures", "minutes",
            "the broken printer")  # fmt: skip
ROWS = tuple(f"{sender}, {subject}" for subject, sender in product(SUBJECTS, SENDERS))

VOICED = (
    "Mary may allow a lemon in your lane.",
    "No one knew how many women rowed away along a narrow river in June or why our merry "
    "animals remained near a yellow wall all morning.",
    "A lion roams.",
    "We were all in a room.",
    "Lily and Emma remember a long evening in a mellow autumn when a warm wind ran over a lone "
    "mill and a million yellow willow leaves arrived on a lawn.",
    "An eel swam away.",
    "Your new lamb will run all morning.",
    "Now and again a weary owner warms a large oven on a rainy morning and allows any animal "
    "in a barn to remain in a room near a window.",
)  # fmt: skip
"""Hardly a silence inside these sentences: what silence there is lies between them."""


def main() -> None:
    """Show it; the file named by the first argument appears when it is there."""
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    window = Gtk.Window(title="Bench")
    window.connect("destroy", Gtk.main_quit)
    window.set_default_size(600, 600)
    store = Gtk.ListStore(str)
    for row in ROWS:
        store.append([row])
    rows = Gtk.TreeView(model=store, headers_visible=False, enable_search=False)
    rows.append_column(Gtk.TreeViewColumn("Message", Gtk.CellRendererText(), text=0))
    scrolled = Gtk.ScrolledWindow()
    scrolled.add(rows)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    entry = Gtk.Entry()
    box.pack_start(entry, False, False, 4)
    box.pack_start(scrolled, True, True, 4)
    document = Gtk.TextView(wrap_mode=Gtk.WrapMode.WORD)
    document.get_buffer().set_text(" ".join(VOICED))
    document.get_buffer().place_cursor(document.get_buffer().get_start_iter())
    box.pack_start(document, True, True, 4)
    window.add(box)
    window.connect("map-event", lambda *_: Path(sys.argv[1]).touch())
    entry.grab_focus()
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main()

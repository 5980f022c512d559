"""A window for Orca to read: an entry and a long list. Run by Debian's Python, which has GTK."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

SENDERS = ("Ann", "Bob", "Cleo", "Dan", "Eve", "Finn", "Grace", "Henry", "Ida", "Jon")
SUBJECTS = ("lunch on Friday", "the new timetable", "a question", "holiday pictures", "minutes",
            "the broken printer")  # fmt: skip
ROWS = tuple(f"{sender}, {subject}" for subject, sender in product(SUBJECTS, SENDERS))


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
    window.add(box)
    window.connect("map-event", lambda *_: Path(sys.argv[1]).touch())
    entry.grab_focus()
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main()

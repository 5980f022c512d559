"""A window for screen readers: an entry, a list, texts, a password, tabs, buttons; a program.

Its argument is the file that says it is shown.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

READY = "shown"
ROWS = [f"{name} message from {sender}" for name in ("First", "Second", "Third", "Fourth", "Fifth")
        for sender in ("Ann", "Bob", "Cleo", "Dan")]  # fmt: skip
TABS = ("General", "Sound", "Language", "Accounts", "Updates", "About")
CHECK_BOX, BUTTON = "Notify me", "Send now"
TEXT = """Sotto reads this document aloud.
It has several lines and sentences. Some lines hold two of them.
The third line tells of a garden behind the house.
Then there is a fourth line, with a comma in it.
The last line ends the document."""


def main() -> None:
    """Show the window until it is closed."""
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    window = Gtk.Window(title="Sotto test")
    window.set_default_size(500, 600)
    window.connect("destroy", Gtk.main_quit)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    entry = Gtk.Entry(text="hello brave world")
    _add(box, "Name", entry)
    _add(box, "Messages", _list(Gtk))
    document = Gtk.TextView()
    document.get_buffer().set_text(TEXT)
    document.get_buffer().place_cursor(document.get_buffer().get_start_iter())
    _add(box, "Document", document)
    _add(box, "Secret", Gtk.Entry(visibility=False, text="swordfish"))
    tabs = Gtk.Notebook()
    for tab in TABS:
        tabs.append_page(Gtk.Label(label=f"Page of {tab}"), Gtk.Label(label=tab))
    box.pack_start(tabs, False, False, 4)
    box.pack_start(Gtk.CheckButton(label=CHECK_BOX), False, False, 4)
    box.pack_start(Gtk.Button(label=BUTTON), False, False, 4)
    window.add(box)
    entry.grab_focus()
    window.connect("map-event", lambda *_: Path(sys.argv[1]).write_text(READY))
    window.show_all()
    Gtk.main()


def _add(box: Any, name: str, widget: Any) -> None:  # noqa: ANN401 - GTK has no types
    widget.get_accessible().set_name(name)
    box.pack_start(widget, True, True, 4)


def _list(Gtk: Any) -> Any:  # noqa: ANN401
    store = Gtk.ListStore(str)
    for row in ROWS:
        store.append([row])
    view = Gtk.TreeView(model=store, headers_visible=False)
    view.append_column(Gtk.TreeViewColumn("Message", Gtk.CellRendererText(), text=0))
    view.set_cursor(Gtk.TreePath.new_first())
    scrolled = Gtk.ScrolledWindow(min_content_height=250)
    scrolled.add(view)
    return scrolled


if __name__ == "__main__":
    main()

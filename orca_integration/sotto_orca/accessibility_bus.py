"""Whether the accessibility bus can be reached: the library for it ends the process where not."""

from __future__ import annotations

import os
from collections.abc import Mapping

from sotto_orca.errors import ScreenError

_HELP = (
    "it belongs to the package at-spi2-core and to a graphical session; "
    "turn it on with: gsettings set org.gnome.desktop.interface toolkit-accessibility true"
)
_PATIENCE = 5000
"""Milliseconds for an answer."""


def check(environment: Mapping[str, str] = os.environ) -> None:
    """Raises ScreenError, with what to do, where nobody answers."""
    try:
        import gi

        gi.require_version("Gio", "2.0")
        from gi.repository import Gio, GLib
    except (ImportError, ValueError) as error:
        raise ScreenError("python3-gi is not installed") from error
    try:
        address = environment.get("AT_SPI_BUS_ADDRESS") or _address()
        flags = (
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        )
        bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        bus.close_sync(None)
    except GLib.Error as error:
        reason = error.message.partition(": ")[2] or error.message
        raise ScreenError(f"the accessibility bus does not answer ({reason}); {_HELP}") from error


def _address() -> str:
    """As the session bus knows it. Raises GLib.Error."""
    from gi.repository import Gio, GLib

    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    answer = session.call_sync(
        "org.a11y.Bus",
        "/org/a11y/bus",
        "org.a11y.Bus",
        "GetAddress",
        None,
        GLib.VariantType("(s)"),
        Gio.DBusCallFlags.NONE,
        _PATIENCE,
        None,
    )
    return str(answer.unpack()[0])

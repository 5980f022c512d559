"""What of a desktop the tests need beside sound: its settings service."""

from __future__ import annotations

import shutil

from sound import SoundSession

_SERVICES = "/usr/share/dbus-1/services"


def activate_dconf(session: SoundSession) -> None:
    """Let the session's bus start dconf's writer."""
    services = session.home / "data" / "dbus-1" / "services"
    shutil.copy(f"{_SERVICES}/ca.desrt.dconf.service", services)
    done = session.run(
        *("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"),
        "org.freedesktop.DBus.ReloadConfig",
    )
    assert done.returncode == 0, done.stderr

"""Orca on a desktop of its own: X, a window manager, accessibility, a window, Speech Dispatcher
with Sotto's module; keys that are pressed, what was said, what was heard."""

from __future__ import annotations

import contextlib
import fcntl
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop import activate_dconf
from display import WindowManager, x_server
from orca_integration.window import READY
from sound import Server, SoundSession, sound_session
from speechd_module.dispatcher import Desktop
from waiting import wait_until

WINDOW = Path(__file__).with_name("window.py")
LIST = ("table with", "message from")
"""What Orca says of the list when it has the focus: version 43 its size, 48 the row."""

_MARKUP = re.compile(r"<[^<>]*>")
_CALL = re.compile(r"^method call time=([\d.]+) .*member=(\w+)$")
_WISH = re.compile(r'^      string "(.*)"$')
_TEXT = re.compile(r'^   string "(.*)')


@dataclass(frozen=True, slots=True)
class Said:
    """A request to the daemon; `text` without its markup, blanks at the ends left out."""

    member: str
    text: str
    moment: float
    """Seconds since the epoch."""
    wishes: tuple[str, ...] = ()
    """Of a `Prefetch`."""


class OrcaDesktop:
    """Everything is started by `open`; Orca by `start_orca`."""

    def __init__(self, session: SoundSession, turn: contextlib.ExitStack) -> None:
        """`turn` is closed once the session is gone."""
        self.session = session
        self.speech = Desktop(session)
        self._seen = 0
        self._turn = turn
        self._has_turn = False

    def open(self) -> None:
        """A desktop without a reader."""
        self.speech.start_daemon()
        self.speech.start_server()
        self.session.environment |= {
            "LANG": "en_US.UTF-8",
            "SPEECHD_ADDRESS": f"unix_socket:{self.speech.socket}",
            "GTK_MODULES": "gail:atk-bridge",
            # Orca's own start would otherwise ask for hardware.
            "XDG_CURRENT_DESKTOP": "test",
        }
        activate_dconf(self.session)
        self._start_display()
        WindowManager(self.session.start, self.session.run).ensure()
        self.session.start("/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
        self.session.start("dbus-monitor", "--session", _RULE)
        self.show_window()

    def _start_display(self) -> None:
        log = self.session.home / "Xvfb.log"
        self.session.start(*x_server("800x700"))

        def number() -> list[str]:
            return [line for line in log.read_text().splitlines() if line.isdecimal()]

        wait_until(lambda: bool(number()), "X is there")
        self.session.environment["DISPLAY"] = f":{number()[0]}"

    def show_window(self) -> None:
        """The window of the tests, in front and focused."""
        ready = self.session.home / "ready"
        self.window = self.session.start("/usr/bin/python3", str(WINDOW), str(ready))
        wait_until(lambda: ready.exists() and ready.read_text() == READY, "the window is shown")

    def sotto(self, *arguments: str) -> str:
        """Run the command as the desktop's user; returns what it printed."""
        done = self.session.run(sys.executable, "-m", "sotto", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_orca(self) -> None:
        """Orca, up to its first words about the window."""
        self._be_the_only_one()
        self.session.start("orca")
        self.wait_for("Screen reader on.")
        self.wait_for_rest()

    def _be_the_only_one(self) -> None:
        # Orca ends when the user runs another one, be it on another display.
        if not self._has_turn:
            file = self._turn.enter_context(WINDOW.open("rb"))
            fcntl.flock(file, fcntl.LOCK_EX)
            self._has_turn = True

    def make_orca_settings(self) -> None:
        """Let Orca write a settings file of its own, and end."""
        self._be_the_only_one()
        orca = self.session.start("orca")
        file = self.session.home / "data" / "orca" / "user-settings.conf"
        self.wait_for("Screen reader on.")
        wait_until(lambda: file.exists() and file.read_bytes().endswith(b"}"), "Orca has settings")
        # Version 48 hears of another signal only once something happens on the desktop.
        orca.kill()
        orca.wait()

    def recent(self, count: int) -> list[dict[str, Any]]:
        """How the last utterances became sound, the oldest first."""
        told: list[dict[str, Any]] = json.loads(self.sotto("why", "--json", "--last", str(count)))
        return sorted(told, key=lambda each: int(each["id"]))

    def bus_pid(self) -> int:
        """The process of the session bus."""
        done = self.speech.bus_call(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.GetConnectionUnixProcessID",
            "string:org.freedesktop.DBus",
        )
        return int(done.stdout.split()[-1])

    def press(self, *keys: str, delay: int = 1) -> None:
        """Press keys one after the other; a keyboard that repeats has a `delay` of 40 ms."""
        done = self.session.run("xdotool", "key", "--delay", str(delay), *keys)
        assert done.returncode == 0, done.stderr

    # ---- what was said

    def log(self) -> str:
        """Every call to the daemon, as the bus saw it."""
        return (self.session.home / "dbus-monitor.log").read_text(errors="replace")

    def all_said(self) -> list[Said]:
        """Every request so far."""
        found: list[Said] = []
        for line in self.log().splitlines():
            if call := _CALL.match(line):
                found.append(Said(call[2], "", float(call[1])))
            elif found and found[-1].member == "Prefetch" and (wish := _WISH.match(line)):
                found[-1] = replace(found[-1], wishes=(*found[-1].wishes, wish[1]))
            elif (text := _TEXT.match(line)) and found and not found[-1].text:
                found[-1] = replace(found[-1], text=_plain(text[1]))
        return found

    def said(self) -> list[str]:
        """Texts since the last `forget`."""
        return [each.text for each in self.all_said()[self._seen :] if each.member == "Speak"]

    def wished(self) -> list[str]:
        """All texts that were to be made ready."""
        return [text for each in self.all_said() for text in each.wishes]

    def wished_since(self) -> list[str]:
        """Those since the last `forget`."""
        return [text for each in self.all_said()[self._seen :] for text in each.wishes]

    def forget(self) -> None:
        """Look only at what comes from now on."""
        self._seen = len(self.all_said())

    def wait_for(self, text: str) -> None:
        """Wait until a text is said."""
        wait_until(lambda: text in self.said(), f"{text!r} is said, not {self.said()}")

    def wait_for_rest(self, seconds: float = 0.7) -> None:
        """Wait until nothing new is asked for."""
        count, since = -1, time.monotonic()
        end = time.monotonic() + 20
        while time.monotonic() - since < seconds:
            assert time.monotonic() < end, "it never rests"
            if (now := len(self.all_said())) != count:
                count, since = now, time.monotonic()
            time.sleep(0.02)


_RULE = "interface='org.sotto.Voice1',type='method_call'"


def _plain(text: str) -> str:
    text = _MARKUP.sub("", text.removesuffix('"'))
    for name, character in (("lt", "<"), ("gt", ">"), ("apos", "'"), ("quot", '"'), ("amp", "&")):
        text = text.replace(f"&{name};", character)
    return text.strip()


@contextlib.contextmanager
def orca_desktop() -> Iterator[OrcaDesktop]:
    """A desktop with a window, and no reader yet."""
    with contextlib.ExitStack() as turn, sound_session(Server.PULSEAUDIO) as session:
        made = OrcaDesktop(session, turn)
        made.open()
        yield made


def kept(path: Path) -> bytes | None:
    """What is in a file, when it is there."""
    return path.read_bytes() if path.exists() else None

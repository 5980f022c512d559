"""The settings window on a display of its own, through what assistive technology sees of it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bus import Bus
from display import WindowManager, x_server
from waiting import PATIENCE, wait_until

WALK = Path(__file__).with_name("walk.py")
FOCUS = Path(__file__).with_name("focus.py")
TITLE = "Sotto settings"
PAGES = (
    "Voice",
    "Speed and pitch",
    "Reading",
    "My words",
    "Sound",
    "Screen reader",
    "Why",
    "About",
)
CONTROLS = {"push button", "combo box", "text", "slider", "spin button", "check box", "list item"}


class Screen:
    """A display with the window on it."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus

    def open(self, *command: str) -> None:
        """Start everything, up to the window, by a command of its own or the usual one."""
        log = self.bus.home / "display"
        with log.open("wb") as out:
            self._display = subprocess.Popen(
                x_server("900x720"), stdout=out, stderr=subprocess.DEVNULL
            )
        wait_until(lambda: log.read_text().strip().isdecimal(), "X is there")
        self.bus.environment["DISPLAY"] = f":{log.read_text().strip()}"
        self.bus.spawn("/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
        self._manager = WindowManager(self.bus.spawn, self.bus.run)
        self._manager.ensure()
        self._listen()
        self.window = self.bus.spawn(*(command or (sys.executable, "-m", "sotto", "window")))
        wait_until(lambda: bool(self.nodes()), "the window is there")

    def close(self) -> None:
        """End the display and what is on it."""
        self.window.terminate()
        self.window.wait()
        self._display.terminate()
        self._display.wait()

    def nodes(self, *how: str) -> list[dict[str, Any]]:
        """All that is in the window; "deep": also within what is used as one."""
        done = self.bus.run("/usr/bin/python3", str(WALK), TITLE, *how)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def controls(self) -> list[dict[str, Any]]:
        """What can be used with the keyboard."""
        return [node for node in self.nodes() if node["role"] in CONTROLS and node["focusable"]]

    def focused(self) -> str:
        """The name of what had the focus last."""
        heard = self.heard()
        return heard[-1] if heard else ""

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        done = self.bus.run("xdotool", "key", "--delay", "40", *keys)
        assert done.returncode == 0, done.stderr

    def type(self, text: str) -> None:
        """Write into what has the focus."""
        done = self.bus.run("xdotool", "type", "--delay", "40", text)
        assert done.returncode == 0, done.stderr

    def name_file(self, title: str, path: Path) -> None:
        """Answer a file dialogue: a path may be typed into it, in the place of a name."""
        wait_until(lambda: any(n["name"] == title for n in self.nodes()), "it asks", 120)
        self.press("ctrl+a")
        self.type(str(path))
        self.press("Return")

    def choose(self, page: str) -> None:
        """Go to a page, wherever the focus is."""
        self._manager.ensure()
        to_first, further = ["ctrl+Page_Up"] * len(PAGES), ["ctrl+Page_Down"] * PAGES.index(page)
        # From the second page at least: what has the focus already is not told.
        self.press("ctrl+Page_Down", *to_first, *further)
        self.is_at(page)

    def reach(self, name: str) -> None:
        """Give it the focus, from wherever that is."""
        for _ in range(40):
            if self.focused() == name:
                return
            count = len(self.heard())
            self.press("Tab")
            wait_until(lambda before=count: len(self.heard()) > before, "the focus goes on")  # type: ignore[misc]
        raise AssertionError(f"{name} is not reached")

    def value(self, name: str) -> str:
        """A setting as the daemon has it."""
        return self.bus.sotto("get", name).stdout.strip()

    def is_at(self, name: str) -> None:
        """Wait until it has the focus."""
        end = time.monotonic() + PATIENCE
        while self.focused() != name:
            assert time.monotonic() < end, f"{name} has no focus: {self.heard()[-5:]}"
            time.sleep(0.05)

    def heard(self) -> list[str]:
        """The names of all that got the focus so far."""
        lines = self._focus_log.read_text().splitlines()
        # Libraries write warnings between them.
        return [line.removeprefix("focus ") for line in lines if line.startswith("focus ")]

    def _listen(self) -> None:
        before = set(self.bus.home.glob("python3-*.log"))
        self.bus.spawn("/usr/bin/python3", "-u", str(FOCUS))
        (self._focus_log,) = set(self.bus.home.glob("python3-*.log")) - before
        wait_until(lambda: "ready" in self._focus_log.read_text(), "it listens")

"""Orca before a window, on a display of its own: keys that are pressed, sound that is heard."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sotto_bench.session import Session
from sotto_measure.heard import first_sound, last_sound
from sotto_measure.recorder import Recorder
from sotto_orca.json_format import parse, serialize

SETTLED_SECONDS = 60.0
"""Sotto, as its user has it, is left alone before the first key: set up a minute ago."""

_PATIENCE = 20.0
_HEARD_WITHIN = 2.0
_LOOKED_AT = 0.5
"""Seconds of sound that are looked at again and again."""

_POLL = 0.02


class Keyboard:
    """Presses keys on the session's display, without starting a program for each."""

    def __init__(self, made: Session) -> None:
        self._process = subprocess.Popen(
            ["xdotool", "-"], env=made.environment, stdin=subprocess.PIPE, text=True
        )

    def press(self, key: str) -> float:
        """The moment of it."""
        assert self._process.stdin is not None
        moment = time.monotonic()
        self._process.stdin.write(f"key --delay 0 {key}\n")
        self._process.stdin.flush()
        return moment

    def close(self) -> None:
        """No more keys."""
        self._process.communicate()


class Desktop:
    """Orca before a window; `recorder` hears it."""

    def __init__(self, made: Session, recorder: Recorder) -> None:
        self._made = made
        self._recorder = recorder

    def open(self, socket: Path) -> None:
        """A display with the window. Raises TimeoutError."""
        made = self._made
        made.start("Xvfb", "-displayfd", "1", "-screen", "0", "800x700x24", "-nolisten", "tcp",
                   "-noreset")  # fmt: skip
        log = made.folder / "Xvfb.log"
        _wait("X", lambda: bool(_numbers(log)))
        made.environment |= {
            "DISPLAY": f":{_numbers(log)[0]}",
            "GTK_MODULES": "gail:atk-bridge",
            "LANG": "en_US.UTF-8",
            "SPEECHD_ADDRESS": f"unix_socket:{socket}",
        }
        made.start("openbox")
        made.start("/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
        ready = made.folder / "ready"
        window = Path(__file__).with_name("orca_window.py")
        made.start("/usr/bin/python3", str(window), str(ready))
        _wait("the window", ready.exists)
        self.keyboard = Keyboard(made)

    @asynccontextmanager
    async def orca(self, module: str, rate: int = 50) -> AsyncIterator[None]:
        """Orca with that voice and rate (of 100), once it is silent after its greeting.

        Raises TimeoutError, with what Orca said last where it has ended: it does when the user
        runs another one, in whichever session.
        """
        file = Path(self._made.environment["HOME"]) / ".local/share/orca/user-settings.conf"
        file.parent.mkdir(parents=True, exist_ok=True)
        settings = parse(None)
        for part in (settings["general"], settings["profiles"]["default"]):
            part["speechServerFactory"] = "speechdispatcherfactory"
            part["speechServerInfo"] = [module, module]
            part["voices"] = {"default": {"established": True, "rate": rate}}
        file.write_bytes(serialize(settings))
        process = self._made.start("orca")
        try:
            await self._greeted(process)
            yield
        finally:
            process.terminate()
            try:
                await asyncio.to_thread(process.wait, 3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    async def _greeted(self, orca: subprocess.Popen[bytes]) -> None:
        try:
            await self.rest(3.0, needs_sound=True)
        except TimeoutError as error:
            if orca.poll() is None:
                raise
            words = (self._made.folder / "orca.log").read_text().split("\n\n")[-1]
            raise TimeoutError(f"Orca has ended: {words.strip()}") from error

    async def rest(
        self, seconds: float, *, needs_sound: bool = False, patience: float = _PATIENCE
    ) -> None:
        """Wait for so much silence, after a sound when that is needed."""
        began, last = time.monotonic(), None
        while True:
            now = time.monotonic()
            if now - began > patience:
                raise TimeoutError("it is never silent, or never speaks")
            last = last_sound(self._recorder.recent(max(began, now - _LOOKED_AT))) or last
            if now - (last or began) > seconds and (last or not needs_sound):
                return
            await asyncio.sleep(_POLL)

    async def onset(self, key: str) -> float | None:
        """Milliseconds from a key to its first sound; None when there is none."""
        return (await self.timed(key))[1]

    async def timed(self, key: str) -> tuple[float, float | None]:
        """The moment of a key too."""
        moment = self.keyboard.press(key)
        while time.monotonic() < moment + _HEARD_WITHIN:
            await asyncio.sleep(_POLL)
            first = first_sound(self._recorder.recent(moment))
            if first is not None:
                return moment, (first - moment) * 1000
        return moment, None


def _numbers(log: Path) -> list[str]:
    return [line for line in log.read_text().splitlines() if line.isdecimal()]


def _wait(what: str, ready: Callable[[], bool]) -> None:
    limit = time.monotonic() + _PATIENCE
    while not ready():
        if time.monotonic() > limit:
            raise TimeoutError(f"{what} did not start")
        time.sleep(0.05)

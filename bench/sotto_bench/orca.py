"""From a key press to the first sound under Orca: typed letters and rows of a list, with every
voice in turn in one session."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sotto_bench import rhythm, spiel
from sotto_bench.heard import first_sound, last_sound
from sotto_bench.machine import describe
from sotto_bench.recorder import Recorder
from sotto_bench.report import Figure, figure_table, median, percentile
from sotto_bench.session import MONITOR, Session, session
from sotto_bench.sotto import Sotto
from sotto_client import Client, connect
from sotto_orca.json_format import parse, serialize

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PATIENCE = 20.0
_HEARD_WITHIN = 2.0
_ROW_REST = 0.4
"""Seconds of silence before a key: a user who listens to each row."""

AHEAD = "sotto, look-ahead"
LEAST_HITS = 80.0


@dataclass
class Onsets:
    """Of one voice: milliseconds, and how many keys were not heard at all."""

    name: str
    letters: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    lost: int = 0
    hits: int = 0


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
        made.start("Xvfb", "-displayfd", "1", "-screen", "0", "800x700x24", "-nolisten", "tcp")
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
    async def orca(self, module: str) -> AsyncIterator[None]:
        """Orca with that voice, once it is silent after its greeting."""
        file = Path(self._made.environment["HOME"]) / ".local/share/orca/user-settings.conf"
        file.parent.mkdir(parents=True, exist_ok=True)
        settings = parse(None)
        for part in (settings["general"], settings["profiles"]["default"]):
            part["speechServerFactory"] = "speechdispatcherfactory"
            part["speechServerInfo"] = [module, module]
        file.write_bytes(serialize(settings))
        process = self._made.start("orca")
        await self.rest(3.0, needs_sound=True)
        try:
            yield
        finally:
            process.terminate()
            try:
                await asyncio.to_thread(process.wait, 3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    async def rest(self, seconds: float, *, needs_sound: bool = False) -> None:
        """Wait for so much silence, after a sound when that is needed."""
        began = time.monotonic()
        while True:
            now = time.monotonic()
            if now - began > _PATIENCE:
                raise TimeoutError("it is never silent, or never speaks")
            last = last_sound(self._recorder.recent(began))
            if now - (last or began) > seconds and (last or not needs_sound):
                return
            await asyncio.sleep(0.02)

    async def onset(self, key: str) -> float | None:
        """Milliseconds from a key to its first sound; None when there is none."""
        moment = self.keyboard.press(key)
        while time.monotonic() < moment + _HEARD_WITHIN:
            await asyncio.sleep(0.02)
            first = first_sound(self._recorder.recent(moment))
            if first is not None:
                return (first - moment) * 1000
        return None


async def run(*, quick: bool) -> str:
    """All of it as tables. Raises TimeoutError or OSError when a program does not start."""
    with session() as made:
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment) as recorder:
            sotto = Sotto()
            await sotto.start(made)
            address = made.environment["DBUS_SESSION_BUS_ADDRESS"]
            figures = await spiel.figures(address)
            client = await connect(address)
            figures += await rhythm.figures(client, 100 if quick else 1000)
            desktop = Desktop(made, recorder)
            desktop.open(made.start_speech_dispatcher(["sotto", "espeak-ng", "flite"]))
            found = await _voices(made, desktop, client, 5 if quick else 20)
            desktop.keyboard.close()
            await client.close()
            await sotto.close()
    return "\n".join([describe(), _table(found), figure_table(_promises(found) + figures)])


async def _voices(made: Session, desktop: Desktop, client: Client, rows: int) -> list[Onsets]:
    found = []
    for module in ("sotto", AHEAD, "flite", "espeak-ng"):
        print(f"measuring: Orca with {module}", file=sys.stderr, flush=True)
        async with desktop.orca(module.partition(",")[0]):
            if module == AHEAD:
                made.start(sys.executable, "-m", "sotto_orca.look_ahead")
            # Rows that were said before are known: look-ahead gets others.
            first = rows if module == AHEAD else 0
            found.append(await _voice(desktop, client, module, rows, first))
    return found


async def _voice(desktop: Desktop, client: Client, name: str, rows: int, first: int) -> Onsets:
    onsets = Onsets(name)
    for letter in _LETTERS[:rows]:
        await desktop.rest(_ROW_REST)
        _note(onsets, onsets.letters, await desktop.onset(letter))
    desktop.keyboard.press("Tab")
    await desktop.rest(1.0)
    desktop.keyboard.press("Home")
    await desktop.rest(1.0)
    for _ in range(first):
        desktop.keyboard.press("Down")
        await asyncio.sleep(0.03)
    await desktop.rest(1.0)
    for _ in range(rows):
        await desktop.rest(_ROW_REST)
        _note(onsets, onsets.rows, await desktop.onset("Down"))
        last = (await client.state()).last
        onsets.hits += name.startswith("sotto") and (await client.why(last)).cached
    desktop.keyboard.press("shift+Tab")
    await desktop.rest(1.0)
    return onsets


def _note(onsets: Onsets, kept: list[float], onset: float | None) -> None:
    if onset is None:
        onsets.lost += 1
    else:
        kept.append(onset)


def _promises(found: Sequence[Onsets]) -> list[Figure]:
    ours, ahead, flite, espeak = found
    rows = max(len(ahead.rows), 1)
    return [
        Figure(
            "letters under Orca, median, of espeak-ng's",
            median(ours.letters) / median(espeak.letters),
            "",
            most=1,
        ),
        Figure(
            "rows under Orca, median, of espeak-ng's",
            median(ours.rows) / median(espeak.rows),
            "",
            most=1,
        ),
        Figure(
            "rows with look-ahead, median, of flite's",
            median(ahead.rows) / median(flite.rows),
            "",
            most=1,
        ),
        Figure("rows that look-ahead had ready", ahead.hits / rows * 100, "%", least=LEAST_HITS),
        Figure("rows ready without look-ahead", ours.hits / rows * 100, "%"),
        Figure("keys that were not heard", float(ours.lost + ahead.lost), "", most=0),
    ]


def _table(found: Sequence[Onsets]) -> str:
    lines = [
        "**Key press to first sound under Orca**, milliseconds: median (95th percentile, number)",
        "",
        "| | letters | rows of a list | not heard |",
        "|---|---|---|---|",
    ]
    for each in found:
        lines.append(f"| {each.name} | {_cell(each.letters)} | {_cell(each.rows)} | {each.lost} |")
    return "\n".join(lines) + "\n"


def _cell(numbers: Sequence[float]) -> str:
    return f"{median(numbers):.1f} ({percentile(numbers, 95):.1f}, {len(numbers)})"


def _numbers(log: Path) -> list[str]:
    return [line for line in log.read_text().splitlines() if line.isdecimal()]


def _wait(what: str, ready: object) -> None:
    assert callable(ready)
    limit = time.monotonic() + _PATIENCE
    while not ready():
        if time.monotonic() > limit:
            raise TimeoutError(f"{what} did not start")
        time.sleep(0.05)

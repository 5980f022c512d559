"""The settings window: how soon it is there, for eyes and for a screen reader, and how soon a
changed value is heard after its key."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from sotto_bench.orca_desktop import Keyboard
from sotto_bench.report import Figure, figure_table
from sotto_bench.session import MONITOR, Session, session
from sotto_bench.sotto import Sotto
from sotto_measure.heard import first_sound
from sotto_measure.machine import describe
from sotto_measure.medians import median, percentile
from sotto_measure.recorder import Recorder

MOST_OPEN_MS, MOST_HEARD_MS = 1000.0, 50.0
TITLE = "Sotto settings"
_PATIENCE, _POLL, _QUIET = 60.0, 0.005, 0.5
_SEEN = (
    "import sys, pyatspi\n"
    "def tell(event):\n"
    "    print('focus', flush=True)\n"
    "pyatspi.Registry.registerEventListener(tell, 'object:state-changed:focused')\n"
    "print('ready', flush=True)\n"
    "pyatspi.Registry.start()\n"
)
"""Prints a line for each focus that a screen reader is told of."""


async def run(*, quick: bool) -> str:
    """The table. Raises TimeoutError when something does not start."""
    with session() as made:
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment) as recorder:
            sotto = await Sotto.started(made)
            _start_display(made)
            found = [await _open(made) for _ in range(5 if quick else 15)]
            heard = await _changes(made, recorder, 10 if quick else 40)
            await sotto.close()
    frames, told = zip(*found, strict=True)
    figures = [
        Figure("window, start to its first frame, median", median(frames), "ms", most=MOST_OPEN_MS),
        Figure("window, start to a reader's first focus, median", median(told), "ms",
               most=MOST_OPEN_MS),
        Figure("the same, p95", percentile(told, 95), "ms"),
        Figure("window, key to a changed value's sound, median", median(heard), "ms",
               most=MOST_HEARD_MS),
        Figure("the same, p95", percentile(heard, 95), "ms"),
    ]  # fmt: skip
    return "\n".join([describe(), figure_table(figures)])


def _start_display(made: Session) -> None:
    made.start("Xvfb", "-displayfd", "1", "-screen", "0", "900x720x24", "-nolisten", "tcp",
                   "-noreset")  # fmt: skip
    log = made.folder / "Xvfb.log"

    def numbers() -> list[str]:
        return [line for line in log.read_text().splitlines() if line.isdecimal()]

    _wait("X", lambda: bool(numbers()))
    made.environment |= {
        "DISPLAY": f":{numbers()[0]}",
        "LANG": "C.UTF-8",
        "GTK_A11Y": "atspi",
        "GSK_RENDERER": "cairo",
    }
    made.start("openbox")
    made.start("/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
    made.start("/usr/bin/python3", "-u", "-c", _SEEN)
    _wait("the look at focus", lambda: bool(_focuses(made)))


def _focuses(made: Session) -> list[str]:
    return (made.folder / "python3.log").read_text().splitlines()


async def _open(made: Session) -> tuple[float, float]:
    """Milliseconds to the first frame, and to the first focus that is told."""
    before, began = len(_focuses(made)), time.monotonic()
    window = made.start(sys.executable, "-m", "sotto", "window")
    frame = told = 0.0
    while not (frame and told):
        now = (time.monotonic() - began) * 1000
        if not frame and made.succeeds("xdotool", "search", "--onlyvisible", "--name", TITLE):
            frame = now
        if not told and len(_focuses(made)) > before:
            told = now
        if now > _PATIENCE * 1000:
            raise TimeoutError(f"the window is not there: frame {frame}, focus {told}")
        await asyncio.sleep(_POLL)
    window.terminate()
    with suppress(subprocess.TimeoutExpired):
        await asyncio.to_thread(window.wait, _PATIENCE)
    return frame, told


async def _changes(made: Session, recorder: Recorder, count: int) -> list[float]:
    """Milliseconds from a key on a slider to the sound of its new value."""
    before = len(_focuses(made))
    made.start(sys.executable, "-m", "sotto", "window")
    _wait("the window", lambda: len(_focuses(made)) > before)
    keyboard = Keyboard(made)
    # The page of speed, and its second control: the factor.
    for key in ("ctrl+Page_Down", "Tab", "Tab"):
        keyboard.press(key)
        await asyncio.sleep(_QUIET)
    heard = [await _onset(keyboard, recorder, key) for key in ("Right", "Left") * (count // 2)]
    keyboard.close()
    return heard


async def _onset(keyboard: Keyboard, recorder: Recorder, key: str) -> float:
    while first_sound(recorder.recent(time.monotonic() - _QUIET)) is not None:
        await asyncio.sleep(_POLL)
    moment = keyboard.press(key)
    while (first := first_sound(recorder.recent(moment))) is None:
        if time.monotonic() - moment > _PATIENCE:
            raise TimeoutError("a change is not heard")
        await asyncio.sleep(_POLL)
    return (first - moment) * 1000


def _wait(what: str, ready: Callable[[], bool]) -> None:
    limit = time.monotonic() + _PATIENCE
    while not ready():
        if time.monotonic() > limit:
            raise TimeoutError(f"{what} did not start")
        time.sleep(_POLL)

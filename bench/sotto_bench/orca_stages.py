"""Where the time goes between a key and its sound under Orca, in sessions with and without
look-ahead in turn: what differs from one session to the next, and what of it is ours.

Each stage ends with something that is seen from outside: the toolkit's first accessibility event,
Orca's request on Speech Dispatcher's socket, the module's call on the bus, the daemon's first sound
given to the sound server (as it accounts for it), and the first sample on the device. The last one
tells what the sound server's rhythm adds. Calls on the accessibility bus are counted; most
questions to a program go past it, on a connection of their own, and are not seen.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import pstdev

from dbus_next import Message

from sotto_bench.monitor import BusMonitor, SsipProxy
from sotto_bench.orca_desktop import SETTLED_SECONDS, Desktop
from sotto_bench.report import table
from sotto_bench.session import MONITOR, Session, session
from sotto_bench.sotto import Sotto
from sotto_bus import close_bus, open_bus
from sotto_client import Client, Explanation, UnknownUtteranceError, connect
from sotto_measure.machine import describe
from sotto_measure.medians import median, percentile
from sotto_measure.recorder import Recorder

STAGES = ("toolkit", "Orca", "SSIP and module", "daemon", "sound server")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_REST = 0.4
_START = 4.0
_EVENTS = "type='signal',interface='org.a11y.atspi.Event.Object'"
_CALLS = "type='method_call'"
_SPEAK = "type='method_call',interface='org.sotto.Voice1',member='Speak'"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: milliseconds of each of `STAGES`, calls on the accessibility bus meanwhile, whether
    the natural voice spoke it, and whether it was ready."""

    kind: str
    stages: tuple[float, ...]
    calls: int
    is_natural: bool
    is_ready: bool

    @property
    def whole(self) -> float:
        """From the key to its sound."""
        return sum(self.stages)


@dataclass(frozen=True, slots=True)
class Run:
    """One session; `lost` keys were not heard or not seen in a stage."""

    has_ahead: bool
    keys: tuple[Key, ...]
    lost: int


async def run(*, quick: bool) -> str:
    """The tables. Raises TimeoutError or OSError when a program does not start."""
    sessions, keys = (2, 10) if quick else (6, 100)
    runs = []
    for number in range(sessions):
        has_ahead = bool(number % 2)
        print(f"measuring: session {number + 1} of {sessions}", file=sys.stderr, flush=True)
        runs.append(await _session(keys, has_ahead=has_ahead))
    return "\n".join([describe(), show(runs, "letter"), show(runs, "row")])


async def _session(count: int, *, has_ahead: bool) -> Run:
    with session() as made:
        made.write_settings("")
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment) as recorder:
            sotto = await Sotto.started(made)
            proxy = SsipProxy(made.start_speech_dispatcher(["sotto"]))
            await proxy.listen(made.folder / "proxy")
            desktop = Desktop(made, recorder)
            await asyncio.to_thread(desktop.open, made.folder / "proxy")
            await asyncio.sleep(SETTLED_SECONDS)
            found = await _orca(made, desktop, proxy, count, has_ahead=has_ahead)
            desktop.keyboard.close()
            await proxy.close()
            await sotto.close()
    return found


async def _orca(
    made: Session, desktop: Desktop, proxy: SsipProxy, count: int, *, has_ahead: bool
) -> Run:
    address = made.environment["DBUS_SESSION_BUS_ADDRESS"]
    client = await connect(address)
    async with desktop.orca("sotto"):
        accessibility = await accessibility_bus(address)
        if has_ahead:
            made.start(sys.executable, "-m", "sotto_orca.look_ahead")
            await asyncio.sleep(_START)
        events = await BusMonitor.watch(accessibility, [_EVENTS, _CALLS])
        speaks = await BusMonitor.watch(address, [_SPEAK])
        watch = _Watch(desktop, client, proxy, events, speaks)
        keys = [await watch.key(_LETTERS[at % 26], "letter") for at in range(count)]
        for key in ("Tab", "Home"):
            desktop.keyboard.press(key)
            await desktop.rest(1.0)
        # The list has sixty rows.
        for at in range(count):
            keys.append(await watch.key("Down" if at // 50 % 2 == 0 else "Up", "row"))
        events.close()
        speaks.close()
    await client.close()
    known = tuple(key for key in keys if key is not None)
    return Run(has_ahead, known, len(keys) - len(known))


async def accessibility_bus(session_bus: str) -> str:
    """Its address. Raises OSError."""
    bus = await open_bus(session_bus)
    reply = await bus.call(Message(
        destination="org.a11y.Bus", path="/org/a11y/bus", interface="org.a11y.Bus",
        member="GetAddress",
    ))  # fmt: skip
    close_bus(bus)
    if reply is None or not reply.body:
        raise OSError("there is no accessibility bus")
    return str(reply.body[0])


@dataclass(frozen=True, slots=True)
class _Watch:
    desktop: Desktop
    client: Client
    proxy: SsipProxy
    events: BusMonitor
    speaks: BusMonitor

    async def key(self, key: str, kind: str) -> Key | None:
        """Press it in silence; None when it was not heard, or a stage was not seen."""
        await self.desktop.rest(_REST)
        self.events.passed.clear()
        pressed, heard = await self._press(key)
        event = next((p.moment for p in self.events.passed if p.is_signal), None)
        asked, called = self.proxy.first(pressed), self.speaks.first(pressed)
        told = await self._told()
        if heard is None or told is None or not (event and asked and called):
            return None
        made = told.first_audio_ms / 1000
        # Orca may ask before the event that we see first reaches us.
        moments = [pressed, min(event, asked), asked, called, called + made, pressed + heard]
        stages = [(b - a) * 1000 for a, b in pairwise(moments)]
        calls = sum(not p.is_signal and p.moment <= asked for p in self.events.passed)
        return Key(kind, tuple(stages), calls, told.is_natural, told.cached)

    async def _press(self, key: str) -> tuple[float, float | None]:
        """The moment of it, and seconds to its sound."""
        moment, onset = await self.desktop.timed(key)
        return moment, None if onset is None else onset / 1000

    async def _told(self) -> Explanation | None:
        """What the daemon tells of the last one, when it was heard."""
        last = (await self.client.state()).last
        try:
            told = await self.client.why(last)
        except UnknownUtteranceError:
            return None
        return told if told.first_audio_ms >= 0 else None


def show(runs: Sequence[Run], kind: str) -> str:
    """A line a session: medians of the stages and of the whole, its p95, calls a key, how many the
    natural voice spoke and how many were ready; and below, what differs most between sessions."""
    lines, medians = [], []
    for number, each in enumerate(runs, 1):
        keys = [key for key in each.keys if key.kind == kind]
        parts = [median([key.stages[place] for key in keys]) for place in range(len(STAGES))]
        whole = [key.whole for key in keys]
        medians.append(parts)
        lines.append([
            f"{number}, look-ahead {'on' if each.has_ahead else 'off'}",
            *(f"{part:.1f}" for part in parts),
            f"{median(whole):.1f}", f"{percentile(whole, 95):.1f}", str(len(keys)),
            f"{median([key.calls for key in keys]):.0f}",
            str(sum(key.is_natural for key in keys)), str(sum(key.is_ready for key in keys)),
        ])  # fmt: skip
    spread = [pstdev([parts[place] for parts in medians]) for place in range(len(STAGES))]
    lines.append(
        ["differs by (standard deviation)", *(f"{each:.1f}" for each in spread), *[""] * 6]
    )
    head = ["session", *STAGES, "all", "p95", "keys", "calls", "natural", "ready"]
    title = f"**Under Orca, {kind}s**: medians in milliseconds, accessibility calls a key"
    return f"{title}\n\n{table(head, lines)}"

"""From a key press to the first sound under Orca: typed letters and rows of a list, with every
voice in turn in one session; with Sotto, also continuous reading and what typing costs.

The voices have two rounds, there and back, so that a machine that gets slower or faster meanwhile
is no one's gain. A row that a reader has asked for tells it of more events from then on, so all of
them are visited before.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from sotto_bench import orca_reading, orca_typing, rhythm, spiel
from sotto_bench.orca_desktop import SETTLED_SECONDS, Desktop
from sotto_bench.orca_reading import Beginnings
from sotto_bench.orca_window import VOICED
from sotto_bench.report import Figure, cell, figure_table, ratio, table
from sotto_bench.session import MONITOR, Session, session
from sotto_bench.sotto import Sotto
from sotto_client import Client, connect
from sotto_measure.machine import describe
from sotto_measure.medians import median, percentile
from sotto_measure.recorder import Recorder

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROW_REST = 0.4
"""Seconds of silence before a key: a user who listens to each row."""

OURS, AHEAD = "sotto", "sotto, look-ahead"
_VOICES = (OURS, AHEAD, "flite", "espeak-ng")
_TOP, _BOTTOM = ("Home", "Down"), ("End", "Up")
"""Where the rows of a round begin, and the key to the next: each voice has other rows in each."""
_VISIT_REST = 0.15
_START = 4.0
"""Seconds that look-ahead has for its own start."""

LONGEST_GAP = 15.0
_RATE, _OTHER_RATE = 50, 51
"""Of Orca's 100: what was said at one rate is not ready at another."""


@dataclass
class Onsets:
    """Of one voice: milliseconds, and how many keys were not heard at all; `known` are letters,
    `hits` rows and `ready` sentences that the daemon had ready; `foreign` are keys for which it did
    not speak, or not in its natural voice; `typing` is processor time for each letter, of the
    daemon and, with look-ahead, of that."""

    name: str
    letters: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    typing: list[float] = field(default_factory=list)
    lost: int = 0
    foreign: int = 0
    last: int = 0
    """The utterance of the key before."""
    known: int = 0
    hits: int = 0
    ready: int = 0


async def run(*, quick: bool) -> str:
    """All of it as tables. Raises TimeoutError or OSError when a program does not start."""
    with session() as made:
        made.write_settings("")
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment, orca_reading.KEPT_SECONDS) as recorder:
            sotto = await Sotto.started(made)
            address = made.environment["DBUS_SESSION_BUS_ADDRESS"]
            figures = await spiel.figures(address, sotto.pid)
            client = await connect(address)
            figures += await rhythm.figures(client, 100 if quick else 1000)
            desktop = Desktop(made, recorder)
            desktop.open(made.start_speech_dispatcher(["sotto", "espeak-ng", "flite"]))
            measured = _Measured(made, recorder, sotto.pid, client, desktop)
            await asyncio.sleep(SETTLED_SECONDS)
            found = await _rounds(measured, 3 if quick else 10)
            desktop.keyboard.close()
            await client.close()
            await sotto.close()
    return "\n".join([describe(), onset_tables(found), figure_table(_promises(found) + figures)])


@dataclass(frozen=True, slots=True)
class _Measured:
    made: Session
    recorder: Recorder
    daemon: int
    client: Client
    desktop: Desktop


async def _rounds(measured: _Measured, keys: int) -> list[Onsets]:
    """All voices, each with so many letters and rows a round."""
    await _visit(measured.desktop, keys)
    found = {name: Onsets(name) for name in _VOICES}
    for name in _VOICES:
        await _voice(measured, found[name], _LETTERS[:keys], _TOP, is_first=True)
    for name in reversed(_VOICES):
        await _voice(measured, found[name], _LETTERS[keys : 2 * keys], _BOTTOM, is_first=False)
    return list(found.values())


async def _visit(desktop: Desktop, rows: int) -> None:
    print("visiting the rows", file=sys.stderr, flush=True)
    async with desktop.orca("espeak-ng", _RATE):
        await _enter_list(desktop)
        for begin, step in (_TOP, _BOTTOM):
            for key in (begin, *[step] * rows):
                desktop.keyboard.press(key)
                await desktop.rest(_VISIT_REST)
        await _leave_list(desktop)


async def _voice(
    measured: _Measured, onsets: Onsets, letters: str, way: tuple[str, str], *, is_first: bool
) -> None:
    """One round; what is read on and typed at length only in the first one."""
    name, desktop = onsets.name, measured.desktop
    print(f"measuring: Orca with {name}", file=sys.stderr, flush=True)
    rate = _OTHER_RATE if name == AHEAD else _RATE
    async with desktop.orca(name.partition(",")[0], rate):
        pids = [measured.daemon]
        process = None
        if name == AHEAD:
            process = measured.made.start(sys.executable, "-m", "sotto_orca.look_ahead")
            pids.append(process.pid)
            await asyncio.sleep(_START)
        await _keys(measured, onsets, letters, way)
        if is_first and name in {OURS, AHEAD}:
            await _reading(measured, onsets)
            onsets.typing = await orca_typing.cost(desktop, pids)
    if process is not None:
        # The next voice is measured without it.
        process.terminate()
        await asyncio.to_thread(process.wait)


async def _keys(measured: _Measured, onsets: Onsets, letters: str, way: tuple[str, str]) -> None:
    desktop = measured.desktop
    onsets.last = (await measured.client.state()).last
    for letter in letters:
        await desktop.rest(_ROW_REST)
        _note(onsets, onsets.letters, await desktop.onset(letter))
        onsets.known += await _was_ready(measured, onsets)
    begin, step = way
    await _enter_list(desktop)
    desktop.keyboard.press(begin)
    await desktop.rest(1.0)
    for _ in letters:
        await desktop.rest(_ROW_REST)
        _note(onsets, onsets.rows, await desktop.onset(step))
        onsets.hits += await _was_ready(measured, onsets)
    await _leave_list(desktop)


async def _enter_list(desktop: Desktop) -> None:
    desktop.keyboard.press("Tab")
    await desktop.rest(1.0)


async def _leave_list(desktop: Desktop) -> None:
    desktop.keyboard.press("shift+Tab")
    await desktop.rest(1.0)


async def _was_ready(measured: _Measured, onsets: Onsets) -> bool:
    if onsets.name not in {OURS, AHEAD}:
        return False
    last, before = (await measured.client.state()).last, onsets.last
    onsets.last = last
    if last != before and (why := await measured.client.why(last)).is_natural:
        return why.cached
    onsets.foreign += 1
    return False


async def _reading(measured: _Measured, onsets: Onsets) -> None:
    beginnings = await Beginnings.watch(measured.made.environment["DBUS_SESSION_BUS_ADDRESS"])
    found = await orca_reading.read_on(measured.desktop, measured.recorder, beginnings)
    beginnings.close()
    onsets.gaps += found.gaps
    for number in found.numbers:
        onsets.ready += (await measured.client.why(number)).cached


def _note(onsets: Onsets, kept: list[float], onset: float | None) -> None:
    if onset is None:
        onsets.lost += 1
    else:
        kept.append(onset)


def _promises(found: Sequence[Onsets]) -> list[Figure]:
    ours, ahead, flite, espeak = found
    rows, letters = max(len(ahead.rows), 1), max(len(ahead.letters), 1)
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
        Figure("rows that look-ahead had ready", ahead.hits / rows * 100, "%"),
        Figure("letters ready with look-ahead", ahead.known / letters * 100, "%"),
        Figure("letters ready without look-ahead", ours.known / letters * 100, "%"),
        Figure("rows ready without look-ahead", ours.hits / rows * 100, "%"),
        Figure("keys that were not heard", float(ours.lost + ahead.lost), "", most=0),
        Figure(
            "keys that the natural voice did not speak",
            float(ours.foreign + ahead.foreign),
            "",
            most=0,
        ),
        *_reading_figures(ours, ahead),
        *_typing_figures(ours, ahead),
    ]


def _reading_figures(ours: Onsets, ahead: Onsets) -> list[Figure]:
    return [
        Figure("reading on, gap between sentences, median", median(ours.gaps), "ms"),
        Figure("the same, p95", percentile(ours.gaps, 95), "ms"),
        Figure(
            "reading on with look-ahead, gap, median", median(ahead.gaps), "ms", most=LONGEST_GAP
        ),
        Figure("the same, p95", percentile(ahead.gaps, 95), "ms"),
        Figure(f"sentences ready, of {len(VOICED)}", float(ahead.ready), ""),
    ]


def _typing_figures(ours: Onsets, ahead: Onsets) -> list[Figure]:
    return [
        Figure("the daemon's processor time for a typed letter", ours.typing[0], "ms"),
        Figure("the same with look-ahead", ahead.typing[0], "ms"),
        Figure("look-ahead's own", ahead.typing[1], "ms", most=1),
    ]


def onset_tables(found: Sequence[Onsets]) -> str:
    """Onsets, then ours as ratios to the others', which is what machines can be compared by."""
    onsets = [[o.name, cell(o.letters), cell(o.rows), str(o.lost)] for o in found]
    ratios = [
        [
            f"{ours.name}, to {peer.name}",
            ratio(ours.letters, peer.letters),
            ratio(ours.rows, peer.rows),
        ]
        for ours in found[:2]
        for peer in found[2:]
    ]
    return (
        "**Key press to first sound under Orca**, milliseconds: median (95th percentile, number)\n"
        "\n"
        f"{table(['', 'letters', 'rows of a list', 'not heard'], onsets)}\n"
        "Ratios of these medians with their 95 % intervals (bootstrap)\n\n"
        f"{table(['', 'letters', 'rows of a list'], ratios)}"
    )

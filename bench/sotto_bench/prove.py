"""The command behind `script/prove`: a soak, then faults; exits with 1 when a row is silent."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import subprocess
import sys
from collections.abc import Awaitable, Iterator, Sequence
from pathlib import Path

from sotto_bench.proof_deadline import prove_deadline
from sotto_bench.proof_faults import FAULTS, SOUND, STATES, Row, row
from sotto_bench.proof_heavy import prove_heavy
from sotto_bench.proof_matrix import through_doors
from sotto_bench.proof_pictures import prove_day
from sotto_bench.proof_soak import Soak, soak
from sotto_bench.proof_stage import QUIET, raised
from sotto_bench.proof_texts import read_many
from sotto_bench.proof_unit import prove_unit
from sotto_bench.session import PIPEWIRE

SHORT = {
    "daemon killed": "speaking",
    "sound server killed": "speaking",
    "espeak-ng's processes hang": "idle",
    "out of memory, in a control group": "speaking",
}
"""Faults of the short form, each in one state."""

SEARCHES = ("speech/test_every_order.py", "speechd_module/test_every_order.py", "fuzz")
"""Tests that search as far as they are told."""


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/prove",
        description="Speaks random texts, stops them, lets the daemon, espeak-ng, the sound server "
        "and the settings fail, and listens to a silent sink: through D-Bus, Speech Dispatcher and "
        "Spiel. Then reads random strings, searches every order of events and fuzzes the inputs. "
        "Nothing is heard.",
    )
    parser.add_argument("--short", action="store_true", help="four faults, about a minute")
    parser.add_argument(
        "--matrix", action="store_true", help="only the faults, without soak and searches"
    )
    parser.add_argument("--minutes", type=float, help="of the soak (default: 5; short: 0.3)")
    parser.add_argument(
        "--strings", type=int, default=100_000, help="random strings read (default: 100,000)"
    )
    parser.add_argument(
        "--examples", type=int, default=2_000, help="of each input that is fuzzed (default: 2,000)"
    )
    parser.add_argument(
        "--depth", type=int, default=4, help="of the search through all orders (default: 4)"
    )
    parser.add_argument(
        "--heavy",
        type=Path,
        nargs=2,
        metavar=("FILE", "VOICES"),
        help="only this: a Kokoro model and its voices are added and heard, and its process killed",
    )
    parser.add_argument("--seed", type=int, default=1, help="of the texts and stops (default: 1)")
    parser.add_argument(
        "--unit", action="store_true", help="only the unit under systemd, as root (a minute)"
    )
    parser.add_argument(
        "--day", type=float, metavar="MINUTES", help="only a day in so many minutes, as pictures"
    )
    parser.add_argument(
        "--deadline", type=int, metavar="COUNT", help="only so many requests on a quarter of a core"
    )
    return parser.parse_args(argv)


async def prove(
    minutes: float, plan: Sequence[tuple[str, str]], seed: int
) -> tuple[Soak, list[Row]]:
    """Run both parts. Raises TimeoutError when nothing speaks to begin with."""
    async with raised() as stage:
        done = await soak(stage, 60 * minutes, seed)
        rows = [await _told(row(stage, fault, state)) for fault, state in plan]
        if len(plan) == len(SHORT):
            return done, rows
        rows += [await _told(each) for each in through_doors(stage, FAULTS)]
    async with raised(PIPEWIRE) as stage:
        states = itertools.product(SOUND, STATES)
        rows += [await _told(row(stage, fault, state)) for fault, state in states]
        rows += [await _told(each) for each in through_doors(stage, SOUND)]
    return done, rows


async def _told(made: Awaitable[Row]) -> Row:
    """With a sign that it goes on: all rows take many minutes."""
    row = await made
    told = f"{row.fault}, {row.server}, {row.door}, {row.state}: {row.heard_s}"
    print(told, file=sys.stderr, flush=True)
    return row


def plan(*, short: bool) -> list[tuple[str, str]]:
    """The faults and the states they happen in."""
    if short:
        return list(SHORT.items())
    return list(itertools.product(FAULTS, STATES))


def table(done: Soak, rows: Sequence[Row]) -> Iterator[str]:
    """The result in Markdown, line by line."""
    yield f"- {done.asked} texts asked for, {done.stopped} of them stopped within 50 ms"
    yield f"- {done.wrong_ends} did not end exactly once, {done.unheard} letters were not heard"
    yield f"- {done.stale} of {done.looks} looks after a stop found sound"
    for name, values in zip(("MB", "descriptors", "threads"), zip(*done.held), strict=True):  # noqa: B905
        yield f"- {name}: " + ", ".join(f"{value:.0f}" for value in values)
    yield ""
    yield "Seconds from the end of the fault, a listening for 0.2 s of silence included:"
    yield ""
    yield "| fault | sound server | through | while | heard again after | ends that are wrong |"
    yield "|---|---|---|---|---|---|"
    for each in rows:
        heard = "never" if each.heard_s is None else f"{each.heard_s:.2f} s"
        where = f"{each.fault} | {each.server} | {each.door} | {each.state}"
        yield f"| {where} | {heard} | {each.wrong_ends} |"
    yield ""
    soon = sum(each.heard_s is not None and each.heard_s <= 1 + QUIET for each in rows)
    yield f"{soon} of {len(rows)} rows are heard within 1 s."
    yield f"{sum(not each.is_good for each in rows)} of {len(rows)} rows are not as they should be."


def search(depth: int, examples: int) -> bool:
    """Every order of events up to a depth, and inputs of any content; whether all went well."""
    environment = os.environ | {"SOTTO_DEPTH": str(depth), "SOTTO_EXAMPLES": str(examples)}
    tests = Path(__file__).parents[2] / "tests"
    command = [sys.executable, "-m", "pytest", "-q", "--timeout", "3000"]
    command += [str(tests / name) for name in SEARCHES]
    return subprocess.run(command, env=environment, check=False).returncode == 0


def _read_strings(count: int, seed: int) -> bool:
    lost = read_many(count, seed)
    print(f"\n{len(lost.strings)} of {lost.read} random strings lost a character.")
    print("\n".join(lost.strings[:20]))
    return not lost.strings


def main(argv: list[str]) -> int:
    """Print the table; 0 when everything was heard."""
    options = _arguments(argv)
    if options.unit:
        return 0 if prove_unit() else 1
    if options.day:
        return 0 if asyncio.run(prove_day(options.day * 60, options.seed)) else 1
    if options.deadline:
        return 0 if asyncio.run(prove_deadline(options.deadline)) else 1
    if options.heavy:
        return 0 if prove_heavy(*options.heavy) else 1
    minutes = options.minutes or (0.3 if options.short or options.matrix else 5.0)
    done, rows = asyncio.run(prove(minutes, plan(short=options.short), options.seed))
    print("\n".join(table(done, rows)), flush=True)
    is_good = done.is_good and all(each.is_good for each in rows)
    if not options.short and not options.matrix:
        is_good &= _read_strings(options.strings, options.seed)
        is_good &= search(options.depth, options.examples)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

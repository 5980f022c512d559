"""The command behind `script/prove`: a soak, then faults; exits with 1 when a row is silent."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sotto_bench.proof_deadline import prove_deadline
from sotto_bench.proof_faults import FAULTS, SOUND, Row, row
from sotto_bench.proof_heavy import prove_heavy
from sotto_bench.proof_matrix import all_cases
from sotto_bench.proof_pictures import prove_day
from sotto_bench.proof_run import Wanted, run_rows
from sotto_bench.proof_soak import Soak, soak
from sotto_bench.proof_stage import QUIET, raised
from sotto_bench.proof_texts import read_many
from sotto_bench.proof_unit import prove_unit
from sotto_bench.session import PIPEWIRE, PULSEAUDIO

SHORT = {
    "daemon killed": "speaking",
    "sound server killed": "speaking",
    "espeak-ng's processes hang": "idle",
    "out of memory, in a control group": "speaking",
}
"""Faults of the short form, each in one state."""

SERVERS = (PULSEAUDIO, PIPEWIRE)

SEARCHES = ("speech/test_every_order.py", "speechd_module/test_every_order.py", "fuzz")
"""Tests that search as far as they are told."""


@dataclass(slots=True)
class Found:
    """What is known by now."""

    soak: Soak | None = None
    rows: list[Row] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether everything was heard."""
        is_calm = self.soak is None or self.soak.is_good
        return is_calm and all(each.is_good for each in self.rows)


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
    parser.add_argument("--only", default="", metavar="FAULT", help="rows whose fault has this")
    parser.add_argument("--door", default="", help="rows through it: D-Bus, Speech, Spiel")
    parser.add_argument("--state", default="", help="rows in it: idle, preparing, speaking, paused")
    parser.add_argument("--server", default="", help="rows with it: PulseAudio, PipeWire")
    parser.add_argument("--times", type=int, default=1, help="that each row is run (default: 1)")
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
    minutes: float, wanted: Wanted, seed: int, found: Found, servers: Sequence[str] = SERVERS
) -> None:
    """Fill `found`: the soak, then the rows. Raises TimeoutError when nothing speaks at all."""
    if minutes:
        async with raised() as stage:
            found.soak = await soak(stage, 60 * minutes, seed)
    if PULSEAUDIO in servers:
        await run_rows(PULSEAUDIO, lambda stage: all_cases(stage, FAULTS), wanted, found.rows)
    if PIPEWIRE in servers:
        await run_rows(PIPEWIRE, lambda stage: all_cases(stage, SOUND), wanted, found.rows)


async def prove_short(minutes: float, seed: int, found: Found) -> None:
    """The soak and four faults."""
    async with raised() as stage:
        found.soak = await soak(stage, 60 * minutes, seed)
        for fault, state in SHORT.items():
            found.rows.append(await row(stage, fault, state))


def table(done: Soak | None, rows: Sequence[Row]) -> Iterator[str]:
    """The result in Markdown, line by line."""
    if done is not None:
        yield from _soak_lines(done)
    yield "Seconds from the end of the fault, a listening for 0.2 s of silence included:"
    yield ""
    yield "| fault | sound server | through | while | heard again after | ends that are wrong |"
    yield "|---|---|---|---|---|---|"
    for each in rows:
        heard = "never" if each.heard_s is None else f"{each.heard_s:.2f} s"
        told = f"{heard} ({each.note})" if each.note else heard
        where = f"{each.fault} | {each.server} | {each.door} | {each.state}"
        yield f"| {where} | {told} | {each.wrong_ends} |"
    yield ""
    soon = sum(each.heard_s is not None and each.heard_s <= 1 + QUIET for each in rows)
    yield f"{soon} of {len(rows)} rows are heard within 1 s."
    yield f"{sum(each.heard_s is None for each in rows)} of {len(rows)} rows are silent."
    yield f"{sum(not each.is_good for each in rows)} of {len(rows)} rows are not as they should be."


def _soak_lines(done: Soak) -> Iterator[str]:
    yield f"- {done.asked} texts asked for, {done.stopped} of them stopped within 50 ms"
    yield f"- {done.wrong_ends} did not end exactly once, {done.unheard} letters were not heard"
    yield f"- {done.stale} of {done.looks} looks after a stop found sound"
    for name, values in zip(("MB", "descriptors", "threads"), zip(*done.held), strict=True):  # noqa: B905
        yield f"- {name}: " + ", ".join(f"{value:.0f}" for value in values)
    yield ""


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


def _prove(options: argparse.Namespace, found: Found) -> bool:
    """Whether nobody interrupted it; what is found until then is there in any case."""
    picks = any((options.only, options.door, options.state, options.server, options.times > 1))
    default = 0.0 if picks else 0.3 if options.short or options.matrix else 5.0
    minutes = default if options.minutes is None else options.minutes
    wanted = Wanted(options.only, options.door, options.state, options.times)
    servers = [each for each in SERVERS if options.server in each]
    proof = (
        prove_short(minutes, options.seed, found)
        if options.short
        else prove(minutes, wanted, options.seed, found, servers)
    )
    # Whoever ends it wants to know what was found.
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    try:
        asyncio.run(proof)
    except KeyboardInterrupt:
        return False
    return True


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
    found = Found()
    is_whole = _prove(options, found)
    print("\n".join(table(found.soak, found.rows)), flush=True)
    is_good = is_whole and found.is_good
    if not is_whole:
        print("It was interrupted: rows behind these were not run.")
        return 1
    if not options.short and not options.matrix:
        is_good &= _read_strings(options.strings, options.seed)
        is_good &= search(options.depth, options.examples)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

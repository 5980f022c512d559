"""The command behind `script/prove`: a soak, then faults; exits with 1 when a row is silent."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
from collections.abc import Iterator, Sequence

from sotto_bench.proof_faults import FAULTS, STATES, Row, row
from sotto_bench.proof_soak import Soak, soak
from sotto_bench.proof_stage import Stage
from sotto_bench.session import session

SHORT = ("daemon killed", "sound server killed", "espeak-ng's process hangs")
"""Faults of the short form, each in one state."""


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/prove",
        description="Speaks random texts, stops them, lets the daemon, espeak-ng, the sound server "
        "and the settings fail, and listens to a silent sink. Nothing is heard.",
    )
    parser.add_argument("--short", action="store_true", help="three faults, about a minute")
    parser.add_argument("--minutes", type=float, help="of the soak (default: 5; short: 0.3)")
    parser.add_argument("--seed", type=int, default=1, help="of the texts and stops (default: 1)")
    return parser.parse_args(argv)


async def prove(
    minutes: float, plan: Sequence[tuple[str, str]], seed: int
) -> tuple[Soak, list[Row]]:
    """Run both parts. Raises TimeoutError when nothing speaks to begin with."""
    with session() as made:
        made.start_bus()
        stage = Stage(made)
        try:
            stage.raise_sound()
            if await stage.speaks() is None:
                raise TimeoutError("nothing speaks to begin with")
            done = await soak(stage, 60 * minutes, seed)
            return done, [await row(stage, fault, state) for fault, state in plan]
        finally:
            stage.close()


def plan(*, short: bool) -> list[tuple[str, str]]:
    """The faults and the states they happen in."""
    if short:
        return list(zip(SHORT, ("speaking", "speaking", "idle"), strict=True))
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
    yield "| fault | while | heard again after | ends that are wrong |"
    yield "|---|---|---|---|"
    for each in rows:
        heard = "never" if each.heard_s is None else f"{each.heard_s:.2f} s"
        yield f"| {each.fault} | {each.state} | {heard} | {each.wrong_ends} |"
    yield ""
    yield f"{sum(not each.is_good for each in rows)} of {len(rows)} rows are not as they should be."


def main(argv: list[str]) -> int:
    """Print the table; 0 when everything was heard."""
    options = _arguments(argv)
    minutes = options.minutes or (0.3 if options.short else 5.0)
    done, rows = asyncio.run(prove(minutes, plan(short=options.short), options.seed))
    print("\n".join(table(done, rows)))
    return 0 if done.is_good and all(each.is_good for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

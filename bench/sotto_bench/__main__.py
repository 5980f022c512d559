"""The command behind `script/bench`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from sotto_bench import (
    dispatcher,
    engines,
    kokoro,
    orca,
    orca_stages,
    path,
    piper,
    quota,
    rhythm,
    start,
    window,
)
from sotto_bench.run import Plan, run
from sotto_measure.machine import BusyError, check_idle

_VOICES = Path(__file__).parents[2] / "models/voices"

QUICK = Plan(quick=True, repeated=25, modules=("espeak-ng",))
FULL = Plan(quick=False, repeated=200, modules=("sotto", "flite", "espeak-ng"))


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="Measures Sotto beside espeak-ng through Speech Dispatcher on a silent sound "
        "server of its own. Takes about ten minutes; nothing is heard.",
    )
    parser.add_argument(
        "--quick", action="store_true", help="a third of the texts, in less than two minutes"
    )
    parser.add_argument(
        "--orca", action="store_true", help="measure key presses under Orca and Spiel instead"
    )
    parser.add_argument(
        "--orca-stages",
        action="store_true",
        help="measure each stage from key to sound under Orca, in six sessions with and without "
        "look-ahead in turn, instead",
    )
    parser.add_argument(
        "--speech-dispatcher",
        action="store_true",
        help="measure only modules of Speech Dispatcher, also chains and dropouts, instead",
    )
    parser.add_argument(
        "--start",
        action="store_true",
        help="measure the daemon's start, and what it is made of, instead",
    )
    parser.add_argument(
        "--quota",
        action="store_true",
        help="measure with little processor, and what a screen reader's hour costs, instead",
    )
    parser.add_argument(
        "--cycles",
        type=int,
        metavar="N",
        help="cancel and speak so often, as keys do, and look for what is lost, instead",
    )
    parser.add_argument(
        "--window",
        action="store_true",
        help="measure how soon the settings window is there, and a change heard, instead",
    )
    parser.add_argument(
        "--engines",
        action="store_true",
        help="measure what the bundled voices cost by themselves instead",
    )
    parser.add_argument(
        "--path",
        action="store_true",
        help="measure where the first milliseconds go on a fresh home, beside flite and espeak-ng, "
        "instead",
    )
    parser.add_argument(
        "--piper",
        type=Path,
        metavar="FILE",
        help="measure a Piper voice beside piper-tts, where that is installed, instead",
    )
    parser.add_argument(
        "--kokoro",
        type=Path,
        nargs=2,
        metavar=("FILE", "VOICES"),
        help="measure a heavy voice in a long text, beside the same text without it, instead",
    )
    parser.add_argument(
        "--anyway", action="store_true", help="measure although the machine is busy"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every measurement")
    parser.add_argument(
        "--modules",
        nargs="+",
        metavar="NAME",
        help="modules of Speech Dispatcher to measure as well, the last one for the ratio "
        "(default: sotto flite espeak-ng; with --quick only espeak-ng)",
    )
    return parser.parse_args(argv)


def main(argv: list[str]) -> None:
    """Print the tables; write the file when asked to. Exits with a sentence on a busy machine."""
    options = _arguments(argv)
    try:
        check_idle()
    except BusyError as error:
        if not options.anyway:
            raise SystemExit(str(error)) from error
        print(f"Not to be quoted: {error}.\n")
    _measure(options)


def _measure(options: argparse.Namespace) -> None:
    if (table := _other_tables(options)) is not None:
        print(table())
        return
    plan = QUICK if options.quick else FULL
    report = asyncio.run(run(plan, options.modules or plan.modules))
    print(report.markdown())
    if options.json:
        options.json.write_text(report.json())


def _other_tables(options: argparse.Namespace) -> Callable[[], str] | None:
    """What was asked for instead of the usual tables, if anything."""
    quick = options.quick
    asked: tuple[tuple[object, Callable[[], str]], ...] = (
        (options.engines, lambda: engines.run(_VOICES)),
        (options.quota, lambda: asyncio.run(quota.run(quick=quick))),
        (options.cycles, lambda: asyncio.run(rhythm.run(options.cycles))),
        (options.path, lambda: asyncio.run(path.run(quick=quick))),
        (options.start, lambda: asyncio.run(start.run(quick=quick))),
        (options.window, lambda: asyncio.run(window.run(quick=quick))),
        (options.piper, lambda: piper.run(options.piper, quick=quick)),
        (options.kokoro, lambda: kokoro.run(*options.kokoro, quick=quick)),
        (options.orca_stages, lambda: asyncio.run(orca_stages.run(quick=quick))),
        (options.orca, lambda: asyncio.run(orca.run(quick=quick))),
        (options.speech_dispatcher, lambda: asyncio.run(dispatcher.run(quick=quick))),
    )
    return next((table for is_asked, table in asked if is_asked), None)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The program: reads its arguments, tells its answer or its error as a line of JSON."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from sotto_voices.commands import run
from sotto_voices.errors import VoicesError
from sotto_voices.report import tell

_FAILED = 1
_INTERRUPTED = 130


def make_parser() -> argparse.ArgumentParser:
    """Its commands; `sotto voices` is what people use."""
    parser = argparse.ArgumentParser(prog="python3 -m sotto_voices", description=__doc__)
    parser.add_argument("--index", help="where the index of voices is: an address or a folder")
    commands = parser.add_subparsers(dest="command", required=True)
    search = commands.add_parser("search")
    search.add_argument("words", nargs="*")
    search.add_argument("--language")
    for name in ("info", "install", "remove"):
        commands.add_parser(name).add_argument("id")
    add = commands.add_parser("add")
    add.add_argument("path")
    add.add_argument("--voices")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    given = make_parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _run(given)
    except BrokenPipeError:
        return _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(given: argparse.Namespace) -> int:
    try:
        tell("done", **run(given))
    except BrokenPipeError:
        raise
    except VoicesError as error:
        tell("error", kind=type(error).__name__, reason=str(error))
        return _FAILED
    except Exception as error:  # what nobody thought of is still told as one line
        tell("error", kind=type(error).__name__, reason=f"{type(error).__name__}: {error}")
        return _FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())

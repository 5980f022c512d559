"""The command line, apart from what it starts: the manual is made from it."""

from __future__ import annotations

import argparse


def make_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="sotto-emacspeak",
        description="Speech server for Emacspeak: reads Emacspeak's commands from standard "
        "input and has them said by Sotto.",
    )
    parser.add_argument(
        "--notify",
        action="store_true",
        help="be Emacspeak's second stream: interrupts the first one, which then goes on",
    )
    parser.add_argument(
        "--verbose", action="store_true", help="tell on standard error what happens"
    )
    return parser

"""The arguments of `sotto orca` and `sotto read`; nothing else is imported for them."""

from __future__ import annotations

import argparse


def add_orca_arguments(parser: argparse.ArgumentParser) -> None:
    """The actions of `sotto orca`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    enable = actions.add_parser("enable", help="let Orca speak with Sotto")
    enable.add_argument(
        "--spiel", action="store_true", help="through Spiel instead of Speech Dispatcher"
    )
    enable.add_argument(
        "--no-look-ahead", action="store_true", help="nothing is made ready before Orca asks"
    )
    disable = actions.add_parser("disable", help="let Orca speak as it did before")
    for changing in (enable, disable):
        changing.add_argument(
            "--restart", action="store_true", help="quit Orca for the change and start it again"
        )
    status = actions.add_parser("status", help="tell whether Orca speaks with Sotto")
    status.add_argument("--json", action="store_true", help="answer for programs")
    actions.add_parser(
        "look-ahead", help="make speech ready before Orca asks for it (enable starts this)"
    )


def add_read_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `sotto read`."""
    what = parser.add_mutually_exclusive_group()
    for name, text in (
        ("selection", "what is selected"),
        ("caret", "from the caret to the end"),
        ("window", "all that the window shows"),
    ):
        what.add_argument(
            f"--{name}", dest="what", action="store_const", const=name, default="best", help=text
        )
    parser.add_argument("--follow", action="store_true", help="stay, and move the caret along")
    parser.add_argument("--rate", type=float, help="0.3 to 6; 2 is twice as fast")
    parser.add_argument(
        "--delay", type=float, default=0.0, metavar="SECONDS", help="to go to another window first"
    )
    parser.add_argument("--json", action="store_true", help="with --follow, tell where words are")

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

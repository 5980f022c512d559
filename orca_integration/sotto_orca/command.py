"""`sotto orca`: the arguments and what they print; words that are easy to hear."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict

from sotto_orca.choice import Choice, Family, System
from sotto_orca.errors import OrcaError
from sotto_orca.switch import Switch

FindFamily = Callable[[], Family | None]
"""The voice that Orca should name through Spiel; it may ask the daemon."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `sotto orca`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    enable = actions.add_parser("enable", help="let Orca speak with Sotto")
    enable.add_argument(
        "--spiel", action="store_true", help="through Spiel instead of Speech Dispatcher"
    )
    disable = actions.add_parser("disable", help="let Orca speak as it did before")
    for parser_of_change in (enable, disable):
        parser_of_change.add_argument(
            "--restart", action="store_true", help="quit Orca for the change and start it again"
        )
    status = actions.add_parser("status", help="tell whether Orca speaks with Sotto")
    status.add_argument("--json", action="store_true", help="print it for a program")


def run_command(
    arguments: argparse.Namespace, environment: Mapping[str, str], find_family: FindFamily
) -> int:
    """Do it; returns the exit code, 1 when it could not be done."""
    try:
        print(_done(arguments, Switch(environment), find_family))
    except OrcaError as error:
        print(f"sotto orca: {error}", file=sys.stderr)
        return 1
    return 0


def _done(arguments: argparse.Namespace, switch: Switch, find_family: FindFamily) -> str:
    if arguments.action == "enable":
        choice = Choice(System.SPIEL, find_family()) if arguments.spiel else Choice()
        return switch.enable(choice, restart=arguments.restart)
    if arguments.action == "disable":
        return switch.disable(restart=arguments.restart)
    status = switch.status()
    if arguments.json:
        return json.dumps(asdict(status))
    uses = "speaks with Sotto" if status.is_enabled else "does not speak with Sotto"
    runs = "running" if status.is_running else "not running"
    return f"Orca {status.version} {uses}; it is {runs}."

"""`sotto orca`: what it does and prints; words that are easy to hear."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict

from sotto_orca import companion
from sotto_orca.choice import Choice, spiel
from sotto_orca.errors import OrcaError
from sotto_orca.switch import Switch
from sotto_words import told


def run_command(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Do it; returns the exit code, 1 when it could not be done."""
    try:
        print(told(_done(arguments, environment)))
    except OrcaError as error:
        print(f"sotto orca: {told(str(error))}", file=sys.stderr)
        return 1
    return 0


def _done(arguments: argparse.Namespace, environment: Mapping[str, str]) -> str:
    if arguments.action == "look-ahead":
        return _look_ahead(environment)
    switch = Switch(environment)
    if arguments.action == "enable":
        choice = spiel(environment) if arguments.spiel else Choice()
        done = switch.enable(choice, restart=arguments.restart)
        change = companion.disable if arguments.no_look_ahead else companion.enable
        change(environment)
        return done
    if arguments.action == "disable":
        done = switch.disable(restart=arguments.restart)
        companion.disable(environment)
        return done
    return _status(switch, arguments)


def _look_ahead(environment: Mapping[str, str]) -> str:
    from sotto_orca.look_ahead import run

    run(environment)
    return "The desktop has ended, or somebody looks ahead already."


def _status(switch: Switch, arguments: argparse.Namespace) -> str:
    status = switch.status()
    if arguments.json:
        return json.dumps(asdict(status))
    if status.is_enabled and status.is_running:
        return f"Orca {status.version} speaks with Sotto; it is running."
    if status.is_enabled:
        return f"Orca {status.version} speaks with Sotto; it is not running."
    if status.is_running:
        return f"Orca {status.version} does not speak with Sotto; it is running."
    return f"Orca {status.version} does not speak with Sotto; it is not running."

"""The command's entry: finds the subcommand, turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from sotto.cli.exits import FAILED, INTERRUPTED, UNAVAILABLE
from sotto.cli.serving import complain, serve

if TYPE_CHECKING:
    import argparse


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if list(arguments) == ["serve"]:
            # The bus and the service manager wait for it: the whole command line, which is made for
            # people, would take a twentieth of a start.
            serve()
        from sotto.cli.parser import make_parser

        given = make_parser().parse_args(arguments)
        return {"serve": _serve, "orca": _orca, "window": _window}.get(given.command, _run)(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not try to flush it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _serve(given: argparse.Namespace) -> NoReturn:
    serve(given.log)


def _orca(given: argparse.Namespace) -> int:
    from sotto_orca.command import run_command

    return run_command(given, os.environ)


def _window(given: argparse.Namespace) -> int:
    try:
        from sotto_window.main import run
    except (ImportError, ValueError) as error:
        from sotto_words import words

        needed = "gir1.2-gtk-4.0, gir1.2-adw-1 and python3-gi"
        text = "the window needs the packages {needed} ({reason})"
        return complain(words(text, needed=needed, reason=error), UNAVAILABLE)
    return run()


def _run(given: argparse.Namespace) -> int:
    from sotto.cli import control, reading, say, settings, show, speechd, word
    from sotto.cli.doctor import links as doctor
    from sotto.cli.setup import dialogue as setup
    from sotto.cli.voices import command as voices
    from sotto.cli.voices.program import ProgramError
    from sotto_client import ClientError, UnavailableError

    commands = {
        "say": say.say,
        "reading": reading.reading,
        "stop": control.stop,
        "pause": control.pause,
        "again": control.again,
        "resume": control.resume,
        "voices": voices.voices,
        "status": show.status,
        "why": show.why,
        "doctor": doctor.doctor,
        "setup": setup.setup,
        "settings": settings.settings,
        "get": settings.get,
        "set": settings.set_value,
        "reset": settings.reset,
        "undo": settings.undo,
        "word": word.word,
        "speech-dispatcher": speechd.speech_dispatcher,
        "read": _read,
        "bench": _bench,
    }
    from sotto.cli.running import run

    try:
        code = run(commands[given.command](given))
        sys.stdout.flush()
    except UnavailableError as error:
        return complain(str(error), UNAVAILABLE)
    except (ClientError, ProgramError) as error:
        return complain(str(error), FAILED)
    except BrokenPipeError:
        raise
    except OSError as error:
        return complain(str(error), FAILED)
    return code


async def _read(given: argparse.Namespace) -> int:
    from sotto_orca.errors import ScreenError
    from sotto_orca.read import read

    try:
        return await read(given)
    except ScreenError as error:
        return complain(str(error), FAILED)


async def _bench(given: argparse.Namespace) -> int:
    from sotto_measure.command import bench

    return await bench(given)

"""Help and complaints of the command line, in the user's language, translated when shown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from sotto.cli.exits import USAGE
from sotto_words import told, words


class Parser(argparse.ArgumentParser):
    """One that speaks the user's language, and so do those of its subcommands."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of argparse
        super().__init__(**{"formatter_class": _Help, **options})

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and end."""
        self.print_usage(sys.stderr)
        text = "{program}: error: {message}\n"
        self.exit(USAGE, words(text, program=self.prog, message=told(message)))


class _Help(argparse.RawDescriptionHelpFormatter):
    """The parser itself is made in English, without a look into a catalogue."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, words("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading and words(heading))

    def add_text(self, text: str | None) -> None:
        super().add_text(text and _sentence(text))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and words(action.help)


def _sentence(text: str) -> str:
    """A translated text, or that of which it was made by a capital and a full stop."""
    phrase = text[0].lower() + text[1:].removesuffix(".")
    if (found := words(text)) != text or (found := words(phrase)) == phrase:
        return found if found != phrase else text
    return found[0].upper() + found[1:] + "."

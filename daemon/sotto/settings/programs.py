"""Settings of one program, as they stand in the settings: `firefox: rate=2, style=calm; orca: …`.

Only the grammar; what a setting takes is known in `values.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sotto.errors import InvalidOptionError

LONGEST = 4000
EXAMPLE = "firefox: rate=2, style=calm; evince: voice=espeak:fr"
_PROGRAM = re.compile(r"\s*([^\s:;,=](?:[^:;,=\n]{0,98}[^\s:;,=])?)\s*:(.*)", re.DOTALL)
_PAIR = re.compile(r"\s*([a-z_]{1,50})\s*=\s*([^,;=\n]{0,200}?)\s*")

Chosen = Mapping[str, Mapping[str, str]]
"""Programs, and their settings by name."""


def read_programs(text: str) -> dict[str, dict[str, str]]:
    """Raises InvalidOptionError for what is not as in EXAMPLE."""
    found: dict[str, dict[str, str]] = {}
    for part in filter(str.strip, text.split(";")):
        program = _PROGRAM.fullmatch(part)
        if program is None:
            raise InvalidOptionError(f"programs is not as in: {EXAMPLE}")
        chosen = found.setdefault(program[1], {})
        for each in filter(str.strip, program[2].split(",")):
            pair = _PAIR.fullmatch(each)
            if pair is None:
                raise InvalidOptionError(f"programs is not as in: {EXAMPLE}")
            chosen[pair[1]] = pair[2]
    return found


def write_programs(chosen: Chosen) -> str:
    """As it stands in the settings; a program without settings is left out."""
    told = (
        f"{program}: " + ", ".join(f"{name}={value}" for name, value in settings.items())
        for program, settings in chosen.items()
        if settings
    )
    return "; ".join(told)


def of_program(chosen: Chosen, program: str) -> dict[str, str]:
    """The settings of the program that is called so; capitals make no difference."""
    wanted = program.casefold()
    found = (settings for name, settings in chosen.items() if name.casefold() == wanted)
    return dict(next(found, {}))

"""What a user wants of one program, over whatever that program asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sotto.errors import InvalidOptionError
from sotto.messages import Options, Prosody, Reading
from sotto.settings.programs import of_program, read_programs, write_programs
from sotto.settings.values import PER_PROGRAM, Settings, from_text, plain

_IN_READING = {"reading": "wording", "spelling_alphabet": "alphabet"}
"""Where a setting is called otherwise than its part of a request."""

_PROSODY = frozenset(each.name for each in fields(Prosody))
_READING = frozenset(each.name for each in fields(Reading))


def overridden(settings: Settings, program: str, options: Options) -> Options:
    """The options of a request of that program ("": nobody knows of which)."""
    if not (program and settings.programs):
        return options
    found = of_program(read_programs(settings.programs), program)
    if not found:
        return options
    values = {_IN_READING.get(n, n): from_text(n, text) for n, text in found.items()}
    whole = {n: value for n, value in values.items() if n not in _PROSODY | _READING}
    return replace(
        options,
        prosody=replace(options.prosody, **_part(values, _PROSODY)),
        reading=replace(options.reading, **_part(values, _READING)),
        **whole,  # type: ignore[arg-type]
    )


def _part(values: Mapping[str, object], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def with_override(text: str, program: str, name: str, value: object) -> str:
    """The setting `programs` with one more value. Raises InvalidOptionError."""
    if name not in PER_PROGRAM:
        raise InvalidOptionError(f"{name} is one for all programs")
    chosen = read_programs(text)
    known = next((each for each in chosen if each.casefold() == program.casefold()), program)
    shown = plain(value)
    told = f"{shown:g}" if isinstance(shown, float) else str(shown)
    changed = chosen | {known: chosen.get(known, {}) | {name: told}}
    # What cannot be read again is refused here, not when it is read.
    written = write_programs(changed)
    if read_programs(written) != {n: s for n, s in changed.items() if s}:
        raise InvalidOptionError(f"a program or value cannot be called so: {program!r}, {told!r}")
    return written


def without_overrides(text: str, program: str, names: list[str]) -> str:
    """The setting `programs` without these of a program, or without all of it."""
    chosen = read_programs(text)
    for known in [each for each in chosen if each.casefold() == program.casefold()]:
        kept = {n: v for n, v in chosen[known].items() if names and n not in names}
        chosen[known] = kept
    return write_programs(chosen)

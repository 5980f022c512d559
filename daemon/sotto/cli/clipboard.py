"""Text on the clipboard, by the program that the session has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from sotto.cli.exits import FAILED, OK, UNAVAILABLE
from sotto_words import words

_PROGRAMS = {
    "WAYLAND_DISPLAY": (("wl-copy",),),
    "DISPLAY": (("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")),
}
"""By the variable that says which kind of session it is."""
_PATIENCE = 10.0
"""Seconds; the programs go on in the background."""


def copy_text(text: str) -> int:
    """Put it there; the exit code."""
    program = _program()
    if program is None:
        needed = "the clipboard needs a graphical session, and wl-clipboard, xclip or xsel"
        print(f"sotto: {words(needed)}", file=sys.stderr)
        return UNAVAILABLE
    try:
        done = subprocess.run(
            program,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
        is_done = done.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        is_done = False
    if not is_done:
        told = words("{program} could not put it on the clipboard", program=program[0])
        print(f"sotto: {told}", file=sys.stderr)
    return OK if is_done else FAILED


def _program() -> tuple[str, ...] | None:
    for variable, programs in _PROGRAMS.items():
        if os.environ.get(variable):
            for program in programs:
                if shutil.which(program[0]):
                    return program
    return None

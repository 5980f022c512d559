"""Run with Debian's Python: what assistive technology sees of the window, as lines of JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import pyatspi

TITLE = sys.argv[1]


def walk(node: Any, path: list[str]) -> None:  # noqa: ANN401 - pyatspi has no types
    """Print every node below, with the roles above it."""
    state = node.getState()
    told = {
        "role": node.getRoleName(),
        "name": node.name,
        "description": node.description,
        "focusable": state.contains(pyatspi.STATE_FOCUSABLE),
        "showing": state.contains(pyatspi.STATE_SHOWING),
        "focused": state.contains(pyatspi.STATE_FOCUSED),
        "path": path,
    }
    print(json.dumps(told))
    for child in node:
        if child is not None:
            walk(child, [*path, told["role"]])


def main() -> None:
    """The frame with that title, wherever it is."""
    for application in pyatspi.Registry.getDesktop(0):
        for frame in application or ():
            if frame.name == TITLE:
                walk(frame, [])


main()

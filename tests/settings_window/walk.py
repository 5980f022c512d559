"""Run with Debian's Python: what assistive technology sees of the window, as lines of JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import pyatspi

TITLE = sys.argv[1]
IS_DEEP = sys.argv[2:] == ["deep"]
WHOLE = {"combo box", "push button", "label", "text", "slider", "spin button", "image"}
"""What is used as one, whatever is inside: every look at a node is a question to the window."""


def walk(node: Any, path: list[str], names: list[str]) -> None:  # noqa: ANN401 - pyatspi has no types
    """Print every node below, with the roles above it and the names of panels."""
    state = node.getState()
    is_focusable = state.contains(pyatspi.STATE_FOCUSABLE)
    told = {
        "role": node.getRoleName(),
        "name": node.name,
        "description": node.description if is_focusable else "",
        "focusable": is_focusable,
        "showing": state.contains(pyatspi.STATE_SHOWING),
        "focused": state.contains(pyatspi.STATE_FOCUSED),
        "path": path,
        "within": names,
    }
    if told["role"] == "label":
        told["language"] = language(node)
    print(json.dumps(told))
    own = [node.name] if told["role"] in ("panel", "frame") and node.name else []
    for child in () if told["role"] in WHOLE and not IS_DEEP else node:
        if child is not None:
            walk(child, [*path, told["role"]], [*names, *own])


def language(label: Any) -> str:  # noqa: ANN401
    """The tag of its text, or "" where none is told."""
    try:
        attributes = label.queryText().getAttributes(0)[0]
    except NotImplementedError:
        return ""
    pairs = dict(each.partition(":")[::2] for each in attributes.split(";"))
    return str(pairs.get("language", ""))


def main() -> None:
    """The frame with that title, wherever it is, and the dialogues of its program."""
    for application in pyatspi.Registry.getDesktop(0):
        frames = [frame for frame in application or () if frame is not None]
        if any(frame.name == TITLE for frame in frames):
            for frame in frames:
                walk(frame, [], [])


main()

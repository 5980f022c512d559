"""Run with Debian's Python: the name of whatever gets the focus, a line each, until it is ended."""

from __future__ import annotations

from typing import Any

import pyatspi


def tell(event: Any) -> None:  # noqa: ANN401 - pyatspi has no types
    """One line."""
    if event.detail1:
        print(event.source.name, flush=True)


pyatspi.Registry.registerEventListener(tell, "object:state-changed:focused")
print("ready", flush=True)
pyatspi.Registry.start()

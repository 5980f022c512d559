"""Run with Debian's Python: `focus` and the name of whatever gets it, a line each, to the end."""

from __future__ import annotations

from typing import Any

import pyatspi


def tell(event: Any) -> None:  # noqa: ANN401 - pyatspi has no types
    """One line."""
    if event.detail1:
        print(f"focus {event.source.name}", flush=True)


pyatspi.Registry.registerEventListener(tell, "object:state-changed:focused")
print("ready", flush=True)
pyatspi.Registry.start()

"""What clients are told of engines.

Every engine but the plain one once called itself alike; clients that ask
for that value go on as they are, and those that want to know more look at `kind`.
"""

from __future__ import annotations

PLAIN = "espeak-ng"
NATURAL = "neural"


def told(engine: str) -> str:
    """The value of the key `engine` for an engine's own name; "" where nobody spoke."""
    return engine if engine in ("", PLAIN) else NATURAL


def kind(engine: str) -> str:
    """The value of the key `kind`: the own name; "" where sound kept by an older Sotto does not
    tell it."""
    return "" if engine == NATURAL else engine

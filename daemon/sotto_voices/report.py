"""What the program tells whoever started it: a line of JSON for every event, on standard output."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

_SECONDS = 0.2
"""Between two reports of the same step."""


class Reporter:
    """Reports of progress, not more often than anybody wants to read."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._step = ""
        self._due = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """See install.Report."""
        now = self._clock()
        if step == self._step and now < self._due and done < total:
            return
        self._step, self._due = step, now + _SECONDS
        tell("progress", step=step, done=done, total=total)


def tell(event: str, **values: Any) -> None:  # noqa: ANN401 - whatever JSON takes
    """One event."""
    told = {name: readable(v) if isinstance(v, str) else v for name, v in values.items()}
    sys.stdout.write(json.dumps({"event": event, **told}) + "\n")
    sys.stdout.flush()


def readable(text: str) -> str:
    """Without what would steer a terminal: parts of it come from strangers."""
    return "".join(letter if letter.isprintable() else " " for letter in text)

"""Why an utterance sounded as it did: who spoke it, how fast, and what went wrong."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from sotto.errors import UnknownUtteranceError

KEPT = 100
"""Utterances that are remembered."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one utterance became sound.

    `first_audio_ms` is the time from the request (for one that waited: from its turn) to the
    first sound handed to the sink, in milliseconds; negative while there is none. `stages`
    are milliseconds too. `reason` tells why the fallback spoke or nothing did. `quality` is the
    variant of the voice, "full" or "light"; "" where it has none.
    """

    engine: str = ""
    voice: str = ""
    cached: bool = False
    first_audio_ms: float = -1.0
    stages: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    quality: str = ""


class History:
    """The explanations of the last utterances, by id; the text itself is not kept."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._known: OrderedDict[int, Explanation] = OrderedDict()

    def put(self, identifier: int, explanation: Explanation) -> None:
        """Remember, or replace what was known; the oldest is forgotten."""
        self._known[identifier] = explanation
        while len(self._known) > self._kept:
            self._known.popitem(last=False)

    def get(self, identifier: int) -> Explanation:
        """Raises UnknownUtteranceError."""
        if identifier not in self._known:
            raise UnknownUtteranceError(f"utterance {identifier} is not remembered")
        return self._known[identifier]

    def recent(self) -> tuple[tuple[int, Explanation], ...]:
        """Everything remembered, the oldest first."""
        return tuple(self._known.items())

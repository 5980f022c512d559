"""What is remembered of utterances that are done."""

from __future__ import annotations

from collections import OrderedDict

from sotto.errors import UnknownUtteranceError
from sotto.messages import Utterance
from sotto.synthesis.explain import Explanation

KEPT = 100
"""Utterances that are explained."""

KNOWN = 1000
"""Utterances whose client is known."""


class History:
    """Whose the last utterances were and, of fewer, why they sounded as they did, by id; the text
    itself is not kept."""

    def __init__(self, kept: int = KEPT, known: int = KNOWN) -> None:
        self._kept = kept
        self._known = known
        self._explanations: OrderedDict[int, Explanation] = OrderedDict()
        self._clients: OrderedDict[int, str] = OrderedDict()

    def put(self, utterance: Utterance, explanation: Explanation) -> None:
        """Remember, or replace what was known; the oldest is forgotten."""
        self._explanations[utterance.id] = explanation
        while len(self._explanations) > self._kept:
            self._explanations.popitem(last=False)
        self._clients[utterance.id] = utterance.client
        while len(self._clients) > self._known:
            self._clients.popitem(last=False)

    def has(self, identifier: int, client: str) -> bool:
        """Whether that utterance is done and was this client's."""
        return self._clients.get(identifier) == client

    def get(self, identifier: int) -> Explanation:
        """Raises UnknownUtteranceError."""
        if identifier not in self._explanations:
            raise UnknownUtteranceError(f"utterance {identifier} is not remembered")
        return self._explanations[identifier]

    def recent(self) -> tuple[tuple[int, Explanation], ...]:
        """All that is explained, the oldest first."""
        return tuple(self._explanations.items())

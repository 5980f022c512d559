"""An utterance that is not done: its life, its sound and how that is made."""

from __future__ import annotations

from dataclasses import replace

from sotto.messages import Utterance
from sotto.speech.lifecycle import LifeCycle
from sotto.speech.track import Track
from sotto.synthesis.attempts import Synthesis
from sotto.synthesis.explain import Explanation


class Entry:
    """What the speaker knows of one utterance."""

    def __init__(self, utterance: Utterance) -> None:
        self.utterance = utterance
        self.life = LifeCycle(utterance.id, utterance.client)
        self.track = Track()
        self.synthesis: Synthesis | None = None
        self.was_started = False
        self.was_ending = False
        self.unspoken = ""
        """Why something of it could not be said."""
        self.problem = ""
        """Why it could not be heard."""

    def __repr__(self) -> str:
        return repr(self.life)

    def explain(self) -> Explanation:
        """What is known so far."""
        known = self.synthesis.explain() if self.synthesis else Explanation()
        return replace(known, reason=self.problem) if self.problem else known

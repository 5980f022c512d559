"""What the speaker does, for those who ask."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Activity:
    """What the speaker does: `speaking` is an utterance's id or 0, `waiting` how many follow,
    `problem` why there is no sound, or ""."""

    speaking: int
    waiting: int
    problem: str

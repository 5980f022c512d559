"""What an engine can do, told by the engine: the stages around it ask, and know no engine."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sotto.messages import Prosody

RENDERED = frozenset(field.name for field in fields(Prosody))
"""All that a `Prosody` asks for."""

HANG_MS = 2000
"""Milliseconds after which a step is a hang, unless an engine tells another time."""

_LONGEST_MS = 60_000


@dataclass(frozen=True, slots=True)
class Abilities:
    """Told by an engine and, as long as it is loaded, always the same. Raises ValueError for what
    cannot be.

    The pipeline makes up for what an engine has not: rate by stretching, pitch by resampling,
    volume by a gain, word cues by the length of words. What nothing can make up for (range,
    style, clarity, a light variant) stays as the voice has it.
    """

    rate: int
    """Hertz of its sound, at the pitch of the voice."""
    rate_limits: tuple[float, float] = (1.0, 1.0)
    """The slowest and fastest rate it renders itself, as factors."""
    needs_phonemes: bool = True
    """Whether `PhonemeRun.words` must be filled (False: it reads the clause)."""
    prosody: frozenset[str] = RENDERED
    """The fields of `Prosody` that it renders itself."""
    has_word_cues: bool = True
    """Whether its chunks hold a cue for every word and mark."""
    is_deterministic: bool = True
    """Whether the same arguments give the same samples; only such sound is kept on disk."""
    stops_within_step: bool = True
    """Whether a cancelled token ends a step at once. Nothing is rendered ahead of time by an
    engine that cannot: it would be in the way of what is asked for next."""
    is_ready: bool = True
    """Whether it is in memory. One that is not is loaded when it has to speak, and can cover for
    no other voice."""
    keeps_forms: bool = False
    """Whether it can keep what it decides of a clause before it renders (`Keeper`)."""
    first_chunk_ms: int = 0
    """Milliseconds that it may take for its first chunk where the deadline is shorter."""
    hang_ms: int = HANG_MS
    """Milliseconds for one chunk after which it counts as hanging."""

    def __post_init__(self) -> None:
        slowest, fastest = self.rate_limits
        is_possible = (
            self.rate > 0
            and 0 < slowest <= 1 <= fastest
            and self.prosody <= RENDERED
            and 0 <= self.first_chunk_ms < self.hang_ms <= _LONGEST_MS
        )
        if not is_possible:
            raise ValueError(f"no engine can do this: {self}")

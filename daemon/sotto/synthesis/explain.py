"""Why an utterance sounded as it did: who spoke it, how fast, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one utterance became sound.

    `first_audio_ms` is the time from the request (for one that waited: from its turn) to the
    first sound handed to the sink, in milliseconds; negative while there is none. `stages`
    are milliseconds too. `reason` tells why the fallback spoke or nothing did. `quality` is the
    variant of the voice, "full" or "light"; "" where it has none. `continued` is the heavy voice
    that went on, "" for none.
    """

    engine: str = ""
    voice: str = ""
    cached: bool = False
    first_audio_ms: float = -1.0
    stages: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    quality: str = ""
    continued: str = ""

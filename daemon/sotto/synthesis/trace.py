"""What a rendering tells about itself."""

from __future__ import annotations

from dataclasses import dataclass

from sotto.errors import SottoError
from sotto.voice.abilities import HANG_MS, Abilities


@dataclass(slots=True)
class Trace:
    """What a rendering tells about itself; written by its thread, read by any."""

    engine: str = ""
    voice: str = ""
    stage: str = "queue"
    reason: str = ""
    text_ms: float = 0.0
    phonemes_ms: float = 0.0
    voice_ms: float = 0.0
    begun: float = 0.0
    """When its thread began, and when the first sound was made."""
    made: float | None = None
    disk_ms: float | None = None
    """Set when the sound was not rendered but read."""
    is_mixed: bool = False
    """Whether a stage failed on the way, so that another time may sound different."""
    unspoken: str = ""
    """Why something could not be said at all."""
    continued: str = ""
    """The heavy voice that went on, where one did."""
    first_seconds: float = 0.0
    """How long the first sound may take where the deadline is shorter."""
    hang_seconds: float = HANG_MS / 1000
    """How long a step may take that is no hang."""

    def enter(self, stage: str, abilities: Abilities | None = None) -> None:
        """Work on this from here on, in an engine's hands where one is given."""
        self.stage = stage
        self.first_seconds = (abilities.first_chunk_ms if abilities else 0) / 1000
        self.hang_seconds = (abilities.hang_ms if abilities else HANG_MS) / 1000

    def stages(self) -> dict[str, float]:
        """Milliseconds until the first sound, by what they were spent on."""
        if self.disk_ms is not None:
            return {"disk": self.disk_ms}
        return {"text": self.text_ms, "phonemes": self.phonemes_ms, "voice": self.voice_ms}

    def note(self, error: Exception) -> None:
        """Keep the first reason: the others follow from it."""
        self.is_mixed = True
        if not self.reason:
            hears = f"{error.hears}: " if isinstance(error, SottoError) else ""
            self.reason = f"{hears}{str(error) or type(error).__name__} ({self.stage})"

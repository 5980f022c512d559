"""Where Orca keeps its settings: what both ways can do."""

from __future__ import annotations

from typing import Protocol

from sotto_orca.choice import Choice


class Store(Protocol):
    """Every method may raise OrcaSettingsError; the settings are then as they were."""

    is_live: bool
    """Whether it may be written while Orca runs."""

    def enable(self, choice: Choice) -> None:
        """Put Sotto in, after taking back what an earlier call did."""
        ...

    def disable(self) -> bool:
        """Take Sotto out as exactly as possible; whether there was anything to take out."""
        ...

    def is_enabled(self) -> bool:
        """Whether Orca's settings lead to Sotto."""
        ...

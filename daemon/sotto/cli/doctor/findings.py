"""What `sotto doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `is_well`, in words, and what mends it ("" where nothing has to be)."""

    name: str
    is_well: bool
    told: str
    remedy: str = ""

"""For how long a device is kept awake by silence: some kinds swallow what follows a rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KINDS = (
    ("bluetooth", re.compile(r"bluez|bluetooth", re.IGNORECASE)),
    ("hdmi", re.compile(r"hdmi|displayport", re.IGNORECASE)),
    ("usb", re.compile(r"(?<![a-z])usb(?![a-z])", re.IGNORECASE)),
)


def device_kind(name: str) -> str:
    """`bluetooth`, `hdmi` or `usb`, by what sound servers call a device; "" for the others."""
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "")


@dataclass(frozen=True, slots=True)
class KeepAwake:
    """Seconds of silence after speech: on any device, and at least so many on one of a kind. Where
    none are set, what was learned of the device holds if it `learns`."""

    any: float = 0.0
    bluetooth: float = 0.0
    hdmi: float = 0.0
    usb: float = 0.0
    learns: bool = True

    def seconds(self, device: str, learned: float = 0.0) -> float:
        """For the device of this name."""
        kind = device_kind(device)
        chosen = max(self.any, float(getattr(self, kind)) if kind else 0.0)
        return chosen or (learned if self.learns else 0.0)

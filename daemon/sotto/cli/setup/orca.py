"""The screen reader Orca, as `sotto setup` asks and changes it; in English, to be translated."""

from __future__ import annotations

import os
from collections.abc import Callable


def orca_status() -> bool | str:
    """Whether it speaks with Sotto; in words why that cannot be known."""
    from sotto_orca.errors import OrcaError
    from sotto_orca.switch import Switch

    try:
        return bool(Switch(os.environ).status().is_enabled)
    except OrcaError as error:
        return str(error)


def change_orca(action: str) -> tuple[bool, str]:
    """`enable` or `disable`: whether it is done, and what was."""
    from sotto_orca import companion
    from sotto_orca.choice import Choice
    from sotto_orca.errors import OrcaError
    from sotto_orca.switch import Switch

    try:
        switch = Switch(os.environ)
        is_on = action == "enable"
        told = switch.enable(Choice()) if is_on else switch.disable()
        change: Callable[..., None] = companion.enable if is_on else companion.disable
        change(os.environ)
    except OrcaError as error:
        return False, str(error)
    return True, told

"""What people are told of a setting, kept beside its value where it is declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from sotto.errors import InvalidOptionError

T = TypeVar("T")


class Page(Enum):
    """Where people look for a setting, in the order of the window's pages."""

    VOICE = "voice"
    SPEED = "speed"
    READING = "reading"
    SOUND = "sound"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class SettingDescription:
    """What people need to know of a setting. Without limits or choices it is any text."""

    name: str
    page: Page
    default: Any
    label: str
    help: str
    unit: str = ""
    limits: tuple[float, float] | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The values it may have, where they are few."""
        if isinstance(self.default, Enum):
            return tuple(str(each.value) for each in type(self.default))
        return ()


def setting(  # noqa: PLR0913, PLR0917 - the parts of a description
    default: T,
    page: Page,
    label: str,
    text: str,
    unit: str = "",
    limits: tuple[float, float] | None = None,
) -> T:
    """A field of a dataclass, with what is told of it."""
    described = {"page": page, "label": label, "help": text, "unit": unit, "limits": limits}
    made: T = field(default=default, metadata=described)
    return made


def check_limits(name: str, value: Any, limits: tuple[float, float] | None) -> None:  # noqa: ANN401
    """Raises InvalidOptionError for a number outside of them."""
    if limits is not None and not limits[0] <= value <= limits[1]:
        raise InvalidOptionError(f"{name} is {value}, not {limits[0]} to {limits[1]}")

"""The options of a request, checked one by one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Protocol, TypeVar

from sotto.chosen import read_chosen
from sotto.errors import InvalidOptionError
from sotto.messages import (
    Capitals,
    Clarity,
    Kind,
    Numbers,
    Options,
    Priority,
    Punctuation,
    Quality,
    Style,
    Wording,
)

_NUMBERS = frozenset("ynqiuxtd")
_PROSODY = ("rate", "pitch", "pitch_range", "volume", "style", "clarity", "quality")
_READING = {"numbers": "numbers", "reading": "wording"}
"""Options that are part of how a listener wants to be read to."""

_LONGEST_NAME = 100

E = TypeVar("E", bound=Enum)


class Variant(Protocol):
    """A D-Bus variant: a value and the signature of its type."""

    signature: str
    value: Any


@dataclass(frozen=True, slots=True)
class Request:
    """How to speak; `is_detached` speech goes on when its client disappears."""

    options: Options
    is_detached: bool = False


def parse_options(given: Mapping[str, Variant], defaults: Options) -> Request:
    """What the client gave, over the defaults. Raises InvalidOptionError."""
    values = {name: _value(name, variant) for name, variant in given.items()}
    is_detached = values.pop("detach", False)
    factors = {name: values.pop(name) for name in _PROSODY if name in values}
    wishes = {_READING[name]: values.pop(name) for name in _READING if name in values}
    values["prosody"] = replace(defaults.prosody, **factors)
    values["reading"] = replace(defaults.reading, **wishes)
    return Request(replace(defaults, **values), is_detached)


def read_flag(given: Mapping[str, Variant], name: str) -> bool:
    """A flag that is not part of how to speak; false when not given. Raises InvalidOptionError."""
    return name in given and _flag(name, given[name])


def _value(name: str, variant: Variant) -> Any:  # noqa: ANN401 - each option has its own type
    if name not in _READERS:
        raise InvalidOptionError(f"there is no option {name[:_LONGEST_NAME]!r}")
    return _READERS[name](name, variant)


def _number(name: str, variant: Variant) -> float:
    if variant.signature not in _NUMBERS:
        raise _wrong_type(name, variant, "d")
    return float(variant.value)


def _string(name: str, variant: Variant) -> str:
    if variant.signature != "s":
        raise _wrong_type(name, variant, "s")
    value = str(variant.value)
    if len(value) > _LONGEST_NAME:
        raise InvalidOptionError(f"{name} is longer than {_LONGEST_NAME} characters")
    return value


def _voices(name: str, variant: Variant) -> tuple[tuple[str, str], ...]:
    if variant.signature != "s":
        raise _wrong_type(name, variant, "s")
    return read_chosen(name, variant.value)


def _flag(name: str, variant: Variant) -> bool:
    if variant.signature != "b":
        raise _wrong_type(name, variant, "b")
    return bool(variant.value)


def _one_of(kind: type[E]) -> Callable[[str, Variant], E]:
    """Its members are named in small letters on the bus."""
    members = {member.name.lower(): member for member in kind}

    def read(name: str, variant: Variant) -> E:
        value = _string(name, variant)
        if value not in members:
            raise InvalidOptionError(f"{name} is {value!r}, not one of {', '.join(members)}")
        return members[value]

    return read


def _wrong_type(name: str, variant: Variant, wanted: str) -> InvalidOptionError:
    return InvalidOptionError(f"{name} has the type {variant.signature[:20]!r}, not {wanted!r}")


_READERS: dict[str, Callable[[str, Variant], Any]] = {
    "kind": _one_of(Kind),
    "voice": _string,
    "voices": _voices,
    "language": _string,
    "rate": _number,
    "pitch": _number,
    "pitch_range": _number,
    "volume": _number,
    "style": _one_of(Style),
    "clarity": _one_of(Clarity),
    "quality": _one_of(Quality),
    "priority": _one_of(Priority),
    "punctuation": _one_of(Punctuation),
    "capitals": _one_of(Capitals),
    "numbers": _one_of(Numbers),
    "reading": _one_of(Wording),
    "resume": _flag,
    "detach": _flag,
}

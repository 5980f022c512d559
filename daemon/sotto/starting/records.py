"""Classes of values that take a third of the time to be made, for a process that has to start fast.

`dataclass` writes seven functions of a frozen class as text and compiles them, each time that the
program starts: a quarter of all that importing the daemon takes. Here it writes the constructor
alone; what compares, counts and shows values is the same code for all of them. Nothing keeps a
value from being changed, though: mypy does, and so do the tests, which use the real `dataclass`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import Any

_PACKAGE = "sotto"
_VALUES = {"frozen": True, "slots": True}

Decorator = Callable[..., Any]


def use_quick_dataclasses() -> None:
    """Make the frozen dataclasses of our modules that are imported from now on in that way."""
    dataclasses.dataclass = quick(dataclasses.dataclass)


def quick(real: Decorator) -> Decorator:
    """A `dataclass` that does as `real` except for values of ours."""

    def dataclass(given: type | None = None, /, **options: Any) -> Any:  # noqa: ANN401 - as real
        if given is not None or {**options, "eq": True} != {**_VALUES, "eq": True}:
            return real(given, **options)
        has_equality = options.get("eq", True)

        def made(cls: type) -> type:
            if cls.__module__.split(".")[0] != _PACKAGE:
                return real(**options)(cls)  # type: ignore[no-any-return]
            plain: type = real(slots=True, repr=False, eq=False)(cls)
            return _finished(plain, has_equality=has_equality)

        return made

    return dataclass


def _finished(cls: type, *, has_equality: bool) -> type:
    """`cls` with what a dataclass has beside its constructor, where it has none of its own."""
    own = vars(cls)
    # mypy takes the methods of a class that is there already for fixed.
    if "__repr__" not in own:
        cls.__repr__ = _shown  # type: ignore[assignment, method-assign]
    if has_equality:
        values = _values(cls)

        def equals(self: object, other: object) -> object:
            if other.__class__ is not self.__class__:
                return NotImplemented
            return values(self) == values(other)

        def counted(self: object) -> int:
            return hash(values(self))

        if "__eq__" not in own:
            cls.__eq__ = equals  # type: ignore[assignment, method-assign]
        if own.get("__hash__") is None:  # what Python leaves of a class with an `__eq__` of its own
            cls.__hash__ = counted  # type: ignore[assignment, method-assign]
    return cls


def _values(cls: type) -> Callable[[object], object]:
    """What of a value is compared; of several fields a tuple."""
    names = [field.name for field in dataclasses.fields(cls) if field.compare]
    return attrgetter(*names) if names else lambda _: ()


def _shown(self: Any) -> str:  # noqa: ANN401 - any dataclass
    fields = (field for field in dataclasses.fields(self) if field.repr)
    parts = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields)
    return f"{type(self).__qualname__}({parts})"

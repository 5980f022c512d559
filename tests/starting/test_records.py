"""Classes of values that are made quickly do as those of `dataclass`, but for being frozen."""

from __future__ import annotations

import copy
import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import field, fields, replace
from typing import Any

import pytest

from sotto.starting.records import quick

Decorator = Callable[..., Any]

REAL, QUICK = dataclasses.dataclass, quick(dataclasses.dataclass)
OURS, THEIRS = "sotto.starting.records", "json"


def shapes(dataclass: Decorator, module: str = OURS) -> dict[str, Any]:
    """Classes of all kinds that are in use, made by `dataclass`."""

    class Plain:
        """Two numbers."""

        __module__ = module
        one: int
        two: int = 2

    class Alone:
        """One value."""

        __module__ = module
        name: str

    class Empty:
        """None."""

        __module__ = module

    class Partly:
        """Fields that count for nothing, or are not shown."""

        __module__ = module
        name: str
        aside: int = field(default=0, compare=False)
        hidden: list[int] = field(default_factory=list, repr=False, compare=False)

    class Checked:
        """One that looks at what it is given."""

        __module__ = module
        size: int

        def __post_init__(self) -> None:
            if self.size < 0:
                raise ValueError("less than nothing")

    class Own:  # noqa: PLW1641 - dataclass makes it
        """With methods of its own."""

        __module__ = module
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self)) and self.name.lower() == other.name.lower()

        def __repr__(self) -> str:
            return "own"

    made = {
        each.__name__: dataclass(frozen=True, slots=True)(each)
        for each in (Plain, Alone, Empty, Partly, Checked, Own)
    }

    class Same:
        """Two are never equal."""

        __module__ = module
        name: str

    made["Same"] = dataclass(frozen=True, slots=True, eq=False)(Same)

    class More(made["Plain"]):  # type: ignore[misc, valid-type]
        """Another field."""

        __module__ = module
        three: int = 3

    made["More"] = dataclass(frozen=True, slots=True)(More)
    return made


ARGUMENTS: list[tuple[str, tuple[Any, ...], tuple[Any, ...]]] = [
    ("Plain", (1,), (1, 2)),
    ("Plain", (1,), (1, 3)),
    ("Alone", ("a",), ("a",)),
    ("Alone", ("a",), ("b",)),
    ("Empty", (), ()),
    ("Partly", ("a", 1), ("a", 2, [3])),
    ("Partly", ("a", 1), ("b", 1)),
    ("Checked", (1,), (1,)),
    ("Own", ("a",), ("A",)),
    ("Same", ("a",), ("a",)),
    ("More", (1, 2, 3), (1,)),
    ("More", (1, 2, 4), (1,)),
]


@pytest.mark.parametrize(("name", "first", "second"), ARGUMENTS)
def test_both_compare_and_show_alike(
    name: str, first: tuple[Any, ...], second: tuple[Any, ...]
) -> None:
    real, ours = (shapes(each)[name] for each in (REAL, QUICK))
    pairs = [(made(*first), made(*second)) for made in (real, ours)]
    for told in (lambda one, other: one == other, lambda one, other: hash(one) == hash(other)):
        assert told(*pairs[0]) == told(*pairs[1])
    assert [one != 1 and one is not None for one, _ in pairs] == [True, True]
    shown = [(repr(one), repr(other)) for one, other in pairs]
    if name != "Same":
        assert shown[0] == shown[1]
        for one, _ in pairs:
            assert {one: 1}.get(copy.copy(one)) == 1
            assert replace(one) == one
    for one, _ in pairs:
        assert [each.name for each in fields(one)] == [each.name for each in fields(pairs[0][0])]
        assert not hasattr(one, "__dict__")


def test_classes_of_a_kind_are_told_apart() -> None:
    made = shapes(QUICK)
    assert made["Plain"](1, 2) != made["More"](1, 2)
    assert made["More"](1, 2) != made["Plain"](1, 2)
    assert len({made["Alone"]("a"), made["Alone"]("a"), made["Alone"]("b")}) == 2
    assert len({made["Same"]("a"), made["Same"]("a")}) == 2
    assert made["Plain"].__match_args__ == ("one", "two")


def test_what_is_given_is_still_checked() -> None:
    made = shapes(QUICK)
    with pytest.raises(ValueError, match="nothing"):
        made["Checked"](-1)
    with pytest.raises(TypeError):
        made["Plain"]()
    with pytest.raises(TypeError):
        made["Plain"](1, none=2)


def test_other_modules_and_other_kinds_are_left_as_they_are() -> None:
    theirs = shapes(QUICK, THEIRS)["Plain"](1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        theirs.one = 2
    body = {"__module__": OURS, "__annotations__": {"one": int}}
    changed = QUICK(slots=True)(type("Changed", (), body))(1)
    changed.one = 2
    assert changed.one == 2
    ordered = QUICK(frozen=True, slots=True, order=True)
    made = ordered(type("Ordered", (), body))
    assert made(1) < made(2)


PROGRAM = """
import sys
from sotto.starting.lean import begin
{begin}
from sotto.messages import Prosody, Style
from sotto.settings.values import Settings
import pickle
for each in (Prosody(), Prosody(style=Style.CALM), Settings()):
    print(each, each == type(each)(*[getattr(each, n) for n in each.__match_args__]))
    assert pickle.loads(pickle.dumps(each)) == each
try:
    object.__getattribute__(Prosody(), "__dict__")
except AttributeError:
    print("small")
try:
    Prosody().rate = 2
except AttributeError:
    print("frozen")
"""


def test_our_values_are_the_same_in_the_daemon() -> None:
    """The daemon's process lacks only what stops a program from changing a value."""
    told = [run(PROGRAM.format(begin=begin)) for begin in ("", "begin()")]
    assert told[0] == told[1] + "frozen\n"


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

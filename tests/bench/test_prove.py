"""The short form of the proof: speech goes on whatever fails."""

from __future__ import annotations

import asyncio
import random
import re
from pathlib import Path

import pytest

from sotto_bench.proof_faults import FAULTS, STATES, Row
from sotto_bench.proof_soak import text
from sotto_bench.prove import plan, prove, table


@pytest.mark.alone
@pytest.mark.hears
def test_speech_goes_on_whatever_fails() -> None:
    done, rows = asyncio.run(prove(0.3, plan(short=True), seed=1))
    report = "\n".join(table(done, rows))
    assert done.asked > 10
    assert done.is_good, report
    assert all(row.is_good for row in rows), report


def test_the_long_form_has_every_fault_in_every_state() -> None:
    assert len(plan(short=False)) == len(FAULTS) * len(STATES)
    assert {fault for fault, _ in plan(short=True)} <= set(FAULTS)


@pytest.mark.parametrize(
    ("heard", "wrong", "is_good"), [(0.1, 0, True), (None, 0, False), (0.1, 1, False)]
)
def test_a_row_is_good_when_it_speaks_and_all_ended(
    heard: float | None, wrong: int, is_good: bool
) -> None:
    assert Row("fault", "D-Bus", "idle", heard, wrong).is_good is is_good


def test_the_same_seed_says_the_same() -> None:
    one, other = random.Random(7), random.Random(7)
    assert [text(one) for _ in range(50)] == [text(other) for _ in range(50)]


def test_every_test_that_the_page_names_is_there() -> None:
    tests = Path(__file__).parents[1]
    page = (tests.parent / "docs" / "never-silent.md").read_text()
    file = ""
    for named, test in re.findall(r"`([\w/]+\.py)?(?:::(\w+))?`", page):
        file = named or file
        if test:
            assert f"def {test}(" in (tests / file).read_text(), f"{file}::{test}"
        elif re.search(r"(^|/)test_\w+\.py$", named):
            assert (tests / named).exists(), named

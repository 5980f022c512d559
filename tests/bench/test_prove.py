"""The short form of the proof: speech goes on whatever fails."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sotto_bench import proof_matrix, proof_run
from sotto_bench.proof_faults import FAULTS, Row
from sotto_bench.proof_run import Case, Wanted
from sotto_bench.proof_soak import text
from sotto_bench.prove import SHORT, Found, prove_short, table


@pytest.mark.alone
@pytest.mark.hears
def test_speech_goes_on_whatever_fails() -> None:
    found = Found()
    asyncio.run(prove_short(0.3, 1, found))
    report = "\n".join(table(found.soak, found.rows))
    assert found.soak is not None
    assert found.soak.asked > 10
    assert len(found.rows) == len(SHORT)
    assert found.is_good, report


def test_the_long_form_has_every_fault_in_every_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_matrix, "Dispatcher", lambda stage: stage)
    stage: Any = None
    cases = proof_matrix.all_cases(stage, FAULTS)
    assert len(cases) == len(FAULTS) * (4 + 4 + 3) + 4 * 4
    assert len({(each.fault, each.door, each.state) for each in cases}) == len(cases)
    picked = list(Wanted("module killed", "Speech", "paused", 5).of(cases))
    assert [each.state for each in picked] == ["paused"] * 5
    assert set(SHORT) <= set(FAULTS)


def test_a_row_that_fails_or_hangs_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    raised_so_often = []

    @contextlib.asynccontextmanager
    async def raised(server: str) -> AsyncIterator[str]:
        raised_so_often.append(server)
        if len(raised_so_often) == 2:
            raise TimeoutError("a session that does not begin")
        yield server

    async def good(name: str) -> Row:
        return Row(name, "D-Bus", "idle", 0.1, 0)

    async def fails(name: str) -> Row:
        raise ConnectionResetError("the server is gone")

    async def hangs(name: str) -> Row:
        await asyncio.sleep(3600)
        return await good(name)

    cases = [
        Case(name, "D-Bus", "idle", partial(run, name))
        for name, run in (("a", good), ("b", fails), ("c", hangs), ("d", good))
    ]
    monkeypatch.setattr(proof_run, "raised", raised)
    monkeypatch.setattr(proof_run, "ROW_SECONDS", 0.05)
    rows: list[Row] = []
    asyncio.run(proof_run.run_rows("PulseAudio", lambda _: cases, Wanted(), rows))
    assert [(each.fault, each.heard_s) for each in rows] == [
        *(("a", 0.1), ("b", None), ("c", None), ("d", 0.1)),
    ]
    assert "ConnectionResetError: the server is gone" in rows[1].note
    assert "TimeoutError" in rows[2].note
    assert len(raised_so_often) == 4
    report = "\n".join(table(None, rows))
    assert "2 of 4 rows are silent" in report
    assert "never (ConnectionResetError" in report


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

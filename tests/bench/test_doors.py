"""The samples of reported faults: each is read as it should be, some of them through every door."""

from __future__ import annotations

import asyncio

import pytest

from sotto.messages import Clause, Kind, Options
from sotto.text.clauses import clauses
from sotto_bench.doors import Case, cases, table, tried
from sotto_bench.session import session

_KINDS = {"text": Kind.TEXT, "quiet": Kind.TEXT, "ssml": Kind.SSML, "char": Kind.CHARACTER}
THROUGH = ("$5.50", "Bonjour", "20 °C", "<test>", "don´t", "A1 111", "à")


def told(spoken: list[Clause]) -> str:
    parts = []
    for clause in spoken:
        if clause.words:
            words = " ".join(word.text + word.stop.value for word in clause.words)
            parts.append(words + clause.stop.value)
        if clause.fixed:
            parts.append(f"<{clause.fixed}>")
    return " ".join(parts)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.kind}-{case.text[:20]}")
def test_every_sample_is_read_as_it_should_be(case: Case) -> None:
    options = Options(kind=_KINDS[case.way], language=case.language)
    assert told(list(clauses(case.text, options, case.language))) == case.said


def test_every_kind_has_its_samples() -> None:
    assert {case.kind for case in cases()} == set(range(1, 28))


def test_some_samples_are_right_through_every_door() -> None:
    wanted = [case for text in THROUGH for case in cases() if case.text == text]
    with session() as folder:
        found = asyncio.run(tried(folder, wanted, None))
    total = next(line for line in found.splitlines() if line.startswith("| all "))
    assert total == f"| all | {len(wanted)} | {' | '.join([str(len(wanted))] * 3)} |", found


def test_what_is_wrong_is_shown() -> None:
    case = Case(10, "en", "text", "a\nb|c", "a. b c")
    shown = table(["X"], [case], [set()], [("X", case, "a b c")])
    assert "| 10 line ends | 1 | 0 |" in shown
    assert "| X | en | `a\\nb\\|c` | a b c | a. b c |" in shown

"""Rows of the matrix one after the other, whatever becomes of one of them: each is bounded, and one
that fails leaves those behind it a session of their own."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from sotto_bench.proof_faults import Row
from sotto_bench.proof_stage import Stage, raised

ROW_SECONDS = 240.0
"""What waits within a row gives up after 30 s each; a row that takes longer hangs."""

TRIES = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A row that can be run."""

    fault: str
    door: str
    state: str
    run: Callable[[], Awaitable[Row]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: parts of their names; "" for all. Each is run so many times."""

    fault: str = ""
    door: str = ""
    state: str = ""
    times: int = 1

    def of(self, cases: Sequence[Case]) -> Iterator[Case]:
        """Those of them, in their order."""
        for case in cases:
            pairs = ((self.fault, case.fault), (self.door, case.door), (self.state, case.state))
            if all(part in name for part, name in pairs):
                yield from [case] * self.times


async def run_rows(
    server: str, cases_of: Callable[[Stage], Sequence[Case]], wanted: Wanted, rows: list[Row]
) -> None:
    """Add a row for each case to `rows`. Raises what a session failed with that could not even
    begin, `TRIES` times in turn."""
    before, tries = len(rows), 0
    while True:
        begun = len(rows)
        try:
            if await _go_on(server, cases_of, wanted, rows, begun - before):
                return
        except Exception:  # a session that failed, and there are others
            tries = 1 if len(rows) > begun else tries + 1
            if tries >= TRIES:
                raise
            traceback.print_exc()


async def _go_on(
    server: str,
    cases_of: Callable[[Stage], Sequence[Case]],
    wanted: Wanted,
    rows: list[Row],
    done: int,
) -> bool:
    """In a session of its own, up to a row that fails; whether all were run."""
    async with raised(server) as stage:
        for case in list(wanted.of(cases_of(stage)))[done:]:
            rows.append(row := await _bounded(case, server))
            _tell(row)
            if row.note:
                return False
    return True


async def _bounded(case: Case, server: str) -> Row:
    try:
        async with asyncio.timeout(ROW_SECONDS):
            return await case.run()
    except Exception as error:  # it is a row that failed, and there are others
        traceback.print_exc()
        why = f"{type(error).__name__}: {error}".rstrip(": ")
        return Row(case.fault, case.door, case.state, None, 0, server, why)


def _tell(row: Row) -> None:
    """A sign that it goes on: all rows take many minutes."""
    told = f"{row.fault}, {row.server}, {row.door}, {row.state}: {row.heard_s} {row.note}"
    print(told.rstrip(), file=sys.stderr, flush=True)

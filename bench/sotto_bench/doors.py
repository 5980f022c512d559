"""The samples of reported faults through every door, at the real daemon: what is said of each.
Prints a table in Markdown: kind, tried, right.

What is said is told by the last stage before the voice, whatever the door; that it sounds is, too.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sotto_bench.door_ways import DBusDoor, DispatcherDoor, Door, SpielDoor
from sotto_bench.session import Session, session
from sotto_client import ClientError, connect

_CASES = Path(__file__).with_name("doors_cases.tsv")
_NEWLINE = "\\n"
_KINDS = {
    1: "languages and names of voices", 2: "quiet consonants", 3: "parted figures",
    4: "no English words", 5: "minus before money", 6: "letter behind figures", 7: "versions",
    8: "magnitudes of money", 9: "neighbouring numbers", 10: "line ends", 11: "ordinals",
    12: "one and its gender", 13: "ranges", 14: "Roman numerals", 15: "units", 16: "times",
    17: "full stop of an acronym", 18: "abbreviations", 19: "capitals", 20: "emoji",
    21: "drawing", 22: "styled letters", 23: "markup and code", 24: "fractions, slashed dates",
    25: "separators", 26: "apostrophes", 27: "accented letters",
}  # fmt: skip
_WATCH = """
import json, os
import sotto.synthesis.pipeline as pipeline
_clauses, _iter = pipeline.Pipeline.clauses, pipeline.Pipeline.__iter__
def clauses(self):
    for clause in _clauses(self):
        self.told.append([
            " ".join(word.text + word.stop.value for word in clause.words) + clause.stop.value
            if clause.words else "", clause.fixed])
        yield clause
def watched(self):
    self.told, heard, length = [], 0, 0
    try:
        for piece in _iter(self):
            heard += int((abs(piece.chunk.samples) > 1e-4).sum())
            length += len(piece.chunk.samples)
            yield piece
    finally:
        with open(os.environ["SOTTO_TOLD"], "a") as file:
            file.write(json.dumps([self.told, heard, length]) + chr(10))
pipeline.Pipeline.clauses, pipeline.Pipeline.__iter__ = clauses, watched
from sotto.cli.main import main
raise SystemExit(main(["serve"]))
"""
_SETTINGS = 'cache_mb = 0\nphrase_cache_mb = 0\ndeadline_ms = 5000\nlook_ahead = "off"\n'
_TRIES = 3
_AUDIBLE = 500
"""Samples that are not silence."""

_QUIET_LOSS = 0.03
"""So much of a word's length may be lost when it is quiet."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sample: its kind, language, way (text, ssml, char, quiet), and what is right."""

    kind: int
    language: str
    way: str
    text: str
    said: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was said, how many samples it had, and how many of them were no silence."""

    said: str
    heard: int
    length: int


def cases(file: Path = _CASES) -> list[Case]:
    """All samples."""
    found = []
    for line in file.read_text().splitlines():
        kind, language, way, text, said = line.split("\t")
        found.append(Case(int(kind), language, way, text.replace(_NEWLINE, "\n"), said))
    return found


class Watch:
    """What the daemon says, in order."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read = 0

    async def next(self, patience: float = 20.0) -> Told:
        """Of the next utterance. Raises TimeoutError."""
        async with asyncio.timeout(patience):
            while True:
                lines = self._file.read_text().splitlines() if self._file.exists() else []
                if len(lines) > self._read:
                    self._read += 1
                    return _told(*json.loads(lines[self._read - 1]))
                await asyncio.sleep(0.02)

    def forget(self) -> None:
        """Leave out what was said up to now."""
        self._read = len(self._file.read_text().splitlines()) if self._file.exists() else 0


def _told(clauses: Sequence[tuple[str, int]], heard: int, length: int) -> Told:
    parts = (f"{said} <{fixed}>" if fixed else said for said, fixed in clauses)
    return Told(" ".join(part.strip() for part in parts if part.strip()), heard, length)


async def try_case(door: Door, watch: Watch, case: Case) -> tuple[bool, str]:
    """Whether a sample is right through a door, and what was said."""
    watch.forget()
    await door.say(case.text, case.language, case.way)
    told = await watch.next()
    is_right = told.said == case.said and told.heard > _AUDIBLE
    if case.way != "quiet":
        return is_right, told.said if told.heard > _AUDIBLE else f"{told.said} (silent)"
    watch.forget()
    await door.say(case.text, case.language, "text")
    kept = told.length / max((await watch.next()).length, 1)
    return is_right and abs(1 - kept) < _QUIET_LOSS, f"{told.said}: {kept:.0%} of its length"


@contextlib.asynccontextmanager
async def daemon(folder: Session) -> AsyncIterator[Watch]:
    """The daemon of a session, and what it says."""
    folder.start_bus()
    folder.write_settings(_SETTINGS)
    folder.start_sound()
    file = folder.folder / "told.jsonl"
    folder.environment["SOTTO_TOLD"] = str(file)
    folder.start(sys.executable, "-c", _WATCH)
    async with await connect(folder.environment["DBUS_SESSION_BUS_ADDRESS"]) as client:
        async with asyncio.timeout(60):
            while not await client.is_running() or (await client.state()).looking:
                await asyncio.sleep(0.05)
            await client.finished(await client.speak("Ready."))
        yield Watch(file)


Wrong = tuple[str, Case, str]


async def _through(
    door: Door, watch: Watch, wanted: Iterable[Case], wrong: list[Wrong]
) -> set[int]:
    """The places of the samples that are right."""
    right: set[int] = set()
    async with door:
        for place, case in enumerate(wanted):
            is_right, said = await _tried(door, watch, case)
            if is_right:
                right.add(place)
            else:
                wrong.append((door.name, case, said))
    return right


async def _tried(door: Door, watch: Watch, case: Case) -> tuple[bool, str]:
    """A busy machine may be late for any text, so that another voice goes on: it is tried again."""
    said = ""
    for _ in range(_TRIES):
        try:
            is_right, said = await try_case(door, watch, case)
        except (TimeoutError, ClientError) as error:
            is_right, said = False, f"(nothing was said: {error})"
        if is_right:
            return True, said
    return False, said


async def tried(folder: Session, wanted: Sequence[Case], root: Path | None) -> str:
    """The table, and below it what is not as it should be."""
    doors: list[Door] = [DBusDoor(folder), SpielDoor(folder), DispatcherDoor(folder)]
    if root is not None:
        doors.append(DispatcherDoor(folder, root))
    wrong: list[Wrong] = []
    async with daemon(folder) as watch:
        rights = [await _through(door, watch, wanted, wrong) for door in doors]
    return table([door.name for door in doors], wanted, rights, wrong)


def table(
    doors: Sequence[str], wanted: Sequence[Case], rights: Sequence[set[int]], wrong: Sequence[Wrong]
) -> str:
    """In Markdown."""
    lines = [f"| kind | tried | {' | '.join(doors)} |", "|---" * (len(doors) + 2) + "|"]
    for kind in sorted({case.kind for case in wanted}):
        places = {place for place, case in enumerate(wanted) if case.kind == kind}
        counts = " | ".join(str(len(places & right)) for right in rights)
        lines.append(f"| {kind} {_KINDS[kind]} | {len(places)} | {counts} |")
    lines.append(f"| all | {len(wanted)} | {' | '.join(str(len(right)) for right in rights)} |")
    lines += [
        "",
        "| not as wanted through | language | sample | said | wanted |",
        "|---|---|---|---|---|",
    ]
    for name, case, said in wrong:
        cells = (name, case.language, f"`{_shown(case.text)}`", said, case.said)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines if wrong else lines[:-3])


def _shown(text: str) -> str:
    return text.replace("\n", _NEWLINE)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="script/doors", description=__doc__)
    parser.add_argument(
        "--root",
        type=Path,
        metavar="FOLDER",
        help="also through the Speech Dispatcher of the Debian system in this folder (needs root)",
    )
    parser.add_argument("--kind", type=int, action="append", help="only these kinds")
    given = parser.parse_args(argv)
    wanted = [case for case in cases() if not given.kind or case.kind in given.kind]
    with session() as folder:
        print(asyncio.run(tried(folder, wanted, given.root)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

#!/usr/bin/env python3
"""Draws up what each folder of the daemon is made of: files, imports, floors. Needs git.

`script/rooms.py [REVISION]...` prints a table for each revision (HEAD). The floors of a folder are
the files of its longest chain in which each imports the next.
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PACKAGE = "daemon/sotto"

Graph = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Room:
    """A folder: imports within it and of files elsewhere, and how many lines the longest has."""

    name: str
    files: int
    inside: int
    outside: int
    floors: int
    longest: int


def sources(revision: str) -> dict[str, str]:
    """The text of every module. Raises CalledProcessError for a revision that is none."""
    command = ["git", "archive", revision, _PACKAGE]
    packed = subprocess.run(command, check=True, capture_output=True).stdout
    found: dict[str, str] = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive.getmembers():
            if member.name.endswith(".py") and (file := archive.extractfile(member)):
                name = member.name.removeprefix("daemon/").removesuffix(".py").replace("/", ".")
                found[name.removesuffix(".__init__")] = file.read().decode()
    return found


def imports(texts: Mapping[str, str]) -> Graph:
    """Which of the modules each imports, inside functions too."""
    return {
        name: frozenset(_imported(text, texts)) - {name, name.rpartition(".")[0]}
        for name, text in texts.items()
    }


def rooms(texts: Mapping[str, str]) -> list[Room]:
    """One a folder, by name. Files without a statement are not counted."""
    graph = imports(texts)
    filled = {name for name, text in texts.items() if _has_statements(text)}
    folders = sorted({name.split(".")[1] for name in texts if name.count(".") > 1})
    return [_room(folder, graph, texts, filled) for folder in folders]


def table(found: Sequence[Room]) -> str:
    """In Markdown."""
    lines = ["| folder | files | imports inside | elsewhere | floors | lines of the longest |"]
    lines.append("|---|---|---|---|---|---|")
    lines += [
        f"| `{r.name}` | {r.files} | {r.inside} | {r.outside} | {r.floors} | {r.longest} |"
        for r in found
    ]
    return "\n".join(lines)


def _has_statements(text: str) -> bool:
    tree = ast.parse(text)
    return len(tree.body) > (ast.get_docstring(tree) is not None)


def _imported(text: str, known: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{each.name}" for each in node.names}
            found |= whole & known.keys() or {node.module}
    return found & known.keys()


def _room(folder: str, graph: Graph, texts: Mapping[str, str], filled: set[str]) -> Room:
    here = {name for name in filled if name.split(".")[1:2] == [folder]}
    inside = {name: graph[name] & here for name in here}
    return Room(
        folder,
        len(here),
        sum(map(len, inside.values())),
        sum(len(graph[name] - here) for name in here),
        max((_floors(name, inside, {}, ()) for name in here), default=0),
        max((len(texts[name].splitlines()) for name in here), default=0),
    )


def _floors(name: str, inside: Graph, known: dict[str, int], above: tuple[str, ...]) -> int:
    """How long the longest chain is that begins with a file; one in a ring counts once."""
    if name not in known:
        below = (each for each in inside[name] if each not in above)
        chains = (_floors(each, inside, known, (*above, name)) for each in below)
        known[name] = 1 + max(chains, default=0)
    return known[name]


if __name__ == "__main__":
    for _revision in sys.argv[1:] or ["HEAD"]:
        print(f"{_revision}\n\n{table(rooms(sources(_revision)))}\n")

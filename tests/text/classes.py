"""Classes of what is written, language by language, and how each is read: the table of
`docs/readings.md`. `python -m text.classes`, with `daemon` and `tests` on the path, prints it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from sotto.messages import Kind, Punctuation
from text.reading import heard

FILE = Path(__file__).with_name("classes.tsv")
"""Language, class, what is written."""
_KINDS = {"letters": Kind.CHARACTER, "keys": Kind.KEY}
_PUNCTUATION = {"signs": Punctuation.ALL}


def rows() -> list[tuple[str, str, str]]:
    """Language, class and text of every sample."""
    lines = FILE.read_text().splitlines()
    return [(language, name, text) for language, name, text in (line.split("\t") for line in lines)]


def table() -> str:
    """A table a language, as Markdown."""
    return "\n".join(
        f"### {language}\n\n| class | written: read |\n|---|---|\n" + "".join(_lines(group))
        for language, group in groupby(rows(), key=lambda row: row[0])
    )


def _lines(group: Iterable[tuple[str, str, str]]) -> list[str]:
    found = []
    for name, samples in groupby(group, key=lambda row: row[1]):
        read = "; ".join(
            f"`{text}`: {_read(language, name, text)}" for language, _, text in samples
        )
        found.append(f"| {name} | {read} |\n")
    return found


def _read(language: str, name: str, text: str) -> str:
    return heard(
        text,
        language,
        kind=_KINDS.get(name, Kind.TEXT),
        punctuation=_PUNCTUATION.get(name, Punctuation.NONE),
    )


if __name__ == "__main__":
    print(table())

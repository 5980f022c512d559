"""What the files of a program import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def imported(file: Path) -> Iterator[str]:
    """The packages that a file names, inside functions too; none of them relatively."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield (node.module or "").split(".")[0]

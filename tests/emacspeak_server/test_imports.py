"""The server is a client program: the standard library, and the client library in two places."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sotto_emacspeak

FILES = sorted(Path(sotto_emacspeak.__file__).parent.glob("*.py"))
ALLOWED = {name: {"sotto_client"} for name in ("link.py", "speaker.py", "main.py")}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_a_file_imports(file: Path) -> None:
    own = {"sotto_emacspeak"} | ALLOWED.get(file.name, set())
    assert set(imported(file)) <= own | set(sys.stdlib_module_names)

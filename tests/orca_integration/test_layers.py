"""The Orca integration is a client, and one file of it knows the accessibility library."""

from __future__ import annotations

import ast
from pathlib import Path

import sotto_orca

FOLDER = Path(sotto_orca.__file__).parent


def imports(file: Path) -> set[str]:
    """Top-level names of all modules that a file imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_it_knows_nothing_of_the_daemon() -> None:
    for file in FOLDER.glob("*.py"):
        assert not imports(file) & {"sotto", "dbus_next", "sotto_speechd"}, file.name


def test_one_file_knows_the_accessibility_library() -> None:
    assert {f.name for f in FOLDER.glob("*.py") if "pyatspi" in imports(f)} == {"screen.py"}


def test_the_pure_files_reach_for_nothing() -> None:
    standard = "__future__ collections dataclasses enum itertools json re string typing"
    allowed = {*standard.split(), "sotto_orca"}
    for name in ("choice", "json_format", "scene", "wording", "predictor", "portion"):
        assert imports(FOLDER / f"{name}.py") <= allowed, name

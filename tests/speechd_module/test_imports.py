"""The module is a thin client: the standard library, and the client library in one place."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import sotto_speechd
from imported import imported

FILES = sorted(Path(sotto_speechd.__file__).parent.glob("*.py"))
ALLOWED = {"daemon.py": {"sotto_client"}}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_a_file_imports(file: Path) -> None:
    own = {"sotto_speechd"} | ALLOWED.get(file.name, set())
    assert set(imported(file)) <= own | set(sys.stdlib_module_names)

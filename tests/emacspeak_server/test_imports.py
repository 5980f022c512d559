"""The server is a client program: the standard library, and the client library in two places."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import sotto_emacspeak
from imported import imported

FILES = sorted(Path(sotto_emacspeak.__file__).parent.glob("*.py"))
ALLOWED = {name: {"sotto_client"} for name in ("link.py", "speaker.py", "main.py")}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_a_file_imports(file: Path) -> None:
    own = {"sotto_emacspeak"} | ALLOWED.get(file.name, set())
    assert set(imported(file)) <= own | set(sys.stdlib_module_names)

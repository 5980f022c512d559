"""What the documentation tells people to type and click is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.account import CHECKOUT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "daemon/README.md", "models/README.md")
README = (CHECKOUT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def sotto(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sotto", *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_inside_the_repository_lead_somewhere(document: str) -> None:
    file = CHECKOUT / document
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", file.read_text())
    assert [target for target in targets if not (file.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_scripts_that_are_named_can_be_run(document: str) -> None:
    named = set(re.findall(r"\bscript/(\w+)\b(?!\.py)", (CHECKOUT / document).read_text()))
    assert [name for name in named if not os.access(CHECKOUT / "script" / name, os.X_OK)] == []


def test_commands_of_the_readme_exist() -> None:
    commands = set(re.findall(r"^sotto ([\w-]+)", "\n".join(blocks("sh")), re.MULTILINE))
    assert {"say", "stop", "pause", "resume", "voices", "why"} <= commands
    assert [name for name in commands if sotto(name, "--help").returncode != 0] == []


def test_options_of_the_readme_exist() -> None:
    options = set(re.findall(r"^sotto say.*?(--\w+)", "\n".join(blocks("sh")), re.MULTILINE))
    helped = sotto("say", "--help").stdout
    assert options
    assert [option for option in options if option not in helped] == []


def test_python_of_the_readme_compiles_and_finds_what_it_imports(tmp_path: Path) -> None:
    (block,) = blocks("python")
    names = [line for line in block.splitlines() if line.startswith(("import ", "from "))]
    program = tmp_path / "snippet.py"
    program.write_text("\n".join(names))
    compile(block, "README.md", "exec")
    done = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

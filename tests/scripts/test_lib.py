"""What the scripts share: Debian packages."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from scripts.account import CHECKOUT


def shell(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code with script/lib.sh read in."""
    return subprocess.run(
        ["sh", "-euc", f"root={CHECKOUT}; . {CHECKOUT}/script/lib.sh; {code}"],
        env=dict(os.environ) | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def ordinary(folder: Path) -> str:
    """A folder for PATH whose `id` says that the user is not root."""
    (folder / "id").write_text("#!/bin/sh\necho 1000\n")
    (folder / "id").chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_missing_packages_are_those_not_installed() -> None:
    done = shell("missing_packages dpkg sotto-no-such-package libc-bin")
    assert done.stdout == "sotto-no-such-package "


def test_part_of_a_name_is_not_the_package() -> None:
    assert shell("missing_packages dpk").stdout == "dpk "


def test_nothing_missing_is_quiet() -> None:
    done = shell("need_packages dpkg libc-bin")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_ordinary_user_gets_the_one_line_to_run(tmp_path: Path) -> None:
    done = shell("need_packages dpkg no-such-a no-such-b; echo on", PATH=ordinary(tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines[-1].strip() == ("sudo apt-get install --no-install-recommends no-such-a no-such-b")


def test_every_package_named_is_known_to_this_debian() -> None:
    done = shell("missing_packages $packages_test")
    assert done.returncode == 0
    assert done.stdout == ""

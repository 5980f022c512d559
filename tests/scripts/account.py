"""An ordinary user's account with a checkout in it, in one temporary folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
_KEPT = ("PATH", "LANG", "PIP_", "SSL_CERT_", "REQUESTS_", "HTTP", "http", "NO_PROXY", "no_proxy")
"""What a fresh login might have, and what reaching a package index may need."""


class Account:
    """`home` is empty at first; `checkout` holds what is needed to install."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.checkout = folder / "checkout"
        self._runtime = folder / "run"
        for made in (self.home, self._runtime):
            made.mkdir(mode=0o700)
        for part in _parts():
            _copy(CHECKOUT / part, self.checkout / part)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as the account's user."""
        return subprocess.run(
            [*_become(), *command],
            env=self._environment(),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )

    def script(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the checkout's scripts."""
        return self.run(str(self.checkout / "script" / name), *arguments)

    def write(self, path: str, content: str) -> Path:
        """A file of the user's own."""
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        own(self.home)
        return file

    def contents(self) -> dict[str, str]:
        """Every path below home with its kind, mode and content."""
        return {
            str(path.relative_to(self.home)): _describe(path)
            for path in sorted(self.home.rglob("*"))
        }

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)}
        return kept | {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(self._runtime)}


@contextlib.contextmanager
def account() -> Iterator[Account]:
    """A fresh account; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="sotto-account-"))
    try:
        folder.chmod(0o755)
        made = Account(folder)
        own(folder)
        yield made
    finally:
        shutil.rmtree(folder)


def own(folder: Path) -> None:
    """Give a folder and all in it to the ordinary user, when the tests run as root."""
    if os.geteuid() != 0:
        return
    user = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _become() -> list[str]:
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("nobody")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _parts() -> set[str]:
    """What the wheel is built from, and the scripts that do it."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    folders = {Path(package).parts[0] for package in (*wheel["packages"], *wheel["shared-data"])}
    return folders | {"script", "pyproject.toml", "README.md", "LICENSE"}


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _describe(path: Path) -> str:
    mode = oct(path.lstat().st_mode)
    if path.is_symlink():
        return f"{mode} -> {path.readlink()}"
    return f"{mode} {hashlib.sha256(path.read_bytes()).hexdigest()}" if path.is_file() else mode

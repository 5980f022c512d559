"""What runs when a package comes and goes: daemons with the files of before end, others do not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.account import CHECKOUT

DAEMON = b"/usr/bin/python3\0/usr/bin/sotto\0serve\0"


class Machine:
    """Processes of which a script sees what it is told; each is really a sleep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def add(self, name: str, command: bytes, root: str = "/") -> None:
        """A process that looks as if it was started by that command, seen from that root."""
        process = self.processes[name] = subprocess.Popen(["sleep", "60"])
        entry = self.folder / "proc" / str(process.pid)
        entry.mkdir(parents=True)
        (entry / "cmdline").write_bytes(command)
        (entry / "root").symlink_to(root)

    def run(self, script: str, package: str, *arguments: str) -> None:
        """Run a maintainer script that sees these processes, without Debian's Python helpers."""
        text = (CHECKOUT / "packaging" / "debian" / script).read_text()
        text = text.replace("@PACKAGE@", package).replace("/proc", str(self.folder / "proc"))
        made = self.folder / script
        made.write_text(text.replace("py3c", "no-such-py3c"))
        subprocess.run(["sh", str(made), *arguments], check=True)

    def ended(self) -> set[str]:
        """Those that were ended, whatever it takes them."""
        found = set()
        for name, process in self.processes.items():
            try:
                process.wait(0.3)
                found.add(name)
            except subprocess.TimeoutExpired:
                pass
        return found


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    made.add("daemon", DAEMON)
    made.add("command", b"/usr/bin/python3\0/usr/bin/sotto\0say\0serve\0")
    made.add("other", b"/usr/bin/editor\0/usr/bin/sotto\0serve\0")
    made.add("container", DAEMON, root="/usr")
    yield made
    for process in made.processes.values():
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("script", "package", "arguments", "ended"),
    [
        ("postinst", "sotto", ("configure", "0.0.9"), {"daemon"}),
        ("postinst", "sotto", ("configure", ""), set()),
        ("postinst", "sotto-settings", ("configure", "0.0.9"), set()),
        ("postinst", "sotto", ("abort-upgrade", "0.0.9"), set()),
        ("prerm", "sotto", ("remove",), {"daemon"}),
        ("prerm", "sotto", ("upgrade", "0.2"), set()),
        ("prerm", "sotto-settings", ("remove",), set()),
    ],
)
def test_who_ends(
    machine: Machine, script: str, package: str, arguments: tuple[str, ...], ended: set[str]
) -> None:
    machine.run(script, package, *arguments)
    assert machine.ended() == ended

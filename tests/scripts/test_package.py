"""The Debian packages: where their files go, what they depend on, and that they speak."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import private_bus
from scripts.account import CHECKOUT
from waiting import wait_until


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """The package files by name, unpacked beside them."""
    folder = tmp_path_factory.mktemp("dist")
    lines = run(str(CHECKOUT / "script/package"), str(folder)).split()
    found = {Path(line).name.partition("_")[0]: Path(line) for line in lines}
    run("dpkg-deb", "-x", str(found["sotto"]), str(folder / "root"))
    run("dpkg-deb", "-x", str(found["sotto-settings"]), str(folder / "root"))
    yield found


def test_both_packages_depend_on_what_debian_has(built: dict[str, Path]) -> None:
    assert set(built) == {"sotto", "sotto-settings"}
    depends = run("dpkg-deb", "-f", str(built["sotto"]), "Depends")
    for name in ("python3-onnxruntime", "python3-dbus-next", "libespeak-ng1", "python3-tomlkit"):
        assert name in depends
    version = run("dpkg-deb", "-f", str(built["sotto"]), "Version").strip()
    assert f"sotto (= {version})" in run("dpkg-deb", "-f", str(built["sotto-settings"]), "Depends")


def test_the_same_checkout_gives_the_same_packages(built: dict[str, Path], tmp_path: Path) -> None:
    run(str(CHECKOUT / "script/package"), str(tmp_path))
    for path in built.values():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_every_file_is_where_debian_wants_it(built: dict[str, Path]) -> None:
    root = built["sotto"].parent / "root"
    files = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    allowed = ("usr/bin/", "usr/lib/", "usr/share/")
    assert [name for name in files if not name.startswith(allowed)] == []
    assert [name for name in files if "__pycache__" in name or "/local/" in name] == []
    for name in (
        "usr/bin/sotto",
        "usr/lib/speech-dispatcher-modules/sd_sotto",
        "usr/lib/systemd/user/sotto.service",
        "usr/share/dbus-1/services/org.sotto.Voice1.service",
        "usr/share/applications/org.sotto.Settings.desktop",
        "usr/share/bash-completion/completions/sotto",
        "usr/share/man/man1/sotto.1.gz",
        "usr/share/man/man1/sd_sotto.1.gz",
        "usr/share/man/man1/sotto-emacspeak.1.gz",
        "usr/share/man/man1/sotto-espeak.1.gz",
        "usr/share/sotto/voices/sotto/voice.json",
        "usr/lib/python3/dist-packages/sotto_window/main.py",
    ):
        assert name in files
    commands = {name for name in files if os.access(root / name, os.X_OK)}
    names = ("sotto", "sotto-emacspeak", "sotto-espeak")
    programs = {f"usr/bin/{name}" for name in names}
    assert commands == programs | {"usr/lib/speech-dispatcher-modules/sd_sotto"}
    for name in programs:
        assert (root / f"usr/share/man/man1/{Path(name).name}.1.gz").exists()
        assert (root / f"usr/share/bash-completion/completions/{Path(name).name}").exists()
    for service in (root / "usr/share/dbus-1/services").iterdir():
        assert "Exec=/usr/bin/sotto serve\n" in service.read_text()


def test_what_is_in_the_package_speaks(built: dict[str, Path]) -> None:
    root = built["sotto"].parent / "root" / "usr"
    # Only the package's own code, without the checkout; libraries as the tests have them.
    code = (
        f"import sys; sys.path.insert(0, {str(root / 'lib/python3/dist-packages')!r}); "
        "from sotto.cli.main import main; import sotto.app, sotto_client; "
        f"assert sotto.app.__file__.startswith({str(root)!r}); sys.exit(main())"
    )
    shared = {"XDG_DATA_DIRS": str(root / "share"), "LANG": "en_US.UTF-8"}
    with private_bus(**shared) as bus:
        bus.spawn(sys.executable, "-c", code, "serve")
        wait_until(lambda: bus.owner_pid() is not None, "the daemon is there")
        done = bus.run(sys.executable, "-c", code, "say", "--out", "x.wav", "Hello from a package.")
        assert done.returncode == 0, done.stderr
        assert (bus.home / "x.wav").stat().st_size > 20_000
        voices = bus.run(sys.executable, "-c", code, "voices").stdout
        assert "sotto:" in voices


def test_the_manual_and_the_completion_name_every_command(built: dict[str, Path]) -> None:
    root = built["sotto"].parent / "root" / "usr/share"
    manual = run("zcat", str(root / "man/man1/sotto.1.gz"))
    completion = (root / "bash-completion/completions/sotto").read_text()
    for name in ("say", "stop", "set", "undo", "window", "why", "orca", "read"):
        assert f".B {name}" in manual
        assert f"        {name}) words=" in completion
    (voices,) = [line for line in completion.splitlines() if " voices) words=" in line]
    for name in ("search", "info", "install", "remove", "default"):
        assert f".B voices {name} " in manual
        assert f" {name} " in voices
    complete = f". {root}/bash-completion/completions/sotto; COMP_WORDS=(sotto say --ra); "
    complete += 'COMP_CWORD=2; _sotto; echo "${COMPREPLY[*]}"'
    assert run("bash", "-c", complete).strip() == "--rate"

"""Debian packages of a checkout: files to where Debian wants them, then dpkg-deb.

Nothing is compiled and nothing is fetched, so the same checkout gives the same packages.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = "usr/lib/python3/dist-packages"
MODULES = "usr/lib/speech-dispatcher-modules"
PROGRAMS = (
    ("usr/bin/sotto", "sotto.cli.main"),
    ("usr/bin/sotto-emacspeak", "sotto_emacspeak.main"),
    (f"{MODULES}/sd_sotto", "sotto_speechd.main"),
)
EMACSPEAK = "usr/bin/sotto-espeak"
"""The same program under the name by which Emacspeak knows what it understands."""

SCRIPT = """#!/usr/bin/python3
import sys

from {module} import main

sys.exit(main())
"""
SOTTO = (
    ("daemon/sotto", f"{PYTHON}/sotto"),
    ("daemon/sotto_bus", f"{PYTHON}/sotto_bus"),
    ("daemon/sotto_client", f"{PYTHON}/sotto_client"),
    ("daemon/sotto_voices", f"{PYTHON}/sotto_voices"),
    ("daemon/sotto_words", f"{PYTHON}/sotto_words"),
    ("bench/sotto_measure", f"{PYTHON}/sotto_measure"),
    ("speechd_module/sotto_speechd", f"{PYTHON}/sotto_speechd"),
    ("emacspeak_server/sotto_emacspeak", f"{PYTHON}/sotto_emacspeak"),
    ("orca_integration/sotto_orca", f"{PYTHON}/sotto_orca"),
    ("models/voices", "usr/share/sotto/voices"),
)
SETTINGS = (
    ("settings_window/sotto_window", f"{PYTHON}/sotto_window"),
    ("settings_window/share/org.sotto.Settings.desktop", "usr/share/applications"),
    ("settings_window/share/org.sotto.Settings.metainfo.xml", "usr/share/metainfo"),
    ("settings_window/share/org.sotto.Settings.svg", "usr/share/icons/hicolor/scalable/apps"),
)
UNITS = (
    ("org.sotto.Voice1.service", "usr/share/dbus-1/services"),
    ("org.sotto.Speech.Provider.service", "usr/share/dbus-1/services"),
    ("sotto.service", "usr/lib/systemd/user"),
)


def main() -> None:
    """Build both into the folder given; prints their paths."""
    root, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    version = read_version(root)
    os.environ.setdefault("SOURCE_DATE_EPOCH", last_change(root))
    os.umask(0o022)
    for name in ("sotto", "sotto-settings"):
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder, "tree")
            stage(name, root, tree, version)
            print(build(name, tree, target, version))


def read_version(root: Path) -> str:
    """The checkout's version."""
    text = (root / "daemon/sotto/__init__.py").read_text()
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None, "the package has a version"
    return found[1].replace(".dev", "~dev")


def last_change(root: Path) -> str:
    """When the checkout was changed last, in seconds since the epoch; 0 outside of git."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "0"


def stage(name: str, root: Path, tree: Path, version: str) -> None:
    """All files of a package, below `tree`."""
    for source, place in SOTTO if name == "sotto" else SETTINGS:
        copy(root / source, tree / place)
    if name == "sotto":
        stage_commands(root, tree, version)
    document(name, root, tree, version)
    control(name, tree, version)


def copy(source: Path, place: Path) -> None:
    """A folder's content, or a file into a folder."""
    if source.is_dir():
        skipped = shutil.ignore_patterns("__pycache__", "*.pyc", "pictures")
        shutil.copytree(source, place, ignore=skipped)
    else:
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)


def stage_commands(root: Path, tree: Path, version: str) -> None:
    """Commands, their manual and completion, and what starts the daemon."""
    for place, module in PROGRAMS:
        write(tree / place, SCRIPT.format(module=module))
    (tree / EMACSPEAK).symlink_to("sotto-emacspeak")
    for name, place in UNITS:
        text = (root / "daemon/share" / f"{name}.in").read_text()
        write(tree / place / name, text.replace("@SOTTO@", "/usr/bin/sotto"))
    parts = ("daemon", "orca_integration", "emacspeak_server", "packaging")
    sys.path[:0] = [str(root / part) for part in parts]
    sys.dont_write_bytecode = True
    from manual import completions, pages

    for name, text in pages(version):
        compress(tree / f"usr/share/man/man1/{name}.1.gz", text)
    (tree / "usr/share/man/man1/sotto-espeak.1.gz").symlink_to("sotto-emacspeak.1.gz")
    for name, text in completions():
        write(tree / "usr/share/bash-completion/completions" / name, text)


def document(name: str, root: Path, tree: Path, version: str) -> None:
    """What Debian's policy asks for beside the files."""
    place = tree / "usr/share/doc" / name
    write(place / "copyright", (HERE / "debian/copyright").read_text())
    stamp = subprocess.run(
        ["date", "-u", "-R", "-d", f"@{os.environ['SOURCE_DATE_EPOCH']}"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    entry = (
        f"sotto ({version}) unstable; urgency=medium\n\n"
        "  * Built from a checkout; see CHANGELOG.\n\n"
        f" -- The Sotto project <sotto.sotto.invalid>  {stamp}\n"
    )
    compress(place / "changelog.gz", entry)
    if name == "sotto-settings":
        # Its entry starts a command of the package that it depends on.
        override = f"{name}: desktop-command-not-in-package sotto *\n"
        write(tree / "usr/share/lintian/overrides" / name, override)
    else:
        compress(place / "CHANGELOG.md.gz", (root / "CHANGELOG.md").read_text())
        compress(place / "README.md.gz", (root / "README.md").read_text())


def control(name: str, tree: Path, version: str) -> None:
    """The package's description, checksums, and what runs when it comes and goes."""
    size = sum(path.stat().st_size for path in files(tree)) // 1024 + 1
    text = (HERE / "debian" / f"{name}.control").read_text()
    sums = [checksum(path, tree) for path in files(tree)]
    folder = tree / "DEBIAN"
    write(folder / "control", text.replace("@VERSION@", version).replace("@SIZE@", str(size)))
    write(folder / "md5sums", "".join(sums))
    for script in ("postinst", "prerm"):
        code = (HERE / "debian" / script).read_text()
        write(folder / script, code.replace("@PACKAGE@", name), mode=0o755)


def files(tree: Path) -> Iterator[Path]:
    """All files below, in order."""
    found = (path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    yield from sorted(found)


def checksum(path: Path, tree: Path) -> str:
    """A line of md5sums, which dpkg still wants."""
    import hashlib

    digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    return f"{digest}  {path.relative_to(tree)}\n"


def write(path: Path, text: str, mode: int = 0o644) -> None:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def compress(path: Path, text: str) -> None:
    """A text, packed the same way every time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def build(name: str, tree: Path, target: Path, version: str) -> Path:
    """The package file."""
    programs = [place for place, _ in PROGRAMS]
    for path in tree.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
        elif path.parent.name != "DEBIAN" and not path.is_symlink():
            path.chmod(0o755 if path.relative_to(tree).as_posix() in programs else 0o644)
    file = target / f"{name}_{version}_all.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(file)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return file


if __name__ == "__main__":
    main()

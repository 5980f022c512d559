"""Reading a small file whole, and replacing one at once or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sotto_orca.errors import OrcaSettingsError

_LARGEST = 16 * 1024 * 1024


def read(path: Path) -> bytes | None:
    """The content; None without a file. Raises OrcaSettingsError."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OrcaSettingsError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > _LARGEST:
        raise OrcaSettingsError(f"{path} is larger than settings can be")
    return content


def replace(path: Path, content: bytes) -> None:
    """Put the content there, keeping the mode and a link to it. Raises OrcaSettingsError."""
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OrcaSettingsError(f"{path} cannot be written: {error.strerror}") from error


def missing_folders(*paths: Path) -> list[str]:
    """The folders that have to be made before these files can be written, outermost first."""
    found = (str(each) for path in paths for each in reversed(path.resolve().parents))
    return [each for each in dict.fromkeys(found) if not Path(each).exists()]


def remove_folders(folders: Sequence[str]) -> None:
    """Remove those, given outermost first, that nobody has put anything into."""
    for each in reversed(folders):
        with suppress(OSError):
            Path(each).rmdir()


def remove(path: Path) -> None:
    """Remove a file that may be gone. Raises OrcaSettingsError."""
    try:
        with suppress(FileNotFoundError):
            path.unlink()
    except OSError as error:
        raise OrcaSettingsError(f"{path} cannot be removed: {error.strerror}") from error

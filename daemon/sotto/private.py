"""Folders and files that are the user's own, or not used."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sotto.errors import KeptSoundError


def make_private(folder: Path) -> None:
    """A folder that only its owner enters. Raises OSError where it is another user's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise KeptSoundError("not a folder of this user")
    if stat.S_IMODE(status.st_mode) & 0o077:
        folder.chmod(0o700)


def users_own(descriptor: int, largest: int) -> int:
    """Bytes of an open file. Raises OSError unless it is a plain file of this user, not larger."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
        raise KeptSoundError("not a file of this user")
    if status.st_size > largest:
        raise KeptSoundError("too large")
    return status.st_size

"""Whether a file may have changed, told by the kernel: nothing is looked at until it has.

Linux's inotify through the C library; Python has no binding of its own.
"""

from __future__ import annotations

import ctypes
import logging
import os
from pathlib import Path

_log = logging.getLogger(__name__)

_NONBLOCK_CLOEXEC = os.O_NONBLOCK | os.O_CLOEXEC
_CLOSE_WRITE, _MOVED, _CREATE, _DELETE, _GONE = 0x8, 0xC0, 0x100, 0x200, 0xC00
_MASK = _CLOSE_WRITE | _MOVED | _CREATE | _DELETE | _GONE
_BUFFER = 64 * 1024


class FileWatch:
    """Watches the folder of `path`, that of the file it links to, or what there is of the way
    to them, from `arm` on. Where the kernel cannot tell, `has_changed` says yes whenever it is
    asked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._library = ctypes.CDLL(None, use_errno=True)
        self._watched: dict[Path, int] = {}
        self.descriptor = int(self._library.inotify_init1(_NONBLOCK_CLOEXEC))
        """Readable when something has changed; -1 where the kernel cannot tell."""
        if self.descriptor < 0:
            _log.warning("changes of %s are not told: %s", path, os.strerror(ctypes.get_errno()))

    def has_changed(self) -> bool:
        """Whether the file may be another one since the last question; then `arm` is due. No disk
        is waited for."""
        if self.descriptor < 0:
            return True
        is_changed = False
        while self._read():
            is_changed = True
        return is_changed

    def close(self) -> None:
        """Watch no more."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _read(self) -> bool:
        try:
            return bool(os.read(self.descriptor, _BUFFER))
        except BlockingIOError:
            return False

    def arm(self) -> None:
        """Watch what there is now, on whatever thread; a disk that hangs is waited for."""
        # A folder that was made meanwhile is found by the next turn.
        wanted: set[Path] = set()
        while self.descriptor >= 0 and wanted != (now := set(self._folders())):
            wanted = now
            self._watched = {folder: self._add(folder) for folder in now}

    def _folders(self) -> list[Path]:
        return [_nearest(self._path.parent), _nearest(Path(os.path.realpath(self._path)).parent)]

    def _add(self, folder: Path) -> int:
        number = int(self._library.inotify_add_watch(self.descriptor, bytes(folder), _MASK))
        if number < 0:
            _log.warning("%s is not watched: %s", folder, os.strerror(ctypes.get_errno()))
        return number


def _nearest(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.is_dir() or each == Path("/"))

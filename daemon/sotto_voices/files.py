"""Files here: a mirror's, read with care, and the user's own, written whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sotto_voices.errors import BusyError, FetchError, NoSpaceError, VoicesError

PIECE = 256 << 10
_FULL = (errno.ENOSPC, errno.EDQUOT)
MARGIN = 64 << 20
"""Bytes that stay free."""


class LocalFile:
    """A file of a mirror in a folder, from its byte `begin` on; a pipe or device is refused."""

    def __init__(self, path: Path, begin: int) -> None:
        """Raises FetchError."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except (OSError, ValueError) as error:
            raise FetchError(f"{path} cannot be read: {_reason(error)}") from error
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            raise FetchError(f"{path} is no file")
        self._file = os.fdopen(descriptor, "rb")
        self.size: int | None = status.st_size
        self.begin = min(begin, status.st_size)
        self._file.seek(self.begin)

    def read(self) -> bytes:
        """The next bytes; b"" at the end. Raises FetchError."""
        try:
            return self._file.read(PIECE)
        except OSError as error:
            raise FetchError(f"{self._file.name} cannot be read: {_reason(error)}") from error

    def close(self) -> None:
        """Read no more."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Places:
    """The user's folders: `voices` that are installed, `incoming` on the same disk for what is
    not complete, `downloads` for what can be fetched again."""

    voices: Path
    incoming: Path
    downloads: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Places:
        """As XDG has them."""
        home = Path(environment.get("HOME") or "/")
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / "sotto"
        cache = Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "sotto"
        return cls(data / "voices", data / "incoming", cache / "downloads")

    def make(self) -> None:
        """Raises NoSpaceError where they cannot be made."""
        with writes():
            for folder in (self.voices, self.incoming, self.downloads):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def writes() -> Iterator[None]:
    """What the disk refuses as an error for people: NoSpaceError."""
    try:
        yield
    except VoicesError:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpaceError("the disk is full; what was fetched so far is kept") from error
        raise NoSpaceError(f"the disk refuses: {error}") from error


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """One process at a time. Raises BusyError."""
    with writes(), file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"another process works on {file.stem} already") from None
        yield


def check_room(folder: Path, needed: int) -> None:
    """Raises NoSpaceError where `needed` bytes and a margin do not fit beside what is there."""
    with writes():
        free = shutil.disk_usage(folder).free
    if free < needed + MARGIN:
        told = f"{megabytes(needed)} are needed, and {megabytes(MARGIN)} to spare"
        raise NoSpaceError(f"{folder} has {megabytes(free)} left; {told}")


def put(made: Path, target: Path) -> None:
    """Let a folder that is complete be `target`, in one step; what was there before is removed.

    Both are on the same disk. Raises NoSpaceError.
    """
    with writes():
        _sync(made)
        if target.exists():
            old = made.with_name(f"{made.name}.old")
            target.rename(old)
            made.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            made.rename(target)
        _sync_folder(target.parent)


def _sync(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def megabytes(size: int) -> str:
    """For people: at least one digit that is not nought."""
    return f"{size / 1e6:.0f} MB" if size >= 10e6 else f"{max(size / 1e6, 0.1):.1f} MB"


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)

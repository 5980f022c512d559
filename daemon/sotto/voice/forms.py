"""What voices decided of clauses before they rendered them, on disk: a shelf a voice and language.

Only clauses of fixed lists are ever put here, in the order of those lists: the files tell which
voices are used, never what was said. What is read is not kept in memory: a lookup takes some
kilobytes off the file. What was said is in the engines' memory alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

from sotto.errors import KeptSoundError
from sotto.private import make_private, users_own

_log = logging.getLogger(__name__)

_MAGIC = b"Sotto\0f1"
_HEAD = struct.Struct("<8s16sI4x")
"""Magic, the list that is being worked through, how many of it are done."""
_ENTRY = np.dtype([("key", "<u8"), ("rest", "<u8"), ("place", "<u4"), ("size", "<u4")])
ALL = (1 << 32) - 1
_DIGEST = 8
_LARGEST = 1 << 20
_LARGEST_FILE = 1 << 30
_MOST_FRESH = 512
_NAME = 32
_FOR_URGENT = 1 / 16
"""Of the limit, what other texts leave to letters and keys: another voice will have them, too."""
_READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOATIME
_WRITING = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

Key = tuple[int, int]


class Forms:
    """At most `bytes_limit` on disk, the shelves that nobody used go first. Empty until `open`.

    Nothing raises but `Shelf.put` and `Shelf.get`; any thread.
    """

    def __init__(self, folder: Path, bytes_limit: int, recent_bytes: int = 0) -> None:
        """`recent_bytes`: so much may engines have in memory of what was said last."""
        self.folder = folder
        self.recent_bytes = recent_bytes
        self._limit = bytes_limit
        self._fingerprint = ""
        self._is_usable = False
        self._shelves: dict[str, Shelf] = {}
        self._lock = threading.RLock()

    @property
    def is_open(self) -> bool:
        """Whether forms are looked for at all."""
        return bool(self._fingerprint) and self._limit > 0

    @property
    def size(self) -> int:
        """Bytes in all files."""
        return sum(size for _, size in self._files())

    def set_limit(self, bytes_limit: int) -> None:
        """Other bytes on disk at most, from the next form that is kept on."""
        self._limit = bytes_limit

    def set_recent_limit(self, recent_bytes: int) -> None:
        """Other bytes in memory at most, from the next clause on."""
        self.recent_bytes = recent_bytes

    def open(self, fingerprint: str) -> None:
        """Begin. `fingerprint` names all that forms depend on beside what goes into the nets."""
        try:
            if os.path.lexists(self.folder):
                make_private(self.folder)
        except OSError as error:
            _log.warning("nothing is kept in %s: %s", self.folder, error)
            return
        self._is_usable = True
        self.renew(fingerprint)

    def renew(self, fingerprint: str) -> None:
        """Something that they depend on is another one now; "": it is not known yet."""
        if not self._is_usable:
            return
        with self._lock:
            for shelf in self._shelves.values():
                shelf.close()
            self._shelves.clear()
            self._fingerprint = fingerprint

    def close(self) -> None:
        """Give back what is open."""
        self.renew("")

    def shelf(self, title: str) -> Shelf | None:
        """The forms of that voice and language; None where nothing is kept."""
        if not self.is_open:
            return None
        with self._lock:
            if title not in self._shelves:
                name = _digest(f"{self._fingerprint} {title}".encode(), _NAME // 2).hex()
                self._shelves[title] = Shelf(self.folder / name, self)
            return self._shelves[title]

    def make_room(self, size: int, *, is_urgent: bool) -> bool:
        """Remove what nobody used since `open`, the longest ago first; whether there is room."""
        limit = self._limit if is_urgent else self._limit * (1 - _FOR_URGENT)
        used = {shelf.path.name for shelf in self._shelves.values()}
        while self.size + size > limit:
            idle = [path for path, _ in self._files() if path.stem not in used]
            if not idle:
                return False
            _remove(min(idle, key=_age).with_suffix(""))
        return True

    def _files(self) -> Iterator[tuple[Path, int]]:
        with suppress(OSError):
            for entry in os.scandir(self.folder):
                if entry.name.endswith((_DATA, _INDEX)):
                    yield Path(entry.path), entry.stat(follow_symlinks=False).st_size


_DATA, _INDEX = ".forms", ".index"


class Shelf:
    """The forms of one voice and language; `done` of a list of things to keep are looked at."""

    def __init__(self, path: Path, forms: Forms) -> None:
        self.path = path
        self._forms = forms
        self._lock = threading.RLock()
        self._known = np.zeros(0, _ENTRY)
        self._fresh: dict[Key, tuple[int, int]] = {}
        self._list = bytes(16)
        self._done = 0
        self._data = -1
        self._index = -1
        self._end = 0
        self._is_closed = False
        self._read()

    def __len__(self) -> int:
        return len(self._known) + len(self._fresh)

    def __contains__(self, key: bytes) -> bool:
        with self._lock:
            return self._find(_hashed(key)) is not None

    def done(self, title: bytes) -> int:
        """How many of that list were looked at before; `ALL`: the whole of it."""
        return self._done if self._list == _digest(title, 16) else 0

    def get(self, key: bytes) -> bytes | None:
        """What is kept of it. Raises KeptSoundError when it is damaged."""
        with self._lock:
            found = self._find(_hashed(key))
            if found is None or self._data < 0:
                return None
            place, size = found
            try:
                content = os.pread(self._data, size, place)
            except OSError as error:
                raise KeptSoundError(f"{self.path}: {error}") from error
        if len(content) != size or content[:_DIGEST] != _digest(content[_DIGEST:], _DIGEST):
            raise KeptSoundError("damaged")
        return content[_DIGEST:]

    def put(self, key: bytes, content: bytes, *, is_urgent: bool = True) -> bool:
        """Keep it; False when there is no room left (for what is not urgent a little sooner), or
        another process is at it. Raises KeptSoundError."""
        record = _digest(content, _DIGEST) + content
        with self._lock:
            try:
                is_room = self._forms.make_room(len(record), is_urgent=is_urgent)
                if not is_room or not self._begin():
                    return False
                os.pwrite(self._data, record, self._end)
                entry = np.asarray([(*_hashed(key), self._end, len(record))], _ENTRY)
                os.pwrite(self._index, entry.tobytes(), _HEAD.size + len(self) * _ENTRY.itemsize)
            except OSError as error:
                raise KeptSoundError(f"{self.path}: {error}") from error
            self._fresh[_hashed(key)] = self._end, len(record)
            self._end += len(record)
            if len(self._fresh) > _MOST_FRESH:
                self._settle()
        return True

    def mark(self, title: bytes, done: int) -> None:
        """So many of that list were looked at. Raises KeptSoundError."""
        with self._lock:
            try:
                if self._begin():
                    self._list, self._done = _digest(title, 16), done
                    os.pwrite(self._index, _HEAD.pack(_MAGIC, self._list, done), 0)
            except OSError as error:
                raise KeptSoundError(f"{self.path}: {error}") from error

    def drop(self, key: bytes, error: Exception) -> None:
        """It is damaged, and so may be others: all of it goes, to be made anew."""
        _log.warning("what was kept in %s is dropped: %s", self.path, error)
        with self._lock:
            self._empty()
            _remove(self.path)

    def close(self) -> None:
        """Give back the files; nothing is known or kept afterwards."""
        with self._lock:
            self._is_closed = True
            self._empty()

    def _empty(self) -> None:
        for descriptor in (self._data, self._index):
            if descriptor >= 0:
                os.close(descriptor)
        self._data = self._index = -1
        self._known, self._end = np.zeros(0, _ENTRY), 0
        self._fresh.clear()
        self._list, self._done = bytes(16), 0

    # ---- lookup

    def _find(self, key: Key) -> tuple[int, int] | None:
        if key in self._fresh:
            return self._fresh[key]
        first, rest = key
        place = int(np.searchsorted(self._known["key"], np.uint64(first)))
        while place < len(self._known) and int(self._known["key"][place]) == first:
            if int(self._known["rest"][place]) == rest:
                return int(self._known["place"][place]), int(self._known["size"][place])
            place += 1
        return None

    # ---- files

    def _read(self) -> None:
        """Know what an earlier run left."""
        try:
            content = _whole(self.path.with_suffix(_INDEX))
            self._data = _opened(self.path.with_suffix(_DATA), _READING)
            os.utime(self._data)
        except FileNotFoundError:
            return
        except OSError as error:
            _log.warning("%s cannot be read: %s", self.path, error)
            return
        self._understand(content)

    def _understand(self, content: bytes) -> None:
        if len(content) < _HEAD.size:
            return
        magic, self._list, self._done = _HEAD.unpack_from(content)
        if magic != _MAGIC:
            self._list, self._done = bytes(16), 0
            return
        count = (len(content) - _HEAD.size) // _ENTRY.itemsize
        entries = np.frombuffer(content, _ENTRY, count, _HEAD.size)
        self._known = np.sort(entries, order="key")
        if (entries["size"] > _LARGEST).any():
            self._known = self._known[:0]

    def _settle(self) -> None:
        fresh = [(*key, *where) for key, where in self._fresh.items()]
        both = np.concatenate([self._known, np.asarray(fresh, _ENTRY)])
        self._known = np.sort(both, order="key")
        self._fresh.clear()

    def _begin(self) -> bool:
        """Be the one process that writes. Raises OSError."""
        if self._is_closed or self._index >= 0:
            return not self._is_closed
        make_private(self.path.parent)
        index = _opened(self.path.with_suffix(_INDEX), _WRITING)
        try:
            fcntl.flock(index, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(index)
            return False
        if self._data >= 0:
            os.close(self._data)
        self._index = index
        self._data = _opened(self.path.with_suffix(_DATA), _WRITING)
        self._end = os.lseek(self._data, 0, os.SEEK_END)
        # Somebody may have written meanwhile; half an entry is none.
        self._fresh.clear()
        self._known = self._known[:0]
        self._understand(os.pread(index, _LARGEST_FILE, 0))
        os.ftruncate(index, _HEAD.size + len(self._known) * _ENTRY.itemsize)
        os.pwrite(index, _HEAD.pack(_MAGIC, self._list, self._done), 0)
        return True


def forms_path(environment: Mapping[str, str]) -> Path:
    """Where the user's forms are."""
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path(environment.get("HOME", "/")) / ".cache") / "sotto/forms"


def _digest(content: bytes, size: int) -> bytes:
    return hashlib.blake2b(content, digest_size=size).digest()


def _hashed(key: bytes) -> Key:
    digest = _digest(key, 16)
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def _opened(path: Path, flags: int) -> int:
    """A file of the user's own. Raises OSError for anything else, at once: it may be a pipe."""
    descriptor = os.open(path, flags, 0o600)
    try:
        users_own(descriptor, _LARGEST_FILE)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _whole(path: Path) -> bytes:
    descriptor = _opened(path, _READING)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(_LARGEST_FILE)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _remove(path: Path) -> None:
    for suffix in (_INDEX, _DATA):
        with suppress(OSError):
            path.with_suffix(suffix).unlink()

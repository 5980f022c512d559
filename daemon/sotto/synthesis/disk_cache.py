"""Sounds of interface phrases on disk: one folder a manner of speaking, one file a phrase.

Only phrases of the fixed list are ever put here, a manner's folder is written in the order of
that list, and reading leaves no trace but the time of a manner's first use in a run: the files
tell how somebody listens, never what was said.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sotto.errors import KeptSoundError
from sotto.private import make_private, users_own
from sotto.synthesis.disk_format import LARGEST, decode, encode
from sotto.synthesis.memory_cache import CachedSound, SoundKey

_log = logging.getLogger(__name__)

LONGEST_PHRASE = 64
"""Characters; longer texts are not looked for."""

_MOST_LISTED = 8
_NAME_LENGTH = 32
_HEX = frozenset("0123456789abcdef")
# Not even the time of reading is left behind.
_READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOATIME


@dataclass(slots=True)
class _Folder:
    """A manner's folder as it was found: bytes in it, when it was used last."""

    size: int
    used: float


class DiskCache:
    """At most `bytes_limit` on disk; the manners used longest ago go first, as a whole.

    It is empty until `open`, and stays so where the folder is not the user's own. Afterwards
    it is for the thread that renders: every method reads or writes files. Nothing raises but
    `put`; a file that is damaged is logged, removed, and the sound is unknown.
    """

    def __init__(self, folder: Path, bytes_limit: int) -> None:
        self._root = folder
        self._limit = bytes_limit
        self._fingerprint = ""
        self._is_usable = False
        self._folders: dict[str, _Folder] = {}
        self._listed: OrderedDict[str, set[str]] = OrderedDict()
        self._used: set[str] = set()

    @property
    def is_open(self) -> bool:
        """Whether sounds are looked for at all."""
        return bool(self._fingerprint) and self._limit > 0

    @property
    def size(self) -> int:
        """Bytes in all files."""
        return sum(folder.size for folder in self._folders.values())

    def set_limit(self, bytes_limit: int) -> None:
        """Other bytes on disk at most, from the next phrase that is kept on."""
        self._limit = bytes_limit

    def open(self, fingerprint: str) -> None:
        """Begin. `fingerprint` names all that sounds depend on beside their key.

        The folder is made when something is put into it.
        """
        try:
            if os.path.lexists(self._root):
                make_private(self._root)
                self._folders = dict(_folders(self._root))
        except OSError as error:
            _log.warning("phrases are not kept in %s: %s", self._root, error)
            return
        self._fingerprint, self._is_usable = fingerprint, True
        _log.info("%d kB of phrases in %s", self.size >> 10, self._root)

    def renew(self, fingerprint: str) -> None:
        """Something that sounds depend on is another one now, on any thread; "": it is not known
        yet what, and nothing is found or kept until it is. Where `open` failed, nothing happens."""
        if self._is_usable:
            self._fingerprint = fingerprint

    def __contains__(self, key: SoundKey) -> bool:
        if not self.is_open or len(key.text) > LONGEST_PHRASE:
            return False
        return _digest(_phrase(key)) in self._names(self._manner(key))

    def may_have(self, key: SoundKey) -> bool:
        """Whether it is worth looking: told without touching the disk."""
        if not self.is_open or len(key.text) > LONGEST_PHRASE:
            return False
        manner = self._manner(key)
        listed = self._listed.get(manner)
        if listed is None:
            return manner in self._folders
        return _digest(_phrase(key)) in listed

    def get(self, key: SoundKey) -> CachedSound | None:
        """The sound, if it is known and whole."""
        if key not in self:
            return None
        manner = self._manner(key)
        path = self._root / manner / _digest(_phrase(key))
        try:
            return decode(_read(path), self._title(key))
        except OSError as error:
            _log.warning("a kept phrase is dropped, %s: %s", path, error)
            self._drop(manner, path.name)
            return None

    def put(self, key: SoundKey, sound: CachedSound) -> bool:
        """Keep it; False when there is no room left. Raises KeptSoundError."""
        if not self.is_open:
            return False
        content = encode(self._title(key), sound)
        manner = self._manner(key)
        if not self._make_room(manner, len(content)):
            return False
        names = self._names(manner)
        try:
            make_private(self._root)
            _write(self._root / manner, _digest(_phrase(key)), content)
        except OSError as error:
            raise KeptSoundError(f"{self._root}: {error}") from error
        names.add(_digest(_phrase(key)))
        self._folders.setdefault(manner, _Folder(0, 0.0)).size += len(content)
        return True

    # ---- names

    def _manner(self, key: SoundKey) -> str:
        return _digest(f"{self._fingerprint} {key.manner!r}")

    def _title(self, key: SoundKey) -> str:
        return f"{self._fingerprint} {key!r}"

    def _names(self, manner: str) -> set[str]:
        """What is kept of a manner; the folder is read when it is used for the first time."""
        if manner not in self._listed:
            self._listed[manner] = self._list(manner)
            if len(self._listed) > _MOST_LISTED:
                self._listed.popitem(last=False)
        self._listed.move_to_end(manner)
        return self._listed[manner]

    def _list(self, manner: str) -> set[str]:
        if manner not in self._folders:
            return set()
        folder = self._root / manner
        try:
            if manner not in self._used:
                os.utime(folder)
            found = {entry.name for entry in os.scandir(folder)}
        except OSError as error:
            _log.warning("the phrases in %s cannot be listed: %s", folder, error)
            return set()
        self._used.add(manner)
        for name in found:
            if not _is_name(name):
                self._drop(manner, name)
        return {name for name in found if _is_name(name)}

    # ---- room

    def _make_room(self, manner: str, size: int) -> bool:
        """Remove manners that nobody used since `open`, the longest ago first."""
        self._used.add(manner)
        while self.size + size > self._limit:
            idle = [name for name in self._folders if name not in self._used]
            if not idle:
                return False
            self._remove(min(idle, key=lambda name: self._folders[name].used))
        return True

    def _remove(self, manner: str) -> None:
        folder = self._root / manner
        del self._folders[manner]
        self._listed.pop(manner, None)
        try:
            for entry in list(os.scandir(folder)):
                Path(entry.path).unlink()
            folder.rmdir()
        except OSError as error:
            _log.warning("old phrases in %s cannot be removed: %s", folder, error)

    def _drop(self, manner: str, name: str) -> None:
        path = self._root / manner / name
        self._listed.get(manner, set()).discard(name)
        try:
            size = path.lstat().st_size
            path.unlink()
            self._folders[manner].size -= size
        except (OSError, KeyError) as error:
            _log.info("%s was not removed: %s", path, error)


def disk_cache_path(environment: Mapping[str, str]) -> Path:
    """Where the user's phrases are."""
    home = Path(environment.get("HOME", "/"))
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base else home / ".cache") / "sotto" / "phrases"


def _phrase(key: SoundKey) -> str:
    return f"{key.options.kind.value} {key.text}"


def _digest(text: str) -> str:
    encoded = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=_NAME_LENGTH // 2).hexdigest()


def _is_name(name: str) -> bool:
    return len(name) == _NAME_LENGTH and set(name) <= _HEX


# ---- files


def _folders(root: Path) -> Iterator[tuple[str, _Folder]]:
    """The manners' folders; what else lies there is left alone."""
    for entry in os.scandir(root):
        if _is_name(entry.name) and entry.is_dir(follow_symlinks=False):
            files = [file.stat(follow_symlinks=False) for file in os.scandir(entry.path)]
            used = entry.stat(follow_symlinks=False).st_mtime
            yield entry.name, _Folder(sum(file.st_size for file in files), used)


def _read(path: Path) -> bytes:
    """A file of ours, whole. Raises OSError for anything else, at once: it may be a pipe."""
    descriptor = os.open(path, _READING)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(users_own(descriptor, LARGEST) + 1)


def _write(folder: Path, name: str, content: bytes) -> None:
    """Replace a file at once. It is not forced to the disk: the digest finds what was lost."""
    import tempfile  # with all the compressors that it brings, a hundredth of a start

    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(dir=folder, prefix="new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(fresh).replace(folder / name)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise

"""Files from an index: small ones whole, large ones in parts that a later run goes on with.

Nothing is believed: not the length, not the part that the server says it sends, not the bytes.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from sotto_voices.address import Address
from sotto_voices.errors import DamagedError, FetchError
from sotto_voices.files import LocalFile, writes
from sotto_voices.index import RemoteFile
from sotto_voices.web import open_reply

Progress = Callable[[int], None]
"""Is told how many bytes of the file are there."""

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits on waiting, in seconds: `silence` without a byte, `whole` for a small file and until
    a large one begins, `slow` until at least `least` further bytes of a large one; `tries` for a
    large one, each of which has to bring something new."""

    silence: float = 20.0
    whole: float = 60.0
    slow: float = 60.0
    least: int = 32 << 10
    tries: int = 5


class Source(Protocol):
    """An opened file: `begin` is the place of the first byte that comes, `size` all it has."""

    begin: int
    size: int | None

    def read(self) -> bytes:
        """The next bytes; b"" at the end. Raises FetchError."""
        ...

    def close(self) -> None:
        """Read no more."""
        ...


def read_small(address: Address, place: str, largest: int, patience: Patience) -> bytes:
    """A whole file of at most `largest` bytes. Raises FetchError, DamagedError."""
    began, found = time.monotonic(), bytearray()
    with _opened(address, place, 0, patience) as source:
        if source.size is not None and source.size > largest:
            raise DamagedError(f"{place} has {source.size} bytes; at most {largest} are read")
        while piece := source.read():
            found += piece
            if len(found) > largest:
                raise DamagedError(f"{place} has more than {largest} bytes")
            if time.monotonic() - began > patience.whole:
                raise FetchError(f"{place} is not there after {patience.whole:g} seconds")
        if source.size is not None and len(found) < source.size:
            raise FetchError(f"{place} ends after {len(found)} of {source.size} bytes")
    return bytes(found)


def read_checked(address: Address, file: RemoteFile, patience: Patience) -> bytes:
    """A small file of a voice. Raises FetchError, DamagedError."""
    data = read_small(address, address.child(file.path), file.size, patience)
    digest = hashlib.new(file.algorithm, data, usedforsecurity=False).hexdigest()
    if len(data) != file.size or digest != file.digest:
        raise _broken(file)
    return data


def fetch(
    address: Address, file: RemoteFile, target: Path, on_progress: Progress, patience: Patience
) -> None:
    """Bring a file to `target`, or go on where an earlier run stopped.

    It is `target` only when its size and digest are right. Raises FetchError (what is there is
    kept for another run), DamagedError (nothing is kept) and NoSpaceError.
    """
    part = part_of(target)
    with writes():
        if _is_right(target, file):
            on_progress(file.size)
            return
        try:
            _bring(address, file, part, on_progress, patience)
        except DamagedError:
            part.unlink(missing_ok=True)
            raise
        part.replace(target)


def part_of(target: Path) -> Path:
    """Where the beginning of a file lies until it is whole."""
    return target.with_name(f"{target.name}.part")


def _bring(
    address: Address, file: RemoteFile, part: Path, on_progress: Progress, patience: Patience
) -> None:
    was_begun = _size(part) > 0
    _complete(address, file, part, on_progress, patience)
    if was_begun and not _is_right(part, file):
        # What was there before may belong to another version of it.
        part.unlink()
        _complete(address, file, part, on_progress, patience)
    if not _is_right(part, file):
        raise _broken(file)


def _complete(
    address: Address, file: RemoteFile, part: Path, on_progress: Progress, patience: Patience
) -> None:
    """All bytes, in several tries as long as each gets further."""
    for left in reversed(range(patience.tries)):
        before = _size(part)
        try:
            _go_on(address, file, part, on_progress, patience)
            return
        except FetchError:
            if not left or _size(part) <= before:
                raise


def _go_on(
    address: Address, file: RemoteFile, part: Path, on_progress: Progress, patience: Patience
) -> None:
    if _size(part) > file.size:
        part.unlink()
    with part.open("ab") as out:
        have = out.tell()
        if have == file.size:
            return
        with _opened(address, address.child(file.path), have, patience) as source:
            if source.size not in (None, file.size):
                told = f"{file.name} has {source.size} bytes, the index says {file.size}"
                raise DamagedError(told)
            out.truncate(source.begin)
            _copy(source, out, file, on_progress, patience)
        out.flush()
        os.fsync(out.fileno())


def _copy(
    source: Source, out: BinaryIO, file: RemoteFile, on_progress: Progress, patience: Patience
) -> None:
    have = mark = source.begin
    since = time.monotonic()
    while piece := source.read():
        have += len(piece)
        if have > file.size:
            raise DamagedError(f"{file.name} is longer than the {file.size} bytes of the index")
        out.write(piece)
        on_progress(have)
        if have - mark >= patience.least:
            mark, since = have, time.monotonic()
        elif time.monotonic() - since > patience.slow:
            raise FetchError(f"{file.name} comes too slowly; {have} of {file.size} bytes are there")
    if have < file.size:
        raise FetchError(f"{file.name} ends after {have} of {file.size} bytes")


@contextmanager
def _opened(address: Address, place: str, begin: int, patience: Patience) -> Iterator[Source]:
    """Raises FetchError."""
    source: Source
    if address.scheme == "file":
        source = LocalFile(Path(place), begin)
    else:
        source = open_reply(place, begin, patience.silence, patience.whole)
    with closing(source):
        yield source


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _is_right(path: Path, file: RemoteFile) -> bool:
    """Whether these are its bytes."""
    if _size(path) != file.size:
        return False
    digest = hashlib.new(file.algorithm, usedforsecurity=False)
    with path.open("rb") as content:
        while piece := content.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() == file.digest


def _broken(file: RemoteFile) -> DamagedError:
    return DamagedError(f"{file.name} is not what the index promises: its {file.algorithm} differs")

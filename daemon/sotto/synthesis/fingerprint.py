"""What sounds depend on beside the request: the voices' files, the programs, the processor.

Two runs with the same fingerprint render the same samples.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_log = logging.getLogger(__name__)

_DISTRIBUTIONS = ("onnxruntime", "numpy")
_LIBRARIES = ("libespeak-ng.", "libsonic.")
_NOT_HEARD = {".md", ".png"}
_COMPILED = "__pycache__"
_CPU_LINES = ("model name", "flags", "Features")
_BLOCK = 1 << 16


def fingerprint(folders: Iterable[Path], data: Iterable[Path]) -> str:
    """32 hexadecimal digits. The files in `folders` count by what they hold, those in `data`
    (large, a distribution's) by size and date. What cannot be read counts as missing."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in folders:
        for file in _files(folder):
            digest.update(f"\n{file.relative_to(folder)}\n".encode("utf-8", "surrogateescape"))
            for block in _blocks(file):
                digest.update(block)
    facts = [*_stamps(file for folder in data for file in _files(folder))]
    facts += [*_stamps(_loaded()), *_versions(), *_processor()]
    digest.update("\n".join(facts).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix not in _NOT_HEARD)
    return sorted(path for path in found if path.is_file() and _COMPILED not in path.parts)


def _blocks(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            while block := opened.read(_BLOCK):
                yield block
    except OSError as error:
        _log.warning("%s", error)


def _stamps(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        try:
            status = file.stat()
        except OSError as error:
            _log.warning("%s", error)
            continue
        yield f"{file} {status.st_size} {status.st_mtime_ns}"


def _loaded() -> list[Path]:
    """The shared libraries of this process that make sound, by their real names."""
    lines = _lines(Path("/proc/self/maps"))
    paths = {Path(line.split(maxsplit=5)[5]) for line in lines if len(line.split()) > 5}
    return sorted(path for path in paths if path.name.startswith(_LIBRARIES))


def _versions() -> Iterator[str]:
    for name in _DISTRIBUTIONS:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} unknown"


def _processor() -> list[str]:
    """Kernels are chosen by what the processor can do, and round differently."""
    lines = _lines(Path("/proc/cpuinfo"))
    return sorted({line for line in lines if line.startswith(_CPU_LINES)})


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(errors="surrogateescape").splitlines()
    except OSError as error:
        _log.warning("%s", error)
        return []

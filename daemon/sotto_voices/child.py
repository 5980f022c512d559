"""What every child that prepares a voice has: limits, and an answer of one line of JSON."""

from __future__ import annotations

import json
import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sotto_voices.errors import UnpreparedError

_MEMORY = 4 << 30
_SECONDS = 180
_LARGEST_FILE = 512 << 20


@contextmanager
def needs_onnx() -> Iterator[None]:
    """Turn an import that fails inside into UnpreparedError, which names the package."""
    try:
        yield
    except ImportError as error:
        raise UnpreparedError(
            f"preparing it needs the Python package onnx (Debian: python3-onnx): {error}"
        ) from error


def serve(work: Callable[[Path], dict[str, object]], into: Path) -> int:
    """Limit this process, run `work` with a folder for what is thrown away, tell; the exit code."""
    _limit()
    try:
        with tempfile.TemporaryDirectory(dir=into.parent, prefix=f"{into.name}.") as scratch:
            print(json.dumps(work(Path(scratch))))
    except UnpreparedError as error:
        return _fail(str(error))
    except MemoryError:
        return _fail("it takes more memory than a voice may")
    except OSError as error:
        return _fail(f"the disk refuses: {error}")
    except Exception as error:  # what nobody thought of is told as well
        return _fail(f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")
    return 0


def _limit() -> None:
    os.umask(0o077)
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (wanted, hard))


def _fail(reason: str) -> int:
    print(json.dumps({"reason": reason}))
    return 1

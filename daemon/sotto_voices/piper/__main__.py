"""The child: `python3 -m sotto_voices.piper SOURCE INTO`; its answer is one line of JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from sotto_voices.errors import UnpreparedError

_MEMORY = 4 << 30
_SECONDS = 180
_LARGEST_FILE = 512 << 20


def main(source: Path, into: Path) -> int:
    """Prepare; the exit code."""
    _limit()
    try:
        print(json.dumps(_prepare(source, into)))
    except UnpreparedError as error:
        return _fail(str(error))
    except MemoryError:
        return _fail("it takes more memory than a voice may")
    except OSError as error:
        return _fail(f"the disk refuses: {error}")
    except Exception as error:  # what nobody thought of is told as well
        return _fail(f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")
    return 0


def _prepare(source: Path, into: Path) -> dict[str, object]:
    try:
        from sotto_voices.piper.prepare import prepare
    except ImportError as error:
        raise UnpreparedError(
            f"preparing it needs the Python package onnx (Debian: python3-onnx): {error}"
        ) from error
    with tempfile.TemporaryDirectory(dir=into.parent, prefix=f"{into.name}.") as scratch:
        return asdict(prepare(source, into, Path(scratch)))


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


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))

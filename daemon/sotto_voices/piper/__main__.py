"""The child: `python3 -m sotto_voices.piper SOURCE INTO`; its answer is one line of JSON."""

from __future__ import annotations

import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

from sotto_voices.child import needs_onnx, serve


def _prepare(source: Path, into: Path, scratch: Path) -> dict[str, object]:
    with needs_onnx():
        from sotto_voices.piper.prepare import prepare
    return asdict(prepare(source, into, scratch))


if __name__ == "__main__":
    _SOURCE, _INTO = Path(sys.argv[1]), Path(sys.argv[2])
    sys.exit(serve(partial(_prepare, _SOURCE, _INTO), _INTO))

"""The child: `python3 -m sotto_voices.kokoro SOURCE INTO [VOICES]`; one line of JSON."""

from __future__ import annotations

import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

from sotto_voices.child import needs_onnx, serve


def _prepare(source: Path, into: Path, voices: Path | None, _: Path) -> dict[str, object]:
    with needs_onnx():
        from sotto_voices.kokoro.prepare import prepare
    return asdict(prepare(source, voices, into))


if __name__ == "__main__":
    _SOURCE, _INTO = Path(sys.argv[1]), Path(sys.argv[2])
    _VOICES = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    sys.exit(serve(partial(_prepare, _SOURCE, _INTO, _VOICES), _INTO))

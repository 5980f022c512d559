"""Whether a folder holds a voice that speaks: the daemon's own answer, in a process of its own.

`python3 -m sotto.voice.trial FOLDER` ends with 0, or prints why not. It bounds its own memory and
time: whoever asks does so because the files are a stranger's.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from sotto.errors import SottoError, VoiceDamagedError

_BYTES = 3 << 30
_SECONDS = 60


def main() -> int:
    """Try the folder that is the only argument; the exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        speak(Path(sys.argv[1]))
    except Exception as error:  # files of strangers, in the hands of a big library
        print(str(error) or type(error).__name__)
        return 1
    return 0


def speak(folder: Path) -> None:
    """Load it as the daemon would, and have it say a sound. Raises whatever is wrong."""
    from sotto.voice.formats import describe
    from sotto.voice.late import LateEngine, try_out

    engine = LateEngine(describe(folder))
    try:
        if not engine.load():
            raise VoiceDamagedError("; ".join(engine.damaged))
        if not engine.voices():
            raise SottoError("it has no voices")
        if engine.voices()[0].is_heavy:
            try_out(engine, engine.voices()[0].identifier)
    finally:
        engine.close()


if __name__ == "__main__":
    sys.exit(main())

"""What the daemon's process does without, and how little of it stays in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bus import private_bus
from sotto.starting.lean import UNUSED
from waiting import wait_until

NEVER_IMPORTED = (*UNUSED, "urllib.request", "email", "http.client", "xml.sax")
DAEMON = (
    "sotto.app",
    "sotto.dbus.interface",
    "sotto.audio.pulse.sink",
    "sotto.settings.store",
    "sotto.speech.speaker",
    "sotto.text.own_words",
    "sotto.voice.spectral.engine",
)


BEGIN = "from sotto.starting.lean import begin\nbegin()\n"


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_daemon_comes_without_what_it_never_needs() -> None:
    program = "\n".join(
        [
            "import sys",
            "from sotto.starting.lean import begin",
            "begin()",
            *(f"import {name}" for name in DAEMON),
            f"found = [name for name in {NEVER_IMPORTED} if sys.modules.get(name)]",
            "print(found)",
        ]
    )
    assert run(program).strip() == "[]"


@pytest.mark.parametrize("name", UNUSED)
def test_what_is_unused_cannot_be_imported_any_more(name: str) -> None:
    program = f"""
from sotto.starting.lean import begin
begin()
try:
    import {name}
except ImportError:
    print("refused")
"""
    assert run(program).strip() == "refused"


def test_what_is_imported_already_stays() -> None:
    program = f"import ssl\n{BEGIN}import ssl\nprint(ssl.__name__)"
    assert run(program).strip() == "ssl"


def test_digests_and_chance_are_what_they_are_elsewhere() -> None:
    """Kept sounds are found by their digests, and the voices' noise is the same every time."""
    asked = """
import hashlib
print(hashlib.sha256(b"a").hexdigest(), hashlib.blake2b(b"a", digest_size=16).hexdigest())
import numpy
print(numpy.random.Generator(numpy.random.PCG64(1)).standard_normal(3))
"""
    assert run(BEGIN + asked) == run(asked)


def test_numpy_goes_without_its_help_and_types() -> None:
    """Whoever asks for one of its types is given something that can stand in annotations."""
    program = """
import sys
import numpy, numpy.typing, numpy.random, numpy.fft
from numpy.typing import ArrayLike, NDArray
print(numpy.ndarray.__doc__, NDArray[numpy.float32] is numpy.typing.NDArray)
print(NDArray[numpy.float32] | ArrayLike | None)
print(numpy.linalg.norm([3.0, 4.0]), numpy.fft.rfft([1.0, 1.0]).real)
print([name for name in sys.modules if name.startswith("numpy._typing._")])
"""
    told = run(BEGIN + program).splitlines()
    assert told[0] == "None True"
    assert "None" in told[1]
    assert told[2] == "5.0 [2. 0.]"
    assert told[3] == "['numpy._typing._add_docstring']"


def test_garbage_is_collected_again_once_all_is_there() -> None:
    program = """
import gc
from sotto.starting.lean import begin
from sotto.memory import settle
begin()
print(gc.isenabled())
settle()
print(gc.isenabled())
"""
    assert run(program).split() == ["False", "True"]


def test_threads_share_one_place_for_memory() -> None:
    program = """
import ctypes, threading
from sotto.starting.lean import share_one_arena
share_one_arena()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
kept = []
def take():
    kept.append(libc.malloc(ctypes.c_size_t(5000)))
    gate.wait()
gate = threading.Barrier(5)
threads = [threading.Thread(target=take) for _ in range(4)]
for each in threads: each.start()
gate.wait()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""
    assert run(program).count("<heap nr=") == 1


def test_the_daemon_runs_so() -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        bus.make_activatable()
        assert bus.sotto("status").returncode == 0
        pid = bus.owner_pid()

        def is_without_openssl() -> bool:
            found = Path(f"/proc/{pid}/maps").read_text()
            return "onnxruntime" in found and "libcrypto" not in found and "_gi." not in found

        wait_until(is_without_openssl, "the voices are loaded, and nothing that is not needed")

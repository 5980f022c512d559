"""The daemon speaks where the kernel forbids what its unit forbids: sockets of a network, and
memory that is both written and run. A filter (seccomp) kills whoever asks for the one, refuses the
other.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bus import private_bus
from waiting import wait_until

TABLES = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
FILTER = """
import ctypes, platform, struct
AF_UNIX, KILL, ALLOW, REFUSE, WRITE_EXEC, EXEC = 1, 0x80000000, 0x7FFF0000, 0x50001, 6, 4
machines = {"x86_64": (41, 9, 10, 0xC000003E), "aarch64": (198, 222, 226, 0xC00000B7)}
socket, mmap, mprotect, arch = machines[platform.machine()]
def step(code, jump_true, jump_false, value):
    return struct.pack("=HBBI", code, jump_true, jump_false, value)
LOAD, EQUAL, AND, RETURN = 0x20, 0x15, 0x54, 0x06
steps = (
    step(LOAD, 0, 0, 4), step(EQUAL, 0, 13, arch), step(LOAD, 0, 0, 0),
    step(EQUAL, 0, 2, socket), step(LOAD, 0, 0, 16), step(EQUAL, 9, 10, AF_UNIX),
    step(EQUAL, 0, 3, mmap), step(LOAD, 0, 0, 32), step(AND, 0, 0, WRITE_EXEC),
    step(EQUAL, 7, 5, WRITE_EXEC),
    step(EQUAL, 0, 4, mprotect), step(LOAD, 0, 0, 32), step(AND, 0, 0, EXEC),
    step(EQUAL, 3, 1, EXEC), step(RETURN, 0, 0, ALLOW),
    step(RETURN, 0, 0, ALLOW), step(RETURN, 0, 0, KILL), step(RETURN, 0, 0, REFUSE),
)
program = ctypes.create_string_buffer(b"".join(steps))
class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]
own = Filter(len(steps), ctypes.addressof(program))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(own)) == 0, ctypes.get_errno()
"""
SERVE = "\nfrom sotto.cli.main import main\nraise SystemExit(main(['serve']))"
TEXTS = (("sotto:linda", "Hello there."), ("espeak:de", "Guten Tag."), ("", "It is http://x.y/z."))


def network_sockets(pid: int) -> set[str]:
    """Inodes of a process's sockets that a table of the network knows."""
    known = {
        line.split()[9]
        for name in TABLES
        for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]
    }
    links = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]
    return known & {link[8:-1] for link in links if link.startswith("socket:")}


def test_it_speaks_where_either_would_kill_it() -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        bus.spawn(sys.executable, "-c", FILTER + SERVE)
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        daemon = bus.owner_pid()
        assert daemon is not None
        for voice, text in TEXTS:
            chosen = ("--voice", voice) if voice else ()
            done = bus.sotto("say", *chosen, "--out", "x.wav", text)
            assert done.returncode == 0, done.stderr
        assert bus.owner_pid() == daemon
        assert bus.sotto("word", "add", "Nguyen", "win").returncode == 0
        children = [each.read_text() for each in Path(f"/proc/{daemon}/task").glob("*/children")]
        pids = [daemon, *map(int, " ".join(children).split())]
        assert len(pids) == 3
        assert not set().union(*map(network_sockets, pids))


DONE = {
    "a local socket": ("import socket; socket.socket(socket.AF_UNIX).close()", 0),
    "a socket of a network": ("import socket; socket.socket(socket.AF_INET).close()", -31),
    "memory": ("import mmap; mmap.mmap(-1, 4096, prot=3).close()", 0),
    "memory that is run": ("import mmap; mmap.mmap(-1, 4096, prot=7).close()", 1),
}


@pytest.mark.parametrize("what", DONE)
def test_the_filter_is_one(what: str) -> None:
    program, code = DONE[what]
    done = subprocess.run([sys.executable, "-c", f"{FILTER}\n{program}"], check=False)
    assert done.returncode == code

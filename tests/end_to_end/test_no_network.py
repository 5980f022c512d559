"""The daemon and its processes for espeak-ng hold no socket of a network, and could not open one.

A filter of the kernel (seccomp) kills whoever asks for a socket that is not local.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bus import private_bus
from waiting import wait_until

TABLES = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
FILTER = """
import ctypes, platform, struct
AF_UNIX, KILL, ALLOW = 1, 0x80000000, 0x7FFF0000
number, arch = {"x86_64": (41, 0xC000003E), "aarch64": (198, 0xC00000B7)}[platform.machine()]
def step(code, jump_true, jump_false, value):
    return struct.pack("=HBBI", code, jump_true, jump_false, value)
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
steps = (
    step(LOAD, 0, 0, 4), step(EQUAL, 0, 4, arch),
    step(LOAD, 0, 0, 0), step(EQUAL, 0, 2, number),
    step(LOAD, 0, 0, 16), step(EQUAL, 0, 1, AF_UNIX),
    step(RETURN, 0, 0, ALLOW), step(RETURN, 0, 0, KILL),
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


def test_it_speaks_where_a_network_socket_would_kill_it() -> None:
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


@pytest.mark.parametrize(("family", "code"), [("AF_UNIX", 0), ("AF_INET", -signal.SIGSYS)])
def test_the_filter_is_one(family: str, code: int) -> None:
    program = f"{FILTER}\nimport socket\nsocket.socket(socket.{family}).close()"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == code

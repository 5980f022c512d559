"""The daemon and its processes for espeak-ng hold no socket of a network, also while they speak."""

from __future__ import annotations

from pathlib import Path

from bus import private_bus
from waiting import wait_until

TABLES = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")


def network_sockets(pid: int) -> set[str]:
    """Inodes of a process's sockets that a table of the network knows."""
    known = {
        line.split()[9]
        for name in TABLES
        for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]
    }
    links = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]
    return known & {link[8:-1] for link in links if link.startswith("socket:")}


def test_no_socket_of_a_network_is_open() -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        for voice in ("sotto:linda", "espeak:de"):
            done = bus.sotto("say", "--voice", voice, "--out", "x.wav", "Hello there.")
            assert done.returncode == 0, done.stderr
        daemon = bus.owner_pid()
        assert daemon is not None
        children = [each.read_text() for each in Path(f"/proc/{daemon}/task").glob("*/children")]
        pids = [daemon, *map(int, " ".join(children).split())]
        assert len(pids) == 3
        assert not set().union(*map(network_sockets, pids))

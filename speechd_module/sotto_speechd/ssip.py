"""The server as its own clients see it: its socket, and a question to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

from sotto_speechd.errors import ModuleError

_SECONDS = 2.0
_LISTENS = "00010000"
_QUESTION = (
    "SET SELF CLIENT_NAME sotto:sotto:unread",
    "SET SELF OUTPUT_MODULE sotto",
    "LIST SYNTHESIS_VOICES",
)


def ask_for_voices(server: int) -> list[str]:
    """The lines with which the server of that process answers. Raises ModuleError."""
    try:
        for path in _sockets(server):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(_SECONDS)
                connection.connect(path)
                return _answers(connection)
    except OSError as error:
        raise ModuleError(f"Speech Dispatcher does not answer: {error}") from error
    raise ModuleError("Speech Dispatcher listens nowhere")


def _answers(connection: socket.socket) -> list[str]:
    lines: list[str] = []
    with connection.makefile("r", encoding="utf-8", newline="\r\n") as stream:
        for command in _QUESTION:
            connection.sendall(f"{command}\r\n".encode())
            for line in stream:
                lines.append(line.rstrip())
                if line[3:4] != "-":
                    break
    return lines


def _sockets(server: int) -> Iterator[str]:
    """Paths of the sockets that the process listens on, whoever opened them for it."""
    inodes = {_inode(entry) for entry in Path(f"/proc/{server}/fd").iterdir()}
    for line in Path("/proc/net/unix").read_text(errors="surrogateescape").splitlines():
        fields = line.split(maxsplit=7)
        is_named = len(fields) == 8 and fields[7].startswith("/")
        if is_named and fields[3] == _LISTENS and fields[6] in inodes:
            yield fields[7]


def _inode(entry: Path) -> str:
    try:
        return str(entry.readlink()).removeprefix("socket:[").removesuffix("]")
    except OSError:
        # It was closed meanwhile.
        return ""

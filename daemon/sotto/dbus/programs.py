"""Which program a connection belongs to, by the process that the bus knows of it.

It is asked only where settings of programs exist, once for each connection; what that connection
asks for meanwhile waits, in its order, for the answer of the bus.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from dbus_next import Message, MessageType
from dbus_next.aio import MessageBus

from sotto.dbus.clients import BUS, BUS_PATH

_MOST_KNOWN = 1000
_LONGEST_COMMAND = 4096
_INTERPRETER = re.compile(r"(?:python|perl|ruby|node|nodejs|bash|dash|sh|gjs|gjs-console)[\d.]*")
_FOLDERS = re.compile(r"bin|sbin|libexec")


class Programs:
    """`is_wanted` tells whether anybody has to know; `answer` takes what has waited."""

    def __init__(
        self,
        bus: MessageBus,
        answer: Callable[[Message], None],
        is_wanted: Callable[[], bool] = lambda: False,
    ) -> None:
        self.is_wanted = is_wanted
        self._bus = bus
        self._answer = answer
        self._names: dict[str, str] = {}
        self._asked: dict[int, str] = {}
        self._waiting: dict[str, list[Message]] = {}

    def name(self, sender: str) -> str:
        """What the sender's program is called; "" where that is not known."""
        return self._names.get(sender, "")

    def holds(self, message: Message) -> bool:
        """Whether it has to wait; then it is answered later."""
        sender = message.sender
        if sender in self._waiting:
            self._waiting[sender].append(message)
            return True
        if sender is None or sender in self._names or not self.is_wanted():
            return False
        self._waiting[sender] = [message]
        self._ask(sender)
        return True

    def saw(self, message: Message) -> bool:
        """Look at a message; whether it was meant for this class."""
        if message.sender != BUS or message.reply_serial not in self._asked:
            return False
        sender = self._asked.pop(message.reply_serial)
        is_told = message.message_type is MessageType.METHOD_RETURN
        while len(self._names) >= _MOST_KNOWN:
            del self._names[next(iter(self._names))]
        self._names[sender] = program_of(int(message.body[0])) if is_told else ""
        for each in self._waiting.pop(sender, []):
            self._answer(each)
        return True

    def take(self) -> list[Message]:
        """What waits, for whoever ends the connection."""
        waiting = [each for messages in self._waiting.values() for each in messages]
        self._waiting.clear()
        return waiting

    def _ask(self, sender: str) -> None:
        message = Message(
            destination=BUS,
            path=BUS_PATH,
            interface=BUS,
            member="GetConnectionUnixProcessID",
            signature="s",
            body=[sender],
            serial=self._bus.next_serial(),
        )
        self._asked[int(message.serial)] = sender
        self._bus.send(message)


def program_of(process: int, root: Path = Path("/proc")) -> str:
    """What people call the program of a process; "" where that cannot be read."""
    folder = root / str(process)
    try:
        executable = PurePath((folder / "exe").readlink()).name.removesuffix(" (deleted)")
    except OSError:
        executable = ""
    if executable and not _INTERPRETER.fullmatch(executable):
        return executable
    try:
        with (folder / "cmdline").open("rb") as file:
            command = file.read(_LONGEST_COMMAND).decode(errors="replace").split("\0")
    except OSError:
        return executable
    return _script(command) or executable


def _script(command: Sequence[str]) -> str:
    """What an interpreter runs."""
    if command and not _INTERPRETER.fullmatch(PurePath(command[0]).name):
        return PurePath(command[0]).name
    for index, each in enumerate(command[1:], 1):
        if each == "-m":
            return _module(command[index + 1]) if index + 1 < len(command) else ""
        if each == "-c":
            return ""
        if not each.startswith("-"):
            return _script_name(PurePath(each))
    return ""


def _module(name: str) -> str:
    return name.removesuffix(".__main__")


def _script_name(path: PurePath) -> str:
    """`/usr/lib/x/__main__.py` is `x`, but of `~/bin/__main__.py` only the file tells."""
    if path.name == "__main__.py" and not _FOLDERS.fullmatch(path.parent.name):
        return path.parent.name
    return path.name.removesuffix(".py")

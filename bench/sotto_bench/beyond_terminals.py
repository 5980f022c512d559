"""Programs of the terminal, in a pseudo-terminal with somebody typing."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sotto_bench.beyond_ear import Ear, Row
from sotto_bench.session import Session

_EMACSPEAK = "/usr/share/emacs/site-lisp/emacspeak/lisp/emacspeak-setup.el"
_NO_COMPILING = (
    "(setq native-comp-enable-subr-trampolines nil comp-enable-subr-trampolines nil "
    "native-comp-deferred-compilation nil native-comp-jit-compilation nil)"
)
_TEXT = """Hello from Emacs, which speaks.
;; A second line (with brackets) and Capitals.
"""
_LONG = "This line is long enough that a stop comes before it ends, " * 4
_FENRIR = "speech#driver=speechdDriver;sound#enabled=False;general#shell=/bin/sh"
_PATIENCE = 30.0


class Terminal:
    """A program in a pseudo-terminal of 24 lines; what it shows is thrown away."""

    def __init__(self, made: Session, command: list[str], **extra: str) -> None:
        self._process, self._descriptor = pty.fork()
        if self._process == 0:
            os.chdir(made.environment["HOME"])
            os.execvpe(command[0], command, made.environment | {"TERM": "xterm"} | extra)
        size = struct.pack("HHHH", 24, 80, 0, 0)
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, size)
        threading.Thread(target=self._show, daemon=True).start()

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._descriptor, keys.encode())

    def close(self) -> None:
        """End the program, whatever it does."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, number)
            time.sleep(0.2)
        os.waitpid(self._process, 0)

    def _show(self) -> None:
        with contextlib.suppress(OSError):
            while os.read(self._descriptor, 65_536):
                pass


@contextlib.contextmanager
def terminal(made: Session, command: list[str], **extra: str) -> Iterator[Terminal]:
    """One that is closed at the end."""
    shown = Terminal(made, command, **extra)
    try:
        yield shown
    finally:
        shown.close()


def emacspeak(made: Session, ear: Ear) -> Iterator[Row]:
    """Emacs with Emacspeak and `sotto-espeak`: lines, letters, words, typing, a stop."""
    file = Path(made.environment["HOME"], "text.el")
    file.write_text(f"{_TEXT}{_LONG}\n")
    server = Path(sys.executable).with_name("sotto-espeak")
    command = ["emacs", "-nw", "-q", "--eval", _NO_COMPILING, "-l", _EMACSPEAK, str(file)]
    with terminal(made, command, DTK_PROGRAM=str(server)) as shown:
        # Only what is heard tells that it has started.
        yield ear.hear("beginning of the file", lambda: shown.type("\x1b<"), 90.0, again=3.0)
        yield ear.hear("next line", lambda: shown.type("\x0e"))
        yield ear.hear("next letter", lambda: shown.type("\x06"))
        yield ear.hear("next word", lambda: shown.type("\x1bf"))
        yield ear.hear("typing", lambda: shown.type("aB"))
        yield ear.hear("the line", lambda: shown.type("\x05l"))
        yield ear.stopped("stop", lambda: shown.type("\x0e"), lambda: shown.type("\x05s"))


def fenrir(made: Session, ear: Ear) -> Iterator[Row]:
    """A shell inside Fenrir, through Speech Dispatcher."""
    command = ["fenrir", "-e", "-o", _FENRIR]
    shown: list[Terminal] = []
    try:
        extra = {"SHELL": "/bin/sh", "PS1": "$ "}
        yield ear.hear("start", lambda: shown.append(Terminal(made, command, **extra)))
        yield ear.hear("a key", lambda: shown[0].type("e"))
        yield ear.hear("typing", lambda: shown[0].type("cho Hello words of a shell"))
        yield ear.hear("what a command prints", lambda: shown[0].type("\r"))
        shown[0].type(f"echo {_LONG}")
        # The key is said as well.
        yield ear.stopped(
            "the next key instead", lambda: shown[0].type("\r"), lambda: shown[0].type("x"), 2.0
        )
    finally:
        for each in shown:
            each.close()


def brltty(made: Session, ear: Ear) -> Iterator[Row]:
    """BRLTTY without a braille display and without a screen: its start, and its speech input."""
    folder = made.folder / "brltty"
    folder.mkdir()
    pipe = folder / "speech"
    command = [
        *("brltty", "-n", "-e", "-b", "no", "-x", "no", "-s", "sd", "-A", "none"),
        *("-i", str(pipe), "-P", str(folder / "pid"), "-U", str(folder)),
    ]
    shown: list[Terminal] = []
    try:
        yield ear.hear("start", lambda: shown.append(Terminal(made, command)))
        limit = time.monotonic() + _PATIENCE
        while not pipe.exists():
            if time.monotonic() > limit:
                raise TimeoutError("BRLTTY makes no pipe for speech")
            time.sleep(0.05)
        yield ear.hear("speech input", lambda: pipe.write_text("Hello from BRLTTY.\n"))
    finally:
        for each in shown:
            each.close()

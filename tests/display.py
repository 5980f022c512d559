"""An X server without a screen, and the window manager that moves the focus on it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from waiting import wait_until


def x_server(size: str) -> tuple[str, ...]:
    """The command of a server of that size, such as `900x720`, that writes its number.

    It does not begin anew, and end all connections, when its last program has left: here programs
    that ask one thing come before those that stay.
    """
    return ("Xvfb", "-displayfd", "1", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset")


class WindowManager:
    """Without one, the window behind a dialogue is not given the focus when that closes."""

    def __init__(
        self,
        start: Callable[..., subprocess.Popen[bytes]],
        run: Callable[..., subprocess.CompletedProcess[str]],
    ) -> None:
        self._start, self._run = start, run
        self._process = start("openbox")

    def ensure(self) -> None:
        """Wait until windows are managed; one that has ended is started again."""
        wait_until(self._manages, "windows are managed")

    def _manages(self) -> bool:
        if self._process.poll() is not None:
            self._process = self._start("openbox")
        return self._run("xdotool", "get_num_desktops").returncode == 0

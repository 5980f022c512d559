"""The thread on which the daemon is talked to.

asyncio and dbus-next are imported there, after the server has got its first answer: the module
itself starts with next to nothing.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from sotto_speechd.listener import Listener
from sotto_speechd.request import Request

if TYPE_CHECKING:
    import asyncio

    from sotto_speechd.daemon import Daemon


class Link:
    """Requests to the daemon. Every method returns at once; `listener` is told the rest."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._lock = threading.Lock()
        self._waiting: list[tuple[str, tuple[Any, ...]]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._daemon: Daemon | None = None
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Connect, start the daemon and learn its voices, all in the background."""
        self._thread.start()
        self.greet()

    def close(self) -> None:
        """Leave the bus; what the daemon speaks for us ends with that."""
        self._post("close")
        self._thread.join(0.5)

    def greet(self) -> None:
        """Ask for the voices, which also starts the daemon."""
        self._post("greet")

    def ping(self) -> None:
        """Ask for a sign of life; `on_alive` or `on_absent` tells of it."""
        self._post("ping")

    def speak(self, number: int, request: Request) -> None:
        """Have it spoken by the daemon."""
        self._post("speak", number, request)

    def stream(self, number: int, request: Request) -> None:
        """Have its sound, piece by piece."""
        self._post("stream", number, request)

    def cancel(self, number: int) -> None:
        """It is not wanted any more, wherever it is."""
        self._post("cancel", number)

    def _post(self, name: str, *arguments: Any) -> None:  # noqa: ANN401 - whatever it takes
        with self._lock:
            if self._daemon is None or self._loop is None:
                self._waiting.append((name, arguments))
            elif not self._loop.is_closed():
                self._loop.call_soon_threadsafe(getattr(self._daemon, name), *arguments)

    def _run(self) -> None:
        import asyncio

        asyncio.run(self._main())

    async def _main(self) -> None:
        import asyncio

        from sotto_speechd.daemon import Daemon

        daemon = Daemon(self._listener)
        with self._lock:
            self._loop, self._daemon = asyncio.get_running_loop(), daemon
            waiting, self._waiting = self._waiting, []
        for name, arguments in waiting:
            getattr(daemon, name)(*arguments)
        await daemon.closed()

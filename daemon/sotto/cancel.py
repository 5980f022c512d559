"""A flag that ends work nobody wants any more; set from one thread, seen in another."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sotto.errors import Cancelled


class CancelToken:
    """Set once, never cleared. Hooks abort work that cannot look at the flag by itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set = False
        self._hooks: list[Callable[[], None]] = []

    @property
    def is_set(self) -> bool:
        """Whether the work is no longer wanted."""
        return self._set

    def cancel(self) -> None:
        """Ask the work to stop; hooks run in the caller's thread, once."""
        with self._lock:
            if self._set:
                return
            self._set = True
            hooks, self._hooks = self._hooks, []
        for hook in hooks:
            hook()

    def check(self) -> None:
        """Raises Cancelled when the token is set."""
        if self._set:
            raise Cancelled

    def add_hook(self, hook: Callable[[], None]) -> None:
        """Call `hook` on cancel (at once when already cancelled)."""
        with self._lock:
            if not self._set:
                self._hooks.append(hook)
                return
        hook()

    def remove_hook(self, hook: Callable[[], None]) -> None:
        """Forget a hook whose work is over; unknown hooks are ignored."""
        with self._lock:
            if hook in self._hooks:
                self._hooks.remove(hook)

"""What was used last, in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Things by their keys, of which the least recently used go first. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._things: OrderedDict[bytes, tuple[T, int]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: bytes) -> T | None:
        """That thing, if it is here; it is the most recently used now."""
        with self._lock:
            if key not in self._things:
                return None
            self._things.move_to_end(key)
            return self._things[key][0]

    def put(self, key: bytes, thing: T, size: int) -> None:
        """Have it, which takes `size` bytes."""
        with self._lock:
            self._drop(key)
            self._things[key] = thing, size
            self._size += size

    def shrink(self, limit: int) -> None:
        """Have `limit` bytes at most."""
        with self._lock:
            while self._size > limit:
                self._drop(next(iter(self._things)))

    def _drop(self, key: bytes) -> None:
        _, size = self._things.pop(key, (None, 0))
        self._size -= size

"""How much text waits: bounded for each client and for all of them. Pure."""

from __future__ import annotations

from sotto.errors import TooManyError

MOST_OF_ONE = 4 << 20
"""Bytes of one client's texts that are not done; a first one may be longer."""

MOST_OF_ALL = 16 << 20
"""Bytes of all clients' texts together: a client may open any number of connections."""


class Room:
    """Counts the bytes of texts from `take` to `give_back`."""

    def __init__(self) -> None:
        self._taken: dict[int, tuple[str, int]] = {}
        self._of_one: dict[str, int] = {}
        self._of_all = 0

    def check(self, client: str, text: str) -> None:
        """Whether there is room for one more. Raises TooManyError."""
        size = size_of(text)
        own = self._of_one.get(client, 0)
        if own and own + size > MOST_OF_ONE:
            raise TooManyError(f"{own} bytes of text of yours wait already")
        if self._of_all and self._of_all + size > MOST_OF_ALL:
            raise TooManyError(f"{self._of_all} bytes of text wait already")

    def take(self, identifier: int, client: str, text: str) -> None:
        """A text waits from now on."""
        size = size_of(text)
        self._taken[identifier] = client, size
        self._of_one[client] = self._of_one.get(client, 0) + size
        self._of_all += size

    def give_back(self, identifier: int) -> None:
        """It is done; one that never was taken is left alone."""
        client, size = self._taken.pop(identifier, ("", 0))
        self._of_all -= size
        if left := self._of_one.pop(client, 0) - size:
            self._of_one[client] = left


def size_of(text: str) -> int:
    """Bytes of a text in memory, at most."""
    return len(text) if text.isascii() else 4 * len(text)

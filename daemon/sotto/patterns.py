"""Regular expressions that are compiled where they are first used: to compile all of them takes a
tenth of a start, and the first text needs few."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, which is called later; for constants of a module only, as they are kept."""
    late = _Late(source, flags)
    _waiting.append(late)
    return cast("re.Pattern[str]", late)


def compile_rest() -> None:
    """Compile what nobody has used yet, from any thread: later texts shall not wait for it."""
    while _waiting:
        _waiting.pop().compile()


class _Late:
    """Has the attributes of a compiled pattern, once one is asked for."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - that of a pattern
        return getattr(self.compile(), name)

    def compile(self) -> re.Pattern[str]:
        """The pattern, whose methods are this one's from here on."""
        compiled = re.compile(self.pattern, self._flags)
        for name in _METHODS:
            setattr(self, name, getattr(compiled, name))
        return compiled


_waiting: list[_Late] = []

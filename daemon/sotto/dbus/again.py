"""What was said, to be said again: in memory only, never a single character, a key or a spelling.

Who asks hears the texts; who copies one is heard doing so. Pure.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from sotto.errors import UnknownUtteranceError
from sotto.messages import RATE_RANGE, Kind, Options, Priority
from sotto.text.markup.ssml import Chars, tokens

MOST_TEXTS = 50
LONGEST_TEXT = 20_000
"""Characters; longer ones are not kept."""

_SLOWER = 0.6
_KEPT = frozenset({Kind.TEXT, Kind.SSML})


class Again:
    """The last texts, the newest first in counting."""

    def __init__(self) -> None:
        self._texts: deque[tuple[str, Options]] = deque(maxlen=MOST_TEXTS)

    def note(self, text: str, options: Options) -> None:
        """Somebody speaks."""
        if options.kind not in _KEPT or len(text) > LONGEST_TEXT:
            return
        if len(plain(text, options).strip()) > 1:
            self._texts.append((text, options))

    def find(self, back: int) -> tuple[str, Options]:
        """The text `back` steps before the last one. Raises UnknownUtteranceError."""
        if not 0 <= back < len(self._texts):
            raise UnknownUtteranceError("nothing is remembered that far back")
        text, options = self._texts[-1 - back]
        return text, replace(options, priority=Priority.TEXT, resume=False)

    def forget(self) -> None:
        """Nothing was said."""
        self._texts.clear()


def slower(options: Options) -> Options:
    """To be understood this time."""
    rate = max(options.prosody.rate * _SLOWER, RATE_RANGE[0])
    return replace(options, prosody=replace(options.prosody, rate=rate))


def as_kind(text: str, before: Options, options: Options) -> str:
    """The text for a request of another kind: what is spelled has no markup."""
    if before.kind is Kind.SSML and options.kind is not Kind.SSML:
        return plain(text, before)
    return text


def plain(text: str, options: Options) -> str:
    """The text without its markup."""
    if options.kind is not Kind.SSML:
        return text
    return "".join(token.text for token in tokens(text) if isinstance(token, Chars))

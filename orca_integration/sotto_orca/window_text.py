"""The text of the window in front, from the accessibility bus. Secrets are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sotto_orca.portion import LONGEST, Field
from sotto_orca.screen import Accessible, is_secret

_MOST_OBJECTS = 5000
_LONGEST_FIELD = LONGEST


class Window:
    """The active window of the desktop, and what has the focus in it.

    Methods raise what `screen.atspi_errors` says when the program goes away.
    """

    def __init__(self, atspi: Any) -> None:  # noqa: ANN401 - the library has no types
        self._atspi = atspi
        self._frame = self._active()
        self.focus = self._focused()

    @property
    def is_there(self) -> bool:
        """Whether any window is active."""
        return self._frame is not None

    def field(self) -> Field | None:
        """The focused text, when it has one and is no secret."""
        if self.focus is None or is_secret(self.focus):
            return None
        try:
            text = self.focus.queryText()
        except NotImplementedError:
            return None
        selection = text.getSelection(0) if text.getNSelections() else None
        whole = text.getText(0, min(text.characterCount, _LONGEST_FIELD))
        return Field(whole, max(text.caretOffset, 0), tuple(selection) if selection else None)

    def texts(self) -> list[str]:
        """What the window shows, from its top to its bottom."""
        found: list[str] = []
        size = 0
        for accessible in self._shown():
            text = _text_of(accessible).strip()
            if text and text not in found[-1:]:
                found.append(text)
                size += len(text)
            if size > LONGEST:
                break
        return found

    def move_caret(self, offset: int) -> None:
        """Put the caret of the focused text there."""
        self.focus.queryText().setCaretOffset(offset)

    def _active(self) -> Accessible:
        for program in self._atspi.Registry.getDesktop(0):
            for frame in program or ():
                if frame is not None and self._has(frame, self._atspi.STATE_ACTIVE):
                    return frame
        return None

    def _focused(self) -> Accessible:
        wanted = self._atspi.STATE_FOCUSED
        return next((each for each in self._shown() if self._has(each, wanted)), None)

    def _shown(self) -> Iterator[Accessible]:
        """Depth first, bounded, without what is not on the screen."""
        left, waiting = _MOST_OBJECTS, [self._frame] if self._frame is not None else []
        while waiting and left:
            left -= 1
            accessible = waiting.pop()
            if not self._has(accessible, self._atspi.STATE_SHOWING):
                continue
            yield accessible
            count = min(accessible.childCount, _MOST_OBJECTS)
            children = (accessible.getChildAtIndex(place) for place in reversed(range(count)))
            waiting.extend(child for child in children if child is not None)

    def _has(self, accessible: Accessible, state: Any) -> bool:  # noqa: ANN401
        return bool(accessible.getState().contains(state))


def _text_of(accessible: Accessible) -> str:
    """Its text, else its name; a container's name is that of what it holds, or of no use."""
    if is_secret(accessible):
        return ""
    try:
        text = accessible.queryText()
        found = str(text.getText(0, min(text.characterCount, _LONGEST_FIELD)))
    except NotImplementedError:
        found = ""
    return found or ("" if accessible.childCount else str(accessible.name))

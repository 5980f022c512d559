"""`sotto read`: the window in front aloud, for those who want a voice and no screen reader.

What is spoken belongs to nobody, so `sotto pause`, `resume` and `stop` work on it from anywhere.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import Callable

from sotto_client import Event, WordReached, connect
from sotto_orca.errors import ScreenError
from sotto_orca.portion import Portion, What, choose
from sotto_orca.screen import atspi_errors, load
from sotto_orca.window_text import Window

_FINISHED = "finished"


async def read(given: argparse.Namespace) -> int:
    """Speak what is asked for; 0 when done, 4 when it was not spoken to its end.

    Raises ScreenError, ClientError.
    """
    await asyncio.sleep(given.delay)
    window, portion = await asyncio.to_thread(_look, What(given.what))
    options = {} if given.rate is None else {"rate": given.rate}
    async with await connect() as client:
        if given.follow:
            client.listen(_follower(window, portion, is_json=given.json))
        number = await client.speak(portion.text, detach=True, **options)
        if not given.follow:
            return 0
        try:
            return 0 if await client.finished(number) == _FINISHED else 4
        except asyncio.CancelledError:
            await client.cancel(number)
            raise


def _look(what: What) -> tuple[Window, Portion]:
    atspi = load()
    try:
        window = Window(atspi)
        if not window.is_there:
            raise ScreenError("no window is in front, or it cannot be read")
        field = None if what is What.WINDOW else window.field()
        portion = choose(what, field, [] if what is What.CARET else window.texts())
    except ScreenError:
        raise
    except atspi_errors() as error:
        raise ScreenError(f"the window cannot be read: {error}") from error
    if not portion.text.strip():
        raise ScreenError("there is no text to read")
    return window, portion


def _follower(window: Window, portion: Portion, *, is_json: bool) -> Callable[[Event], None]:
    """Moves the caret along with the words; tells where they are when a program wants it."""
    errors = atspi_errors()

    def follow(event: Event) -> None:
        if not isinstance(event, WordReached):
            return
        if is_json:
            shift = max(portion.start, 0)
            print(json.dumps({"start": event.start + shift, "end": event.end + shift}))
            sys.stdout.flush()
        if portion.start >= 0:
            # A field that is gone is read on from what is known of it.
            with contextlib.suppress(*errors):
                window.move_caret(portion.start + event.start)

    return follow

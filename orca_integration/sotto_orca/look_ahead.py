"""A process beside the reader: when the focus rests, the daemon is told what may come next.

The accessibility library has the main thread; the daemon is spoken to on a thread of its own.
Nothing is kept, nothing is read while the user types, and the daemon is not started for this.
"""

from __future__ import annotations

import asyncio
import gettext
import logging
import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

from sotto_client import Client, ClientError, connect
from sotto_orca.companion import only_one
from sotto_orca.errors import ScreenError
from sotto_orca.predictor import Wishes, predict
from sotto_orca.screen import Accessible, library_errors, load, scene_of

_log = logging.getLogger(__name__)

_REST_MILLISECONDS = 250
"""How long focus and caret have to rest: longer than a reader asks about what was reached, as the
program answers one question after the other, and longer than between keys that are typed."""

_NICENESS = 10

_FOCUS = (
    "object:state-changed:focused",
    "object:active-descendant-changed",
    "object:state-changed:selected",
)
_CARET = ("object:text-caret-moved",)


class Wisher:
    """Sends wishes to the daemon from a thread of its own; the last ones count."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._client: Client | None = None
        self._last = Wishes()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def wish(self, wishes: Wishes) -> None:
        """Send them, from any thread, unless they are the same as before."""
        if wishes and wishes != self._last:
            self._last = wishes
            asyncio.run_coroutine_threadsafe(self._send(wishes), self._loop)

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _send(self, wishes: Wishes) -> None:
        if wishes is not self._last:
            return
        try:
            if self._client is None:
                self._client = await connect()
            if not await self._client.is_running():
                return
            # What is asked for last comes first, and a row is longer in the making.
            if wishes.characters:
                await self._client.prefetch(wishes.characters, kind="character", like_last=True)
            if wishes.texts:
                await self._client.prefetch(wishes.texts, kind="text", like_last=True)
        except ClientError as error:
            _log.info("the daemon could not be asked: %s", error)
            client, self._client = self._client, None
            if client is not None:
                await client.close()


class LookAhead:
    """Watches; each event starts the wait anew, and only the last one is looked at."""

    def __init__(self, atspi: Any, wish: Callable[[Wishes], None]) -> None:  # noqa: ANN401
        from gi.repository import Gio, GLib

        self._glib = GLib
        # Its end is the end of the desktop, and by default of this process.
        self._session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        self._atspi = atspi
        self._wish = wish
        self._errors = library_errors()
        self._waiting = 0
        self._focus: Accessible = None
        self._is_new = False
        self._translate = gettext.translation("orca", fallback=True).gettext

    def run(self) -> None:
        """Until the accessibility bus ends."""
        registry = self._atspi.Registry
        registry.registerEventListener(self._on_focus, *_FOCUS)
        registry.registerEventListener(self._on_caret, *_CARET)
        registry.start(asynchronous=False, gil=False)

    def _on_focus(self, event: Any) -> None:  # noqa: ANN401 - an event of AT-SPI
        if event.type.startswith("object:active-descendant-changed"):
            self._look_at(event.any_data, is_new=True)
        elif event.detail1:
            self._look_at(event.source, is_new=True)

    def _on_caret(self, event: Any) -> None:  # noqa: ANN401
        self._look_at(event.source, is_new=False)

    def _look_at(self, accessible: Accessible, *, is_new: bool) -> None:
        self._focus = accessible
        self._is_new = self._is_new or is_new
        if self._waiting:
            self._glib.source_remove(self._waiting)
        self._waiting = self._glib.timeout_add(_REST_MILLISECONDS, self._look)

    def _look(self) -> bool:
        self._waiting = 0
        focus, self._focus = self._focus, None
        is_new, self._is_new = self._is_new, False
        try:
            if focus is not None:
                self._wish(predict(scene_of(focus), self._translate, is_new=is_new))
        except self._errors as error:
            _log.debug("what had the focus cannot be read: %s", error)
        return False


def run(environment: Mapping[str, str]) -> None:
    """Look ahead until the desktop ends; at once over when somebody does already.

    Raises OrcaError.
    """
    with only_one(environment) as is_only:
        if is_only:
            _run()


def _run() -> None:
    os.nice(_NICENESS)
    atspi = load()
    wisher = Wisher()
    try:
        LookAhead(atspi, wisher.wish).run()
    except library_errors() as error:
        raise ScreenError(f"the accessibility bus does not answer: {error}") from error
    finally:
        wisher.close()


if __name__ == "__main__":
    run(os.environ)

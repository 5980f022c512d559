"""A process beside the reader: when the focus rests, the daemon is told what may come next.

The accessibility library has the main thread; the daemon is spoken to on a thread of its own.
Nothing is kept on disk, nothing is read while the user types, and the daemon is not started for
this.
"""

from __future__ import annotations

import asyncio
import gettext
import logging
import os
import threading
from collections.abc import Mapping
from typing import Any

from sotto_client import Client, ClientError, connect
from sotto_orca.character_names import character_names
from sotto_orca.companion import only_one
from sotto_orca.errors import ScreenError
from sotto_orca.predictor import Name, Wishes, predict
from sotto_orca.scene import Scene
from sotto_orca.screen import Accessible, atspi_errors, load, scene_of
from sotto_orca.templates import Templates

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
    """Asks the daemon how it was said, and sends it wishes, from a thread of its own; of scenes
    that come too fast only the last one counts."""

    def __init__(self, templates: Templates, name: Name) -> None:
        self._templates = templates
        self._name = name
        self._loop = asyncio.new_event_loop()
        self._client: Client | None = None
        self._scene = Scene()
        self._last = Wishes()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def wish(self, scene: Scene, *, is_new: bool) -> None:
        """Wish for what may be said next, from any thread."""
        self._scene = scene
        asyncio.run_coroutine_threadsafe(self._send(scene, is_new=is_new), self._loop)

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _send(self, scene: Scene, *, is_new: bool) -> None:
        if scene is not self._scene:
            return
        try:
            if self._client is None:
                self._client = await connect()
            # Asking must not start the daemon.
            if await self._client.is_running():
                await self._ask(self._client, scene, is_new=is_new)
        except ClientError as error:
            _log.info("the daemon could not be asked: %s", error)
            client, self._client = self._client, None
            if client is not None:
                await client.close()

    async def _ask(self, client: Client, scene: Scene, *, is_new: bool) -> None:
        focus = scene.focus
        if focus is not None and is_new and focus.name.strip():
            self._templates.learn(focus, await client.said([focus.name, focus.role_name]))
        wishes = predict(scene, self._templates.utterances, self._name, is_new=is_new)
        if not wishes or wishes == self._last:
            return
        self._last = wishes
        # What is asked for last comes first, and a row is longer in the making.
        for kind, texts in (
            ("character", wishes.typed_characters),
            ("text", wishes.typed_texts),
            ("character", wishes.characters),
            ("text", wishes.texts),
        ):
            if texts:
                await client.prefetch(texts, kind=kind, like_last=True)


class LookAhead:
    """Watches; each event starts the wait anew, and only the last one is looked at."""

    def __init__(self, atspi: Any, wisher: Wisher) -> None:  # noqa: ANN401
        from gi.repository import Gio, GLib

        self._glib = GLib
        # Its end is the end of the desktop, and by default of this process.
        self._session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        self._atspi = atspi
        self._wisher = wisher
        self._errors = atspi_errors()
        self._waiting = 0
        self._focus: Accessible = None
        self._last: Accessible = None
        self._is_new = False

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
        # What had the focus before this process began is new with its first caret.
        self._look_at(event.source, is_new=event.source != self._last)

    def _look_at(self, accessible: Accessible, *, is_new: bool) -> None:
        self._focus = self._last = accessible
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
                self._wisher.wish(scene_of(focus), is_new=is_new)
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
    translate = gettext.translation("orca", fallback=True).gettext
    wisher = Wisher(Templates(translate), character_names(translate))
    try:
        LookAhead(atspi, wisher).run()
    except atspi_errors() as error:
        raise ScreenError(f"the accessibility bus does not answer: {error}") from error
    finally:
        wisher.close()


if __name__ == "__main__":
    run(os.environ)

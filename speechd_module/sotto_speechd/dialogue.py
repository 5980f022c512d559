"""Commands in, replies out: what the server is answered, and what that makes the speaker do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from sotto_speechd import icons, replies
from sotto_speechd.configuration import STOCK_ICONS
from sotto_speechd.outlet import Outlet
from sotto_speechd.protocol import Body, Command
from sotto_speechd.request import request, without_stray_word
from sotto_speechd.settings import Settings
from sotto_speechd.speaker import Speaker
from sotto_speechd.voices import STAND_IN, Voice, listing

_log = logging.getLogger(__name__)

_BODY_EXPECTED = {
    "AUDIO": replies.AUDIO_EXPECTED,
    "LOGLEVEL": replies.LOGLEVEL_EXPECTED,
    "SET": replies.SETTINGS_EXPECTED,
    "SPEAK": replies.MESSAGE_EXPECTED,
    "CHAR": replies.MESSAGE_EXPECTED,
    "KEY": replies.MESSAGE_EXPECTED,
    "SOUND_ICON": replies.MESSAGE_EXPECTED,
}
_ONE_LINE = frozenset({"CHAR", "KEY", "SOUND_ICON"})
_MESSAGES = _ONE_LINE | {"SPEAK"}

_UNANSWERED = (Command("STOP"), Command("PAUSE"))


def wants_reply(item: Command | Body) -> bool:
    """Whether the server waits for a reply to it."""
    return item not in _UNANSWERED


class Dialogue:
    """Everything is answered at once, whatever the daemon does.

    `on_log_level` gets the number of LOGLEVEL, `on_debug` the file of DEBUG ("": no more);
    `on_listed` is called after LIST VOICES was answered.
    """

    def __init__(
        self,
        outlet: Outlet,
        speaker: Speaker,
        *,
        icon_folder: str = STOCK_ICONS,
        on_log_level: Callable[[int], None] = lambda _: None,
        on_debug: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._outlet = outlet
        self._speaker = speaker
        self._icon_folder = icon_folder
        self._on_log_level = on_log_level
        self._on_debug = on_debug
        self._settings = Settings()
        self._voices: Sequence[Voice] = (STAND_IN,)
        self.on_listed: Callable[[], None] = lambda: None
        self.is_over = False

    def use(self, voices: Sequence[Voice]) -> None:
        """These are the voices from here on; without any, one that stands for the user's own."""
        self._voices = voices or (STAND_IN,)

    def take(self, item: Command | Body) -> None:
        """One command, or the body of one."""
        if isinstance(item, Body):
            self._body(item)
        elif item.name in _BODY_EXPECTED and not item.argument:
            self._outlet.send(_BODY_EXPECTED[item.name])
        else:
            self._command(item)

    def excuse(self, item: Command | Body) -> None:
        """Answer what `take` failed with."""
        if isinstance(item, Command):
            self._outlet.send(replies.UNKNOWN)
        elif item.name in _MESSAGES:
            self._speaker.skip()
        else:
            self._outlet.send(replies.SETTINGS_TAKEN)

    def _command(self, command: Command) -> None:
        match command.name, command.argument.split(maxsplit=1):
            case "INIT", []:
                self._outlet.send(replies.INIT)
            case "STOP", []:
                self._speaker.stop()
            case "PAUSE", []:
                self._speaker.pause()
            case "LIST", ["VOICES", *wanted]:
                self._outlet.send(replies.voices(listing(self._voices, " ".join(wanted))))
                self.on_listed()
            case "DEBUG", ["ON", *path]:
                self._on_debug(" ".join(path).strip())
                self._outlet.send(replies.DEBUG_ON)
            case "DEBUG", ["OFF"]:
                self._on_debug("")
                self._outlet.send(replies.DEBUG_OFF)
            case "QUIT", []:
                self._speaker.stop()
                self._outlet.send(replies.QUIT)
                self.is_over = True
            case _:
                self._outlet.send(replies.UNKNOWN)

    def _body(self, body: Body) -> None:
        if body.is_cut:
            _log.error("%s is too long, its end is dropped", body.name)
        match body.name:
            case "SET":
                self._settings = self._settings.updated(body.lines)
                self._outlet.send(replies.SETTINGS_TAKEN)
            case "AUDIO":
                # Events pass through the server's queue then, and sound can when it has to.
                self._outlet.send(replies.AUDIO_ACCEPTED)
            case "LOGLEVEL":
                self._log_level(body.lines)
                self._outlet.send(replies.LOGLEVEL_SET)
            case _:
                self._message(body)

    def _log_level(self, lines: Sequence[str]) -> None:
        for line in lines:
            name, _, value = line.partition("=")
            if name == "log_level" and value.strip().isdecimal():
                self._on_log_level(int(value))

    def _message(self, body: Body) -> None:
        if body.name in _ONE_LINE and len(body.lines) > 1:
            self._outlet.send(replies.MORE_THAN_ONE_LINE)
            return
        if body.name == "SOUND_ICON":
            file = icons.find(body.text, self._icon_folder)
            if file is not None:
                self._speaker.play_icon(str(file))
                return
        text = body.text
        if body.name == "SPEAK" and self._speaker.paused_text:
            text = without_stray_word(text, self._speaker.paused_text)
        self._speaker.speak(request(body.name, text, self._settings, self._voices))

"""The module's process: bytes from the server to the dialogue until QUIT or the end of input."""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
from collections.abc import Sequence
from functools import partial

from sotto_speechd import configuration, remembered
from sotto_speechd.configuration import SERVER, Configuration
from sotto_speechd.devices import Devices, chosen
from sotto_speechd.dialogue import Dialogue, wants_reply
from sotto_speechd.errors import ConfigurationError
from sotto_speechd.guardian import guard
from sotto_speechd.outlet import Outlet
from sotto_speechd.protocol import Parser
from sotto_speechd.server_sound import ServerSound
from sotto_speechd.speaker import Speaker
from sotto_speechd.traces import Trace, Traces
from sotto_speechd.unread import UnreadWatch
from sotto_speechd.voices import Voice

_log = logging.getLogger("sotto_speechd")

_READ_SIZE = 65_536
_SWITCH_SECONDS = 0.0005
"""A thread that imports or computes gives way to the reader this soon."""

_FAREWELL_SECONDS = 0.5
_LEVELS = (logging.ERROR, logging.ERROR, logging.WARNING, logging.INFO, logging.INFO)


def main() -> None:
    """Be the output module. Its only argument, a file of the server's, is not needed."""
    # Later another process may be our parent.
    server = os.getppid()
    traces = Traces()
    farewell, is_successor = guard(server, traces)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    sys.setswitchinterval(_SWITCH_SECONDS)
    # A keyboard interrupt is meant for whatever runs the server in a terminal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What prints by accident must not disturb the protocol.
    pipe = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _serve(sys.stdin.fileno(), Outlet(pipe, traces), server, is_open=is_successor)
    farewell()
    # Threads that still work on a cancelled text need not be waited for.
    os._exit(0)


def _serve(source: int, outlet: Outlet, server: int, *, is_open: bool) -> None:
    """`is_open`: INIT was answered, by a module that died since."""
    settings = _configuration()
    sound = ServerSound(server, os.environ)
    is_servers = settings.audio == SERVER
    devices = Devices(partial(chosen, os.environ, by_server=is_servers))
    speaker = Speaker(outlet, sound, by_server=is_servers, devices=devices.names)
    dialogue = Dialogue(
        outlet, speaker, icon_folder=settings.icons, on_log_level=_set_level, on_debug=_set_debug
    )
    ask = partial(_ask_for_voices, server)
    dialogue.on_listed = UnreadWatch(outlet.unread, lambda: speaker.is_speaking, ask).begin
    file = remembered.path(os.environ)
    known = [remembered.load(file)]
    dialogue.use(known[0])

    def learn(found: Sequence[Voice]) -> None:
        dialogue.use(found)
        if tuple(found) != known[0]:
            known[0] = tuple(found)
            try:
                remembered.save(file, found)
            except OSError as error:
                _log.warning("the voices cannot be remembered: %s", error)

    speaker.on_new_voices = learn
    if is_open:
        speaker.open()
    _run(_Source(source, outlet.traces), dialogue, speaker, is_open=is_open)
    outlet.drain(_FAREWELL_SECONDS)
    speaker.close()


class _Source:
    """What the server says. Once it was begun to be read, it has to be answered by this process."""

    def __init__(self, descriptor: int, traces: Traces) -> None:
        self._descriptor = descriptor
        self._traces = traces
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def read(self) -> bytes:
        """Wait for bytes; none at the end."""
        self._poll.poll()
        self._traces.mark(Trace.READING, True)
        return os.read(self._descriptor, _READ_SIZE)

    def answered(self) -> None:
        """All that was read."""
        self._traces.mark(Trace.READING, False)


def _run(source: _Source, dialogue: Dialogue, speaker: Speaker, *, is_open: bool) -> None:
    parser = Parser()
    while not dialogue.is_over and (data := source.read()):
        items = list(parser.feed(data))
        if parser.is_between and not any(map(wants_reply, items)):
            source.answered()
        for item in items:
            try:
                dialogue.take(item)
            except Exception:
                # A message without an answer would be the last one for every program.
                _log.exception("%s failed", item.name)
                dialogue.excuse(item)
            if not is_open:
                # Only once INIT is answered: nothing may make the server's start slower.
                speaker.open()
                is_open = True
        if parser.is_between:
            source.answered()


def _ask_for_voices(server: int) -> None:
    # Rarely needed, and nothing may make the server's start slower.
    from sotto_speechd import ssip

    ssip.ask_for_voices(server)


def _configuration() -> Configuration:
    try:
        return configuration.load(configuration.path(os.environ))
    except ConfigurationError as error:
        _log.error("%s; the defaults are used", error)
        return Configuration()


def _set_level(level: int) -> None:
    is_known = 0 <= level < len(_LEVELS)
    logging.getLogger().setLevel(_LEVELS[level] if is_known else logging.DEBUG)


def _set_debug(path: str) -> None:
    root = logging.getLogger()
    for handler in root.handlers[1:]:
        root.removeHandler(handler)
        handler.close()
    if path:
        try:
            root.addHandler(logging.FileHandler(path))
        except OSError as error:
            _log.error("no log in %s: %s", path, error)


if __name__ == "__main__":
    main()

"""The process: commands from standard input until it ends, and all that was asked for is heard."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys

from sotto_client import ClientError
from sotto_emacspeak.arguments import make_parser
from sotto_emacspeak.link import Link
from sotto_emacspeak.players import Players
from sotto_emacspeak.protocol import Command, Parser
from sotto_emacspeak.server import Server
from sotto_emacspeak.speaker import Speaker

_log = logging.getLogger("sotto_emacspeak")

_READ_SIZE = 1 << 16
_IDLE_SECONDS = 0.05
"""After so long without a byte, an argument that looks ended has."""

_LANGUAGES = ("set_next_lang", "set_previous_lang", "list_lang")


def main() -> None:
    """Serve until standard input ends; exit status 1 where there is no session bus."""
    chosen = make_parser().parse_args()
    logging.basicConfig(
        format="sotto-emacspeak: %(message)s",
        level=logging.DEBUG if chosen.verbose else logging.WARNING,
    )
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    # Emacs sends it to the whole group when the user quits something.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(asyncio.run(_serve("message" if chosen.notify else "text")))


async def _serve(urgency: str) -> int:
    link, players = Link(), Players()
    speaker = Speaker(link, players, urgency)
    try:
        version = await (await link.client()).version()
    except ClientError as error:
        _log.error("%s", error)
        return 1
    server = Server(speaker, version)
    loop = asyncio.get_running_loop()
    reading = asyncio.create_task(_read(server, link))
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, reading.cancel)
    asking = asyncio.create_task(speaker.run())
    with contextlib.suppress(asyncio.CancelledError):
        await reading
        await speaker.drain()
    asking.cancel()
    await link.close()
    return 0


async def _read(server: Server, link: Link) -> None:
    reader, parser = await _standard_input(), Parser()
    while data := await _next(reader, parser, server):
        for command in parser.feed(data):
            await _take(server, link, command)
        _tell(parser)
    for command in parser.close():
        await _take(server, link, command)
    _tell(parser)


async def _standard_input() -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_READ_SIZE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


async def _next(reader: asyncio.StreamReader, parser: Parser, server: Server) -> bytes:
    """What is sent next; meanwhile what has most likely ended, is taken as ended."""
    if parser.may_be_over:
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(reader.read(_READ_SIZE), _IDLE_SECONDS)
        for command in parser.flush():
            server.take(command)
    return await reader.read(_READ_SIZE)


async def _take(server: Server, link: Link, command: Command) -> None:
    if command.name in _LANGUAGES:
        server.languages = await _languages(link)
    if command.name == "list_lang":
        print(" ".join(server.languages), flush=True)
    try:
        server.take(command)
    except Exception:
        # One command must not cost the user the voice.
        _log.exception("%s failed", command.name)


async def _languages(link: Link) -> tuple[str, ...]:
    """Those that a voice was made for."""
    try:
        voices = await (await link.client()).voices()
    except ClientError as error:
        _log.warning("%s", error)
        return ()
    return tuple(dict.fromkeys(language for voice in voices for language in voice.best_for))


def _tell(parser: Parser) -> None:
    for line in parser.unknown:
        _log.info("no command: %s", line[:200])
    parser.unknown.clear()

"""`Synthesize`: one task for each request writes its sound into the client's pipe."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing

from sotto.dbus.streaming.framing import Framer, Packets
from sotto.dbus.streaming.pipe import PipeWriter
from sotto.errors import Cancelled, SottoError
from sotto.messages import Utterance
from sotto.speech.events import Event, Finished, Started
from sotto.speech.lifecycle import Reason
from sotto.speech.speaker import Speaker

_log = logging.getLogger(__name__)


class SoundPipes:
    """The requests under way. Whatever happens, a pipe gets a header and is closed."""

    def __init__(self, speaker: Speaker, listener: Callable[[Event], None]) -> None:
        self._speaker = speaker
        self._listener = listener
        self._tasks: dict[int, asyncio.Task[Reason]] = {}

    def __contains__(self, identifier: int) -> bool:
        return identifier in self._tasks

    def start(self, utterance: Utterance, descriptor: int, packets: Packets | None = None) -> None:
        """Write into the descriptor, which is ours from here on; framed unless `packets` are
        given."""
        identifier, framer = utterance.id, packets or Framer()
        pipe = PipeWriter(descriptor, on_closed=lambda: self.cancel(identifier))

        def over(task: asyncio.Task[Reason]) -> None:
            del self._tasks[identifier]
            pipe.close(framer.finish())
            reason = Reason.CANCELLED if task.cancelled() else task.result()
            self._listener(Finished(identifier, utterance.client, reason))

        loop = asyncio.get_running_loop()
        self._tasks[identifier] = loop.create_task(self._write(utterance, pipe, framer))
        self._tasks[identifier].add_done_callback(over)

    def cancel(self, identifier: int) -> None:
        """End one at once, also while its reader is stuck."""
        self._tasks[identifier].cancel()

    async def close(self) -> None:
        """End all of them."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, utterance: Utterance, pipe: PipeWriter, framer: Packets) -> Reason:
        """Why it is over; only CancelledError passes."""
        try:
            await pipe.write(framer.opening())
            await self._write_sound(utterance, pipe, framer)
            await pipe.write(framer.finish())
        except (Cancelled, BrokenPipeError):
            return Reason.CANCELLED
        except SottoError as error:
            _log.warning("utterance %d: %s", utterance.id, error)
        except Exception:  # one request may fail; the others go on
            _log.exception("utterance %d", utterance.id)
        else:
            return Reason.FINISHED
        return Reason.FAILED

    async def _write_sound(self, utterance: Utterance, pipe: PipeWriter, framer: Packets) -> None:
        chunks = self._speaker.synthesize(utterance)
        is_first = True
        async with aclosing(chunks):
            async for chunk in chunks:
                for packet in framer.feed(chunk):
                    await pipe.write(packet)
                    if is_first:
                        is_first = False
                        self._listener(Started(utterance.id, utterance.client))

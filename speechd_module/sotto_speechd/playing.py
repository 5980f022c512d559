"""Who plays what the module has as sound: the server or, where that would die of it, the module."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable

from sotto_speechd.devices import Sinks
from sotto_speechd.own_sound import OwnSound
from sotto_speechd.pacing import Pacer
from sotto_speechd.server_sound import ServerSound
from sotto_speechd.speech import Speech, Way
from sotto_speechd.telling import Telling

_FULL_PIPE_SECONDS = 0.02
"""Between looks at a pipe that takes nothing."""


class Playing:
    """Called under the speaker's lock; `on_lost` is called on a thread of its own when the module
    can play no more; `devices` are names of those that the module may play on itself."""

    def __init__(
        self,
        telling: Telling,
        sound: ServerSound,
        on_lost: Callable[[], None],
        devices: Sinks = tuple,
    ) -> None:
        self._telling = telling
        self._sound = sound
        self._own = OwnSound(on_lost, devices)

    def can_play(self) -> bool:
        """Whether whoever of the two has to could."""
        return self._sound.has_sink() if self._sound.is_mortal() else self._sound.is_there()

    def is_of_the_server(self, speech: Speech | None) -> bool:
        """Whether the server plays it, or could play something."""
        if speech is None or speech.way is Way.DAEMON or speech.is_held or speech.is_own:
            return self._sound.is_there()
        return True

    def begin(self, speech: Speech) -> None:
        """Its sound comes now."""
        speech.is_own = self._sound.is_mortal()

    def sound(self, speech: Speech, pcm: bytes, rate: int) -> None:
        """Mono samples of 16 bits at `rate` hertz, the next of it."""
        if speech.is_own:
            self._telling.begins(speech.number)
            self._own.play(pcm, rate)
        else:
            self._telling.sound(speech.number, pcm, rate)

    def then(self, speech: Speech, call: Callable[[], None], *, is_last: bool = False) -> None:
        """Call this in its order with the sound, which the server keeps by itself; `is_last`: once
        all was heard. Never after `leave`."""
        if speech.is_own and not speech.is_held:
            self._own.tell(call, is_last=is_last)
        else:
            call()

    def reach(self, speech: Speech, base: int | None, start: int) -> None:
        """The plain voice comes to a word, `start` characters behind `base`; None: of another text
        than the message's."""
        # What the server plays of the plain voice is not followed word by word.
        if base is not None and speech.is_own:
            self.then(speech, lambda: speech.reached(start, base))

    def leave(self, speech: Speech) -> None:
        """What is left of it is not wanted any more."""
        if speech.is_own:
            self._own.drop()


async def paced(pacer: Pacer, pcm: bytes, has_room: Callable[[], bool]) -> AsyncIterator[bytes]:
    """Pieces of mono samples of 16 bits, each when it may be sent."""
    import asyncio

    for chunk in pacer.chunks(pcm):
        await asyncio.sleep(pacer.wait(time.monotonic()))
        while not has_room():
            await asyncio.sleep(_FULL_PIPE_SECONDS)
        yield chunk
        pacer.sent(chunk, time.monotonic())

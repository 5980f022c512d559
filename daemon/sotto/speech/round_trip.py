"""Whether anything still speaks: a letter through the lanes, heard by nobody."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.messages import Options, Utterance
from sotto.speech.production import Studio
from sotto.speech.renderer import Job, Lane
from sotto.speech.rendering import Piece, Rendering

ROUND_SECONDS = 10.0
_NOBODY = Utterance(0, "", "a", Options())


async def gives_sound(studio: Studio) -> bool:
    """Whether one of the lanes, the fallback's first, gives sound within `ROUND_SECONDS`."""
    return await _goes_through(studio, Lane.FALLBACK) or await _goes_through(studio, Lane.VOICE)


async def _goes_through(studio: Studio, lane: Lane) -> bool:
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    token = CancelToken()
    is_plain = lane is Lane.FALLBACK
    rendering = Rendering(_NOBODY, studio.stages, token, studio.clock, is_plain=is_plain)
    samples = 0

    def on_piece(piece: Piece) -> None:
        nonlocal samples
        samples += len(piece.chunk.samples)

    def on_end(_: Exception | None) -> None:
        if not over.done():
            over.set_result(None)

    job = Job(rendering, token, on_piece, on_end)
    job.granted = round(ROUND_SECONDS * studio.stages.rate)
    with suppress(EngineError, TimeoutError):
        studio.renderer.submit(job, lane)
        await asyncio.wait_for(over, ROUND_SECONDS)
    token.cancel()
    studio.renderer.wake()
    return samples > 0

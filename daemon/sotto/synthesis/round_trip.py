"""Whether anything still speaks: a letter through the lanes, heard by nobody."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.messages import Options, Utterance
from sotto.synthesis.context import Context
from sotto.synthesis.pipeline import Pipeline, Rendered
from sotto.synthesis.workers import Job, Lane

ROUND_SECONDS = 10.0
_NOBODY = Utterance(0, "", "a", Options())


async def gives_sound(context: Context) -> bool:
    """Whether one of the lanes, the fallback's first, gives sound within `ROUND_SECONDS`."""
    return await _goes_through(context, Lane.FALLBACK) or await _goes_through(context, Lane.VOICE)


async def _goes_through(context: Context, lane: Lane) -> bool:
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    token = CancelToken()
    is_plain = lane is Lane.FALLBACK
    pipeline = Pipeline(_NOBODY, context.stages, token, context.clock, is_plain=is_plain)
    samples = 0

    def on_piece(piece: Rendered) -> None:
        nonlocal samples
        samples += len(piece.chunk.samples)

    def on_end(_: Exception | None) -> None:
        if not over.done():
            over.set_result(None)

    job = Job(pipeline, token, on_piece, on_end)
    job.granted = round(ROUND_SECONDS * context.stages.rate)
    with suppress(EngineError, TimeoutError):
        context.workers.submit(job, lane)
        await asyncio.wait_for(over, ROUND_SECONDS)
    token.cancel()
    context.workers.wake()
    return samples > 0

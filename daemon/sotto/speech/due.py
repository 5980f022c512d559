"""When something has to be done next, in samples that are heard until then."""

from __future__ import annotations

from collections.abc import Sequence

from sotto.speech.preparation import LOOK_AHEAD_SECONDS
from sotto.speech.timeline import Timeline
from sotto.speech.track import Track


def waits(order: Sequence[Track], timeline: Timeline, rate: int, last_samples: int) -> list[int]:
    """Samples until something of what is heard has to be told, written or rendered.

    `order` is what is to be heard, in order; its end is told `last_samples` earlier.
    """
    if not order:
        return []
    track = order[0]
    half = round(LOOK_AHEAD_SECONDS * rate / 2)
    offsets = [track.rendered, *([] if track.next_cue is None else [track.next_cue])]
    offsets.append(track.rendered - (last_samples if track.is_complete else half))
    found = [timeline.samples_until(track, o) for o in offsets if o > track.heard]
    # The sink may have moved on since it was looked at; then what was awaited is due now.
    due = [max(wait, 0) for wait in found if wait is not None]
    if track.is_complete and len(order) > 1:
        due += [wait for wait in [timeline.samples_until_refill()] if wait > 0]
    return due

"""Devices and the stream's own volume."""

from __future__ import annotations

import pytest

from hearing import tone
from sotto.audio.devices import Devices
from sotto.audio.pulse.sink import PulseSink
from sotto.errors import NoSoundReason, SinkError
from sound import SoundSession
from waiting import wait_until


@pytest.mark.hears
def test_outputs_are_listed_with_the_default_first(session: SoundSession) -> None:
    outputs = Devices().outputs()
    assert {"nul", "exact"} <= {device.name for device in outputs}
    assert outputs[0].name == session.pactl("get-default-sink").strip()
    assert [device.is_default for device in outputs] == [True] + [False] * (len(outputs) - 1)
    assert all(device.description for device in outputs)


@pytest.mark.hears
def test_the_streams_volume_can_be_set(sink: PulseSink) -> None:
    devices = Devices()
    for volume in (0.5, 1.0):
        devices.set_volume(sink.index, volume)
        wait_until(lambda v=volume: abs(devices.volume(sink.index) - v) < 0.01, "it is set")  # type: ignore[misc]
    devices.set_volume(sink.index, 99)
    wait_until(lambda: abs(devices.volume(sink.index) - 1.5) < 0.01, "it is bounded")
    devices.set_volume(sink.index, 1)


@pytest.mark.hears
def test_the_stream_can_be_moved(sink: PulseSink) -> None:
    devices = Devices()
    sink.write(tone(30.0, sink.rate))
    wait_until(lambda: sink.position() > 0, "it plays")
    # PipeWire's session manager does not always begin on the default.
    for name in ("exact", "nul", "exact"):
        devices.move(sink.index, name)
        wait_until(lambda n=name: devices.device_of(sink.index) == n, "it is moved")  # type: ignore[misc]


@pytest.mark.hears
def test_what_does_not_exist_is_told(sink: PulseSink) -> None:
    devices = Devices()
    with pytest.raises(SinkError) as caught:
        devices.volume(987_654)
    assert caught.value.reason is NoSoundReason.NO_DEVICE
    with pytest.raises(SinkError) as caught:
        devices.move(sink.index, "nonesuch")
    assert caught.value.reason is NoSoundReason.NO_DEVICE


def test_without_a_server_the_reason_is_told() -> None:
    with pytest.raises(SinkError) as caught:
        Devices("unix:/nonexistent/socket").outputs()
    assert caught.value.reason is NoSoundReason.NO_SERVER

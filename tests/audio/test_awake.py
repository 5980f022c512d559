"""Which kind a device is, by the names that PipeWire and PulseAudio give."""

from __future__ import annotations

import pytest

from sotto.audio.awake import KeepAwake, device_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("bluez_output.00_1B_66_8A_CD_EF.1", "bluetooth"),
        ("bluez_sink.00_1B_66_8A_CD_EF.a2dp_sink", "bluetooth"),
        ("alsa_output.pci-0000_00_03.0.hdmi-stereo", "hdmi"),
        ("alsa_output.pci-0000_01_00.1.HiFi__hw_HDMI_1__sink", "hdmi"),
        ("alsa_output.usb-Focusrite_Scarlett_2i2_USB-00.analog-stereo", "usb"),
        ("alsa_output.pci-0000_00_1b.0.analog-stereo", ""),
        ("auto_null", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_device(name: str, kind: str) -> None:
    assert device_kind(name) == kind


def test_a_kind_has_at_least_its_own_time() -> None:
    keep = KeepAwake(any=2.0, bluetooth=30.0, usb=1.0)
    assert keep.seconds("bluez_output.1") == 30
    assert keep.seconds("alsa_output.usb-x") == 2
    assert keep.seconds("alsa_output.pci.hdmi-stereo") == 2
    assert KeepAwake().seconds("bluez_output.1") == 0

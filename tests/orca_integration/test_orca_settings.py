"""The settings that Orca itself wrote; apart from other tests, as it runs only once for a user."""

from __future__ import annotations

import re

import pytest

from orca_integration.orca_desktop import kept, orca_desktop

pytestmark = pytest.mark.hears


def test_disable_gives_orca_back_to_the_byte() -> None:
    with orca_desktop() as desktop:
        folder = desktop.session.home / "data" / "orca"
        desktop.make_orca_settings()
        before = kept(folder / "user-settings.conf")
        assert before is not None
        desktop.sotto("orca", "enable", "--no-look-ahead")
        assert re.match(r"Orca \d+ speaks with Sotto", desktop.sotto("orca", "status"))
        desktop.sotto("orca", "disable")
        assert kept(folder / "user-settings.conf") == before

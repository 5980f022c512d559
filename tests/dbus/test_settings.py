"""org.sotto.Settings1: typed properties that are described, told, refused and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dbus_next import Message, MessageType, Variant

from bus import NAME, Bus
from desk import Caller, buses, caller, desk, in_loop
from sotto.dbus.settings import SettingsBoard
from sotto.errors import UnknownVoiceError
from sotto.settings.store import SettingsStore
from sotto.text.own_words import OwnWords

bus = pytest.fixture(scope="module")(buses)

PROPERTIES = "org.freedesktop.DBus.Properties"
SETTINGS = "org.sotto.Settings1"


def check(name: str, value: object) -> None:
    if name == "voice" and value not in ("", "tone"):
        raise UnknownVoiceError(f"no voice {value!r}")


async def change(me: Caller, name: str, value: Variant) -> Message:
    return await me.call("Set", "ssv", SETTINGS, name, value, interface=PROPERTIES)


async def ask(me: Caller, name: str) -> Any:  # noqa: ANN401 - each has its own type
    reply = await me.call("Get", "ss", SETTINGS, name, interface=PROPERTIES)
    assert reply.message_type is MessageType.METHOD_RETURN, reply.body
    return reply.body[0].value


@in_loop
async def test_a_setting_is_set_told_described_and_taken_back(bus: Bus, tmp_path: Path) -> None:
    async with desk(bus) as made, caller(bus) as me:
        store = SettingsStore(
            tmp_path / "settings.toml", lambda _s, new, _p: made.service.settings_changed(new)
        )
        made.service._settings.attach(SettingsBoard(store, check=check, pace=lambda: 200.0))
        await me.match(f"type='signal',sender='{NAME}',member='PropertiesChanged'")
        assert await ask(me, "rate") == 1.0
        reply = await change(me, "rate", Variant("d", 1.5))
        assert reply.message_type is MessageType.METHOD_RETURN
        assert store.current.rate == 1.5
        told = await me.told("PropertiesChanged", SETTINGS)
        assert {name: each.value for name, each in told[1].items()} == {
            "rate": 1.5,
            "words_per_minute": 300,
        }
        await change(me, "words_per_minute", Variant("u", 500))
        assert await ask(me, "rate") == 2.5
        reply = await me.call("Undo", interface=SETTINGS)
        assert reply.body == [["rate"]]
        assert await ask(me, "words_per_minute") == 300
        await me.call("Reset", "as", [], interface=SETTINGS)
        everything = await me.call("GetAll", "s", SETTINGS, interface=PROPERTIES)
        described = await me.call("Describe", interface=SETTINGS)
        assert set(described.body[0]) == set(everything.body[0])
        for name, (kind, _, default, low, high, choices, *_) in described.body[0].items():
            value = everything.body[0][name]
            assert value.signature == kind == default.signature
            assert name == "words_per_minute" or value.value == default.value
            assert not choices or value.value in choices
            assert low == high or name == "words_per_minute" or low <= default.value <= high
        store.close()


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("rate", Variant("d", 9.0), "org.sotto.Error.InvalidOption"),
        ("rate", Variant("d", float("nan")), "org.sotto.Error.InvalidOption"),
        ("rate", Variant("s", "2"), "org.sotto.Error.InvalidOption"),
        ("rate", Variant("b", True), "org.sotto.Error.InvalidOption"),
        ("cache_mb", Variant("d", 1.5), "org.sotto.Error.InvalidOption"),
        ("cache_mb", Variant("d", float("inf")), "org.sotto.Error.InvalidOption"),
        ("style", Variant("s", "loud"), "org.sotto.Error.InvalidOption"),
        ("style", Variant("as", ["calm"]), "org.sotto.Error.InvalidOption"),
        ("language", Variant("s", "x" * 500), "org.sotto.Error.InvalidOption"),
        ("words_per_minute", Variant("i", 5000), "org.sotto.Error.InvalidOption"),
        ("voice", Variant("s", "nobody"), "org.sotto.Error.UnknownVoice"),
        ("rat", Variant("d", 1.0), "org.freedesktop.DBus.Error.UnknownProperty"),
    ],
)
@in_loop
async def test_what_is_refused_has_its_error(
    bus: Bus, tmp_path: Path, name: str, value: Variant, error: str
) -> None:
    async with desk(bus) as made, caller(bus) as me:
        store = SettingsStore(tmp_path / "settings.toml", lambda *_: None)
        made.service._settings.attach(SettingsBoard(store, check=check))
        reply = await change(me, name, value)
        assert (reply.message_type, reply.error_name) == (MessageType.ERROR, error)
        assert not (tmp_path / "settings.toml").exists()
        store.close()


@in_loop
async def test_questions_wait_for_the_settings_and_introspection_lists_them(bus: Bus) -> None:
    async with desk(bus, attached=False) as made, caller(bus) as me:
        found = await me.call("Introspect", interface="org.freedesktop.DBus.Introspectable")
        assert 'interface name="org.sotto.Settings1"' in found.body[0]
        assert '<property name="words_per_minute" type="i" access="readwrite">' in found.body[0]
        made.service.fail("no voice")
        reply = await me.call("Describe", interface=SETTINGS)
        assert reply.body == ["no voice"]


@in_loop
async def test_words_of_ones_own_are_added_listed_refused_and_removed(
    bus: Bus, tmp_path: Path
) -> None:
    async with desk(bus) as made, caller(bus) as me:
        store = SettingsStore(tmp_path / "settings.toml", lambda _s, _n, _p: None)
        words = OwnWords(tmp_path / "words.tsv")
        made.service._settings.attach(SettingsBoard(store, words=words))
        await me.call("AddWord", "sssb", "gif", "jiff", "", False, interface=SETTINGS)
        await me.call("AddWord", "sssb", "Job", "tschob", "de", True, interface=SETTINGS)
        reply = await me.call("Words", interface=SETTINGS)
        assert reply.body == [[["gif", "jiff", "", False], ["Job", "tschob", "de", True]]]
        refused = await me.call("AddWord", "sssb", "...", "x", "", False, interface=SETTINGS)
        assert refused.message_type is MessageType.ERROR
        await me.call("RemoveWord", "ss", "gif", "", interface=SETTINGS)
        gone = await me.call("RemoveWord", "ss", "gif", "", interface=SETTINGS)
        assert gone.message_type is MessageType.ERROR
        assert [entry.written for entry in words.current().entries] == ["Job"]


@in_loop
async def test_words_are_changed_in_one_step_or_not_at_all(bus: Bus, tmp_path: Path) -> None:
    async with desk(bus) as made, caller(bus) as me:
        store = SettingsStore(tmp_path / "settings.toml", lambda _s, _n, _p: None)
        words = OwnWords(tmp_path / "words.tsv")
        made.service._settings.attach(SettingsBoard(store, words=words))

        async def change_words(gone: list[Any], come: list[Any]) -> MessageType:
            signature = "a(ssss)a(sssbss)"
            reply = await me.call("ChangeWords", signature, gone, come, interface=SETTINGS)
            return reply.message_type

        def held() -> list[str]:
            return [entry.line for entry in words.current().entries]

        first, other = ["gif", "jiff", "", False, "whole", ""], ["gif", "g", "", False, "start", ""]
        assert await change_words([], [first, other]) is MessageType.METHOD_RETURN
        # The very entry goes, not its namesake.
        gone, come = ["gif", "", "whole", ""], ["gifs", "jiffs", "", False, "whole", ""]
        assert await change_words([gone], [come]) is MessageType.METHOD_RETURN
        assert held() == ["gif\tg\t\tstart", "gifs\tjiffs"]
        for refused in (["...", "x", "", False, "whole", ""], ["a", "b", "", False, "here", ""]):
            missing = ["gifs", "", "whole", ""]
            assert await change_words([missing], [refused]) is MessageType.ERROR
        assert await change_words([gone], [first]) is MessageType.ERROR
        assert held() == ["gif\tg\t\tstart", "gifs\tjiffs"]
        assert words.undo() and held() == ["gif\tjiff", "gif\tg\t\tstart"]

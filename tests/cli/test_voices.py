"""`sotto voices`: search, install, choose and remove, with a daemon that is told at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mirror as m
from bus import Bus, private_bus
from mirror import Mirror, mirror, own_files
from waiting import wait_until

OWN = "fr-choir-full"
JOE = "en_US-joe-medium"


@pytest.fixture(scope="module")
def server() -> Iterator[Mirror]:
    with mirror() as running:
        running.offer(OWN, own_files(), language="fr")
        running.offer(JOE, m.piper_files(JOE, bytes(100_000)))
        running.entries["en_US-bad-low"] = {"files": {"../../x.onnx": {}}}
        running.write_index()
        yield running


@pytest.fixture(scope="module")
def bus(server: Mirror) -> Iterator[Bus]:
    with private_bus(LANG="en_US.UTF-8", SOTTO_VOICES_INDEX=server.url) as made:
        made.make_activatable()
        yield made


def good(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def answer(bus: Bus, *arguments: str) -> Any:  # noqa: ANN401 - whatever it prints
    return json.loads(good(bus.sotto("voices", *arguments, "--json")))


@pytest.mark.parametrize("action", ["search", "info", "install", "remove", "default"])
def test_help_is_for_people(bus: Bus, action: str) -> None:
    done = bus.sotto("voices", action, "--help")
    assert f"usage: sotto voices {action}" in good(done)
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_a_search_tells_all_before_anything_is_fetched(bus: Bus, server: Mirror) -> None:
    server.asked.clear()
    shown = good(bus.sotto("voices", "search", "joe"))
    (row,) = [line for line in shown.splitlines() if line.startswith(JOE)]
    for part in ("English, United States", "medium", "0.1 MB", "CC0"):
        assert part in row
    assert "1 entries of the index cannot be used" in shown
    assert not any(path.endswith(".onnx") for path, _ in server.asked)
    found = answer(bus, "search", "--language", "en")["voices"]
    assert [(v["id"], v["licence"], v["installed"]) for v in found] == [(JOE, "CC0", False)]
    assert found[0]["times_real_time"] > 0
    assert bus.sotto("voices", "search", "nobody").returncode == 1


def test_info_tells_what_the_card_says(bus: Bus) -> None:
    shown = good(bus.sotto("voices", "info", JOE.lower()))
    assert "licence: CC0" in shown and "tuned from: Finetuned from U.S. English lessac" in shown
    assert "language: English, United States\n" in shown
    assert "speed: " in shown and "installed: no" in shown
    done = bus.sotto("voices", "info", "nobody")
    assert (done.returncode, done.stderr) == (1, "sotto: the index has no voice 'nobody'\n")


def test_a_voice_is_installed_used_chosen_and_removed(bus: Bus) -> None:
    before = {voice["identifier"] for voice in answer(bus)}
    shown = good(bus.sotto("voices", "install", OWN))
    assert "licence: CC0" in shown and "100 % of" in shown
    assert f"{OWN} is installed. choir:siwis can be used." in shown
    (new,) = [voice for voice in answer(bus) if voice["identifier"] not in before]
    assert (new["identifier"], new["licence"]) == ("choir:siwis", "CC0-1.0")
    assert new["best_for"] == []
    assert "installed: yes" in good(bus.sotto("voices", "info", OWN))
    good(bus.sotto("say", "--out", "new.wav", "--voice", "choir:siwis", "Bonjour"))
    (last,) = json.loads(good(bus.sotto("why", "--json", "--last", "1")))
    assert (last["voice"], last["reason"]) == ("choir:siwis", "")
    for name in ("choir:siwis", "chorus:siwis"):
        assert name in good(bus.sotto("voices", "default", f"fr-CA={name}"))
    assert answer(bus, "default", "fr=choir:siwis") == {
        "fr-ca": "chorus:siwis",
        "fr": "choir:siwis",
    }
    best = {voice["identifier"]: voice["best_for"] for voice in answer(bus)}
    assert best["choir:siwis"] == ["fr"] and "fr-ca" in best["chorus:siwis"]
    shown = good(bus.sotto("voices", "remove", OWN))
    assert f"{OWN} is removed" in shown and "fr is spoken by its best voice again" in shown
    assert {voice["identifier"] for voice in answer(bus)} == before
    assert answer(bus, "default") == {"fr-ca": "chorus:siwis"}
    assert "best voice" in good(bus.sotto("voices", "default", "fr-CA="))
    assert answer(bus, "default") == {}


@pytest.mark.parametrize("choice", ["de", "=x", "de=nobody", "german language=sotto:kerstin"])
def test_choices_that_are_none(bus: Bus, choice: str) -> None:
    done = bus.sotto("voices", "default", choice)
    assert done.returncode == 1 and done.stderr.startswith("sotto: ")
    assert answer(bus, "default") == {}


def test_the_listing_tells_what_is_natural(bus: Bus) -> None:
    shown = good(bus.sotto("voices", "--all")).splitlines()
    heart = next(line for line in shown if line.startswith("chorus:heart"))
    assert "natural" in heart and "en en-us" in heart and "Apache-2.0" in heart
    plain = next(line for line in shown if line.startswith("espeak:af "))
    assert "robotic" in plain and "GPL-3.0" in plain


@pytest.mark.parametrize(
    ("spoiler", "reason"),
    [
        (m.corrupt, "not what the index promises"),
        (m.truncated(10), "ends after"),
        (m.failing(503), "answers 503"),
        (m.raw(b"HTTP/1.1 500 \x1b[2J Oh\r\n\r\n"), "answers 500  [2J Oh"),
        (m.redirected("file:///etc/passwd"), "where we do not go"),
    ],
)
def test_a_failure_is_told_and_nothing_is_installed(
    bus: Bus, server: Mirror, spoiler: m.Spoiler, reason: str
) -> None:
    server.spoilers["v/voice.json"] = spoiler
    try:
        done = bus.sotto("voices", "install", OWN, "--quiet")
    finally:
        server.spoilers.clear()
    assert done.returncode == 1
    assert reason in done.stderr
    assert "" not in done.stdout.splitlines()
    assert "choir:siwis" not in [voice["identifier"] for voice in answer(bus)]


def test_what_is_no_index_is_told(bus: Bus, server: Mirror, tmp_path: Path) -> None:
    (tmp_path / "voices.json").write_text("[]")
    for address in ("ftp://x", str(tmp_path), str(tmp_path / "none"), "http://127.0.0.1:1/"):
        done = bus.sotto("voices", "search", "--index", address)
        assert done.returncode == 1 and done.stderr.startswith("sotto: ")


def test_a_folder_is_a_mirror(bus: Bus, server: Mirror, tmp_path: Path) -> None:
    server.write_folder(tmp_path)
    found = answer(bus, "search", "--index", str(tmp_path), "--language", "fr")
    assert [voice["id"] for voice in found["voices"]] == [OWN]


def test_an_interrupted_installation_is_gone_on_with(bus: Bus, server: Mirror) -> None:
    largest = max(own_files(), key=lambda path: len(own_files()[path]))

    def stalling(handler: m.Handler, data: bytes) -> None:
        handler.head(200, len(data))
        handler.wfile.write(data[:500_000])
        handler.wfile.flush()
        time.sleep(5)

    cache = bus.home / ".cache" / "sotto" / "downloads" / OWN
    shutil.rmtree(cache, ignore_errors=True)
    server.spoilers[largest] = m.once(stalling)
    command = (sys.executable, "-m", "sotto", "voices", "install", OWN, "--quiet")
    process = bus.spawn(*command, PYTHONUNBUFFERED="1")
    part = cache / f"{Path(largest).name}.part"
    wait_until(lambda: part.exists() and part.stat().st_size > 400_000, "a part is there")
    os.kill(process.pid, signal.SIGINT)
    assert process.wait() == 130
    assert part.exists()
    server.asked.clear()
    good(bus.sotto("voices", "install", OWN, "--quiet"))
    (begin,) = [begin for path, begin in server.asked if path == largest]
    assert begin is not None
    good(bus.sotto("voices", "remove", OWN))


def test_a_voice_that_is_put_there_by_hand_is_found(bus: Bus) -> None:
    good(bus.sotto("status"))
    target = bus.home / "data" / "sotto" / "voices" / "by-hand"
    target.mkdir(parents=True)
    for path, data in own_files().items():
        (target / Path(path).name).write_bytes(data)

    def known() -> bool:
        return "choir:siwis" in [voice["identifier"] for voice in answer(bus)]

    wait_until(known, "the daemon finds it")
    for file in target.iterdir():
        file.unlink()
    target.rmdir()
    wait_until(lambda: not known(), "the daemon forgets it")

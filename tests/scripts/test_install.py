"""script/install and script/uninstall, as an ordinary user in a home of their own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from scripts.account import Account, account
from sotto import __version__

SERVICE = ".local/share/dbus-1/services/org.sotto.Voice1.service"
UNIT = ".local/share/systemd/user/sotto.service"
COMMAND = ".local/bin/sotto"
EMACSPEAK = ".local/bin/sotto-espeak"
DESKTOP = ".local/share/applications/org.sotto.Settings.desktop"
VERSION = (
    "dbus-send --session --print-reply --dest=org.sotto.Voice1 /org/sotto/Voice1 "
    "org.freedesktop.DBus.Properties.Get string:org.sotto.Voice1 string:Version"
)


@pytest.fixture
def user() -> Iterator[Account]:
    with account() as made:
        yield made


def check(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_whole_stay_of_sotto(user: Account) -> None:
    user.write(".local/share/dbus-1/services/org.example.Other.service", "[D-BUS Service]\n")
    user.write(".config/sotto/settings.toml", "# mine\nrate = 2.0\n")
    user.write(".config/sotto/words.tsv", "Nguyen\twin\n")
    user.write(".cache/other", "")
    before = user.contents()

    check(user.script("install"))
    assert all((user.home / path).exists() for path in (SERVICE, UNIT, COMMAND, EMACSPEAK, DESKTOP))
    command = f"{user.home}/.local/share/sotto/venv/bin/sotto"
    assert f'Exec="{command}" window' in (user.home / DESKTOP).read_text()

    # The very first has nothing before it.
    assert user.script("install", "--rollback").returncode == 1
    user.write(".cache/sotto/phrases/0/1", "what the daemon kept")

    # A call starts the daemon; an upgrade and the removal end it while the bus lives on. A version
    # that does not start changes nothing, one that does can be gone back from, and to again.
    scripts, own = user.checkout / "script", user.checkout / "daemon" / "sotto" / "__init__.py"
    good = own.read_text()
    user.write("next", good.replace(f'"{__version__}"', '"99.0"'))
    user.write("broken", "raise RuntimeError('broken')\n")
    here, there = f"{VERSION} | grep {__version__}", f"{VERSION} | grep 99.0"
    set_up = f"{command} orca enable --no-look-ahead"
    kept = (
        *(f"{command} get rate | grep 2", f"{command} word list | grep win"),
        f"{command} orca status --json | tr -d ' ' | grep '\"is_enabled\":true'",
    )
    steps = (
        *(here, set_up, *kept),
        *(f"cp ~/broken {own}", f"! {scripts}/install", here),
        *(f"cp ~/next {own}", f"{scripts}/install", there, *kept),
        *(f"{scripts}/install --rollback", here, *kept),
        *(f"{scripts}/install --rollback", there, *kept, f"{command} orca disable"),
        *("rm ~/next ~/broken", f"{scripts}/uninstall", f"! {VERSION}"),
    )
    session = " && ".join(steps)
    # The bus asks the password file, not HOME, where the user's files are.
    data = f"XDG_DATA_HOME={user.home}/.local/share"
    check(user.run("env", data, "dbus-run-session", "--", "sh", "-c", session))
    assert user.contents() == before


def test_a_file_of_the_users_own_is_not_overwritten(user: Account) -> None:
    mine = user.write(COMMAND, "#!/bin/sh\n")
    before = user.contents()
    done = user.script("install")
    assert done.returncode == 1
    assert str(mine) in done.stderr
    assert user.contents() == before


def test_a_checkout_that_does_not_build_changes_nothing(user: Account) -> None:
    (user.checkout / "pyproject.toml").write_text(
        "[build-system]\nrequires = []\nbuild-backend='no'\n"
    )
    before = user.contents()
    assert user.script("install").returncode != 0
    assert user.contents() == before


def test_there_must_be_something_to_uninstall(user: Account) -> None:
    done = user.script("uninstall")
    assert done.returncode == 1
    assert "not installed" in done.stderr


@pytest.mark.parametrize("script", ["install", "uninstall"])
def test_unknown_arguments_are_refused(user: Account, script: str) -> None:
    before = user.contents()
    done = user.script(script, "--everything")
    assert done.returncode == 1
    assert "--everything" in done.stderr
    assert user.contents() == before

"""Sotto in a user's Speech Dispatcher: found as a module, default if asked, and taken out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.account import CHECKOUT, Account, account

STOCK = Path("/etc/speech-dispatcher/speechd.conf")
CONF = ".config/speech-dispatcher/speechd.conf"
MODULE = ".local/libexec/speech-dispatcher-modules/sd_sotto"
OWN = "# mine\nDefaultRate 30\n  DefaultModule flite\nDefaultPitch 0\n# no end of line"


@pytest.fixture
def user() -> Iterator[Account]:
    with account() as made:
        yield made


class Home:
    """A home in which only the functions for Speech Dispatcher are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / ".local/share/sotto").mkdir(parents=True)
        self.conf = folder / CONF

    def run(self, *functions: str) -> str:
        script = (
            f"set -eu; root={CHECKOUT}; HOME={self.folder}; unset XDG_CONFIG_HOME XDG_DATA_HOME\n"
            '. "$root/script/lib.sh"; . "$root/script/places.sh"; . "$root/script/speechd.sh"\n'
            'made() { :; }; make_folder() { mkdir -p "$1"; }\n' + "\n".join(functions)
        )
        done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def write(self, text: str) -> None:
        self.conf.parent.mkdir(parents=True, exist_ok=True)
        self.conf.write_text(text)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_without_a_file_the_stock_one_is_copied_whole(home: Home) -> None:
    home.run("make_default")
    lines, stock = home.conf.read_text().splitlines(), STOCK.read_text().splitlines()
    assert [line for line in lines if line not in stock] == ["DefaultModule sotto"]
    assert [line for line in lines if line != "DefaultModule sotto"] == stock
    home.run("unmake_default")
    assert not home.conf.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OWN, "# mine\nDefaultRate 30\nDefaultModule sotto\nDefaultPitch 0\n# no end of line\n"),
        ("#DefaultModule x\nA 1\n", "#DefaultModule x\nDefaultModule sotto\nA 1\n"),
        ("A 1\n", "A 1\nDefaultModule sotto\n"),
        ("DefaultModule a\nDefaultModule b\n", "DefaultModule sotto\n"),
    ],
)
def test_a_file_of_the_users_own_is_changed_in_one_line(
    home: Home, before: str, after: str
) -> None:
    home.write(before)
    home.conf.chmod(0o640)
    home.run("make_default", "make_default")
    assert home.conf.read_text() == after
    home.run("unmake_default")
    assert home.conf.read_text() == before
    assert home.conf.stat().st_mode & 0o777 == 0o640


def test_a_file_that_lists_its_modules_gets_ours_listed(home: Home) -> None:
    home.write('AddModule "flite" "sd_flite" "flite.conf"\n')
    home.run("make_default")
    text = home.conf.read_text()
    assert 'AddModule "flite"' in text
    assert f'AddModule "sotto" "{home.folder}/{MODULE}" "sotto.conf"\n' in text
    home.run("unmake_default")
    assert home.conf.read_text() == 'AddModule "flite" "sd_flite" "flite.conf"\n'


def test_a_file_that_was_edited_since_loses_only_our_choice(home: Home) -> None:
    home.write(OWN)
    home.run("make_default")
    home.write(home.conf.read_text() + "DefaultVolume 90\n")
    assert "was edited since" in home.run("unmake_default")
    assert home.conf.read_text() == OWN + "\nDefaultVolume 90\n"


def test_a_user_who_chose_it_already_is_left_alone(home: Home) -> None:
    home.write('DefaultModule "sotto"\n')
    home.run("make_default", "unmake_default")
    assert home.conf.read_text() == 'DefaultModule "sotto"\n'


def test_a_running_server_looks_again_and_others_are_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    ready = "signal.signal(signal.SIGHUP, lambda *_: print('told', flush=True)); "
    code = (
        "import signal, time; open('/proc/self/comm', 'w').write('speech-dispatch'); "
        "{ready}print('ready', flush=True); time.sleep(30)"
    )
    servers = [
        subprocess.Popen(
            [sys.executable, "-c", code.format(ready=handles)],
            stdout=subprocess.PIPE,
            env={"XDG_RUNTIME_DIR": str(runtime)},
        )
        for runtime, handles in ((tmp_path, ready), (tmp_path / "other", ready), (tmp_path, ""))
    ]
    try:
        for server in servers:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
        home.run(f"XDG_RUNTIME_DIR={tmp_path}", "reload_speech_dispatcher")
        assert servers[0].stdout is not None
        assert servers[0].stdout.readline() == b"told\n"
        # One that is only starting would have died of it.
        assert [server.poll() for server in servers] == [None, None, None]
    finally:
        for server in servers:
            server.kill()
            output = server.communicate()[0]
            assert server is servers[0] or output == b""


def test_only_root_installs_for_everybody(user: Account) -> None:
    before = user.contents()
    done = user.script("install", "--system")
    assert done.returncode == 1
    assert "needs root" in done.stderr
    assert user.contents() == before


def test_the_whole_stay_of_the_module(user: Account) -> None:
    user.write(CONF, OWN)
    before = user.contents()
    done = user.script("install", "--default")
    assert done.returncode == 0, done.stderr
    assert "DefaultModule sotto" in (user.home / CONF).read_text()
    spoken = user.run("sh", "-c", f"printf 'INIT\\nSPEAK\\na\\n.\\nSTOP\\nQUIT\\n' | ~/{MODULE} x")
    assert spoken.stdout.splitlines()[-2:] == ["703 STOP", "210 OK QUIT"], spoken.stderr
    done = user.script("uninstall")
    assert done.returncode == 0, done.stderr
    assert user.contents() == before

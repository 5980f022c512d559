# What script/try_package runs inside its Debian 13: install, upgrade, hear, remove. POSIX sh.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
user=listener
packages=/packages

say() { printf '%s\n' "$*"; }
fail() {
    say "FAILED: $*"
    exit 1
}

# files: every file that a package may have made, with its content. What dpkg, apt and the manual's
# index write down for themselves is theirs.
files() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /packages \
        -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache -o -path /var/log \
        -o -path /run -o -path "/home/$user" \) -prune -o -type d -print \
        -o -type l -printf '%p -> %l\n' -o -type f -print0 | LC_ALL=C sort -z >/tmp/found
    tr '\0' '\n' </tmp/found | LC_ALL=C sort
}

# as COMMAND: by the user, in a session of their own.
as() { setpriv --reuid="$user" --regid="$user" --clear-groups env -i PATH=/usr/bin:/bin \
    HOME="/home/$user" XDG_RUNTIME_DIR=/tmp/run LANG=C.UTF-8 \
    DBUS_SESSION_BUS_ADDRESS=unix:path=/tmp/run/bus "$@"; }

install() { apt-get -q -y --no-install-recommends install "$1"/*.deb >/tmp/apt.log 2>&1 ||
    { cat /tmp/apt.log; fail "apt cannot install $1"; }; }

! getent hosts deb.debian.org >/dev/null || fail "there is a network"
id "$user" >/dev/null 2>&1 || useradd --create-home "$user"
rm -rf "/home/$user"/.[!.]* && chown "$user:" "/home/$user"
mkdir -p /tmp/run && chown "$user:" /tmp/run && chmod 700 /tmp/run
files >/tmp/files.before

# orca_files: what Orca keeps of its settings, with the content.
orca_files() {
    as find "/home/$user" -path '*/orca*' -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
}

say "1. the version before: set up, and heard"
install "$packages/before"
as dbus-daemon --session --address=unix:path=/tmp/run/bus --nofork --nopidfile >/tmp/run/bus.log 2>&1 &
as pulseaudio -n --daemonize=no --exit-idle-time=-1 --load=module-native-protocol-unix \
    "--load=module-null-sink sink_name=silent" >/tmp/run/pulse.log 2>&1 &
as python3 "$packages/trial.py" heard sotto say "Hello from the version before."
as sotto set rate 1.5
orca_files >/tmp/orca.before
as sotto word add Nguyen win
as sotto orca enable >/dev/null || fail "Orca cannot be set up"
as find "/home/$user" -type f -path '*.config*' -o -type f -path '*orca*' | grep -v pulse | LC_ALL=C sort >/tmp/kept
xargs sha256sum </tmp/kept >/tmp/kept.sums
say "   kept files: $(wc -l </tmp/kept)"

say "2. this version over it: the same settings, words and Orca"
old=$(as python3 "$packages/trial.py" daemon)
install "$packages/now"
sha256sum --quiet -c /tmp/kept.sums || fail "the upgrade changed a file of the user"
[ "$(as sotto get rate)" = 1.5 ] || fail "the rate is $(as sotto get rate)"
as sotto word list | grep -q win || fail "the word is gone"
as sotto orca status
as sotto orca status | grep -q "speaks with Sotto" || fail "Orca speaks with another voice"
new=$(as python3 "$packages/trial.py" daemon)
[ "$old" != "$new" ] || fail "the daemon of before still runs"

say "3. heard: the command, and spd-say through Speech Dispatcher"
as python3 "$packages/trial.py" heard sotto say "Hello from this version."
as python3 "$packages/trial.py" heard spd-say -w -o sotto "Hello from Speech Dispatcher."
as sotto why
for page in sotto sotto-emacspeak sotto-espeak sd_sotto; do
    man -w "$page" >/dev/null || fail "there is no manual of $page"
done

say "4. Orca as before, to the byte; removed and purged: no trace"
as sotto orca disable >/dev/null || fail "Orca cannot be taken back"
orca_files >/tmp/orca.after
diff /tmp/orca.before /tmp/orca.after || fail "Orca's files are not as they were"
find "/home/$user" -type f -path '*.config*' | grep -v 'pulse\|dconf' | LC_ALL=C sort >/tmp/kept
xargs sha256sum </tmp/kept >/tmp/kept.sums
apt-get -q -y remove sotto sotto-settings >/tmp/apt.log 2>&1 || fail "apt cannot remove it"
[ -z "$(as python3 "$packages/trial.py" daemon)" ] || fail "the daemon outlives its package"
# apt knows no package of which nothing is left.
dpkg --purge sotto sotto-settings >/dev/null 2>&1
files >/tmp/files.after
diff /tmp/files.before /tmp/files.after || fail "files are left, or changed"
sha256sum --quiet -c /tmp/kept.sums || fail "the removal changed a file of the user"
say "All of it went well."

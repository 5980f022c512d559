# Where script/install puts things, and how the running daemon learns of it. POSIX sh.

is_system=${is_system:-}
if [ -n "$is_system" ]; then
    data=/usr/local/share
    command_dir=/usr/local/bin
else
    data=${XDG_DATA_HOME:-$HOME/.local/share}
    command_dir=$HOME/.local/bin
fi
base=$data/sotto
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sotto
manifest=$base/manifest
voices=$base/voices
command=$command_dir/sotto
emacspeak=$command_dir/sotto-emacspeak
# By the end of this name Emacspeak knows what it understands.
espeak=$command_dir/sotto-espeak
service_dir=$data/dbus-1/services
service=$service_dir/org.sotto.Voice1.service
spiel_service=$service_dir/org.sotto.Speech.Provider.service
unit_dir=$data/systemd/user
unit=$unit_dir/sotto.service
window_name=org.sotto.Settings
desktop_dir=$data/applications
desktop=$desktop_dir/$window_name.desktop
icon_dir=$data/icons/hicolor/scalable/apps
icon=$icon_dir/$window_name.svg

# daemon_processes: the ids of what this user runs from the installed environment.
daemon_processes() {
    for entry in /proc/[0-9]*; do
        words=
        # The words are parted by NUL, which `read` drops; no newline ends them.
        IFS= read -r words <"$entry/cmdline" || true
        case $words in
        # Speech Dispatcher ends its module itself; one that dies is not started again.
        *sd_sotto*) ;;
        "$base/venv/bin/"* | "$base/environments/"*) printf '%s\n' "${entry#/proc/}" ;;
        esac
    done 2>/dev/null
}

# stop_daemon: it ends by itself at SIGTERM, giving other programs their volume back.
stop_daemon() {
    processes=$(daemon_processes)
    [ -n "$processes" ] || return 0
    # shellcheck disable=SC2086 # a list of process ids
    kill $processes 2>/dev/null || true
    tries=0
    while [ -n "$(daemon_processes)" ]; do
        tries=$((tries + 1))
        [ "$tries" -le 50 ] || fail "the daemon does not end (process $(daemon_processes))"
        sleep 0.1
    done
}

# reload_services: a session bus and a systemd that run already look at their files again.
reload_services() {
    if [ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] && command -v dbus-send >/dev/null; then
        dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
            org.freedesktop.DBus.ReloadConfig >/dev/null 2>&1 ||
            say "The session bus does not answer; it will know Sotto after the next login."
    fi
    if [ -d "${XDG_RUNTIME_DIR:-/nonexistent}/systemd" ] && command -v systemctl >/dev/null; then
        systemctl --user daemon-reload >/dev/null 2>&1 ||
            say "systemd does not answer; it will know Sotto after the next login."
    fi
}

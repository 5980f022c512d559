# Sotto as a voice of Speech Dispatcher: where its module goes, and the user's choice of it as
# default. POSIX sh; read after places.sh.

# Speech Dispatcher looks beside the data folder, which therefore has to exist.
if [ -n "$is_system" ]; then
    module_dir=$(pkg-config --variable=modulebindir speech-dispatcher 2>/dev/null) ||
        module_dir=/usr/lib/speech-dispatcher-modules
    speechd_dir=/etc/speech-dispatcher
else
    module_dir=$(dirname -- "$data")/libexec/speech-dispatcher-modules
    speechd_dir=${XDG_CONFIG_HOME:-$HOME/.config}/speech-dispatcher
fi
module=$module_dir/sd_sotto
speechd_conf=$speechd_dir/speechd.conf
stock_conf=/etc/speech-dispatcher/speechd.conf
# The user's file as it was, and as it became; the first is missing where there was none.
conf_before=$base/speechd.conf.before
conf_after=$base/speechd.conf.after

# default_lines FILE: the lines of it that choose the default module.
default_lines() { grep -E '^[[:space:]]*DefaultModule[[:space:]]' "$1" || true; }

# with_default FILE: FILE with Sotto as default. A file that lists its modules gets it listed.
with_default() {
    awk -v active="$(default_lines "$1" | wc -l)" -v module="$module" '
        function choose() { if (!chosen++) print "DefaultModule sotto" }
        /^[ \t]*DefaultModule[ \t]/ { choose(); next }
        { print }
        /^[ \t]*AddModule[ \t]/ { listed = 1 }
        /^[ \t]*#[ \t]*DefaultModule[ \t]/ { if (active + 0 == 0) choose() }
        END {
            choose()
            if (listed) printf "AddModule \"sotto\" \"%s\" \"sotto.conf\"\n", module
        }' "$1"
}

# without_default FILE: a file that was edited since, with the default module of before.
without_default() {
    before=/dev/null
    [ ! -f "$conf_before" ] || before=$conf_before
    awk -v before="$(default_lines "$before")" '
        /^[ \t]*DefaultModule[ \t]+"?sotto"?[ \t]*$/ { if (before != "" && !done++) print before; next }
        /^[ \t]*AddModule[ \t]+"sotto"[ \t]/ { next }
        { print }' "$1"
}

# make_default: choose Sotto in the user's configuration, or in a copy of the stock one: a file
# with only that line would switch the reading of symbols off for every voice.
make_default() {
    from=$speechd_conf
    [ -f "$from" ] || from=$stock_conf
    [ -f "$from" ] || fail "there is no $stock_conf to start from; is Speech Dispatcher installed?"
    case $(default_lines "$from") in
    *sotto*) return 0 ;;
    esac
    make_folder "$speechd_dir"
    made "$conf_before"
    made "$conf_after"
    rm -f -- "$conf_before"
    [ ! -f "$speechd_conf" ] || cp -p -- "$speechd_conf" "$conf_before"
    with_default "$from" >"$conf_after"
    # Through a file beside it: Speech Dispatcher never sees half of it.
    cp -- "$conf_after" "$speechd_conf.sotto"
    mv -f -- "$speechd_conf.sotto" "$speechd_conf"
}

# unmake_default: the user's own file again, byte for byte, unless it was edited since.
unmake_default() {
    [ -f "$conf_after" ] && [ -f "$speechd_conf" ] || return 0
    if ! cmp -s -- "$speechd_conf" "$conf_after"; then
        without_default "$speechd_conf" >"$speechd_conf.sotto"
        mv -f -- "$speechd_conf.sotto" "$speechd_conf"
        say "$speechd_conf was edited since; only the choice of Sotto is taken out of it"
    elif [ -f "$conf_before" ]; then
        cp -p -- "$conf_before" "$speechd_conf.sotto"
        mv -f -- "$speechd_conf.sotto" "$speechd_conf"
    else
        rm -f -- "$speechd_conf"
    fi
}

# is_reloadable ENTRY: whether that process of /proc is a server of ours that can be told: one of
# this session, or anyone's for --system. One that is only starting would die of the signal.
is_reloadable() {
    name=
    IFS= read -r name <"$1/comm" || true
    [ "$name" = speech-dispatch ] || return 1
    grep -q '^SigCgt:.*[13579bdf]$' "$1/status" || return 1
    [ -z "$is_system" ] || return 0
    [ -O "$1" ] && tr '\0' '\n' <"$1/environ" | grep -qxF "XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-}"
}

# reload_speech_dispatcher: a server that runs looks at its modules and configuration again.
reload_speech_dispatcher() {
    for entry in /proc/[0-9]*; do
        if is_reloadable "$entry"; then
            kill -HUP "${entry#/proc/}" || true
        fi
    done 2>/dev/null
}

# Shared by the scripts beside it: the Debian packages they need and the environment in .venv.
# POSIX sh; read with `. script/lib.sh` after `set -eu`, with $root set to the checkout.

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

# ONNX Runtime would tell its maker over the network that it is used.
export ORT_DISABLE_TELEMETRY=1

# Debian's own Python: only it sees Debian's python3-gi and python3-pyatspi.
system_python=/usr/bin/python3
venv=$root/.venv

packages_run="python3-venv libespeak-ng1 espeak-ng-data libsonic0 libsoxr0 libpulse0"
packages_demo="$packages_run dbus-daemon"
packages_test="$packages_demo python3-gi python3-pyatspi pulseaudio pulseaudio-utils \
pipewire pipewire-bin pipewire-pulse wireplumber speech-dispatcher speech-dispatcher-espeak-ng \
speech-dispatcher-flite python3-speechd flite procps util-linux \
orca at-spi2-core dconf-cli dconf-service gir1.2-gtk-3.0 gir1.2-gtk-4.0 gir1.2-adw-1 openbox xvfb xdotool"

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "$(basename -- "$0"): $*"
    exit 1
}

# missing_packages NAME...: those that are not installed, on one line.
missing_packages() {
    installed=$(dpkg-query -W -f '${Package}:${db:Status-Status}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        case "
$installed
" in
        *"
$package:installed
"*) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

# need_packages NAME...: installs what is missing as root; others are told the one line to run.
need_packages() {
    command -v dpkg-query >/dev/null || fail "this needs Debian or one of its derivatives"
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "Some Debian packages are missing. Please run:"
        say "    sudo apt-get install --no-install-recommends ${missing% }"
        exit 1
    fi
    say "Installing ${missing% }"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get -q update
    # shellcheck disable=SC2086 # a list of names
    quietly apt-get -q -y --no-install-recommends -o Dpkg::Use-Pty=0 install $missing
}

# quietly COMMAND...: what it prints is shown only if it fails.
quietly() {
    output=$(mktemp)
    if "$@" </dev/null >"$output" 2>&1; then
        rm -f "$output"
    else
        cat "$output" >&2
        rm -f "$output"
        fail "this failed: $*"
    fi
}

# make_environment [EXTRAS]: $venv with the checkout installed editable; quick when nothing changed.
make_environment() {
    extras=${1:-}
    key="$(cksum <"$root/pyproject.toml") $root $("$system_python" -V)"
    stamp=$venv/sotto-stamp
    if [ -x "$venv/bin/python" ] && [ -f "$stamp" ]; then
        case "$(cat "$stamp")" in
        "$key [$extras]" | "$key [dev]") return 0 ;;
        esac
    fi
    say "Making the environment in ${venv##*/}"
    rm -f "$stamp"
    [ -f "$venv/pyvenv.cfg" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 ||
        "$system_python" -m venv --clear --system-site-packages "$venv"
    quietly "$venv/bin/python" -m pip install --editable "$root${extras:+[$extras]}"
    printf '%s\n' "$key [$extras]" >"$stamp"
}

# Shared by the scripts in tools/: how they talk, and what must be installed first. Sourced, not run.
#
# Needs: root, the project's folder. Works on any Linux with Swift; installs libraries by itself only
# where there is apt-get.

oldest_swift=6.2

# Says what is going on, with the minutes and seconds since the script began.
say() { printf '%2d:%02d  %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }

# Ends the script with a sentence, or a few lines.
fail() {
  printf '\n' >&2
  printf '%s\n' "$@" >&2
  exit 1
}

# in_log LOG WHAT COMMAND…: runs a long command with its output in a file, says every so often how
# far it is, and shows the end of the file only when it fails.
in_log() {
  local log="$1" what="$2" pace=60 seconds=0 pid status=0
  shift 2
  if [ -t 1 ]; then pace=1; fi
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  # A command in the background does not hear Ctrl-C: stop it by hand.
  trap 'kill "$pid" 2>/dev/null; exit 130' INT
  trap 'kill "$pid" 2>/dev/null; exit 143' TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    seconds=$((seconds + 1))
    if ((seconds % pace == 0)); then show_last_line "$log"; fi
  done
  wait "$pid" || status=$?
  trap - INT TERM
  if [ -t 1 ]; then printf '\r\033[K'; fi
  if ((status != 0)); then
    tail -n 40 "$log" >&2
    fail "$what failed (status $status). All of its output is in $log"
  fi
}

# Shows the last line of a log: over the line before it at a terminal, as a line of its own elsewhere.
show_last_line() {
  local last
  last="$(tail -c 400 "$1" | tr '\r' '\n' | tail -n 1 | cut -c 1-70)"
  if [ -z "$last" ]; then return; fi
  if [ -t 1 ]; then printf '\r%2d:%02d  … %s\033[K' $((SECONDS / 60)) $((SECONDS % 60)) "$last"
  else say "… $last"; fi
}

require_linux() {
  [ "$(uname -s)" = Linux ] || fail \
    "Earshot runs on Linux. On another system use a container, for example:" \
    "  docker run --rm -it -v \"$root\":/earshot swift:6.3 /earshot/tools/quickstart"
}

require_swift() {
  local version
  command -v swift >/dev/null || fail \
    "Swift is not installed, or not on the PATH. Expected $oldest_swift or newer." \
    "It takes two lines, see https://www.swift.org/install/linux; then run this again."
  version="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)"
  [ -n "$version" ] || fail "Cannot read the version from \`swift --version\`. Does it run?"
  [ "$(printf '%s\n%s\n' "$oldest_swift" "$version" | sort -V | head -n 1)" = "$oldest_swift" ] || fail \
    "Swift $version is too old. Expected $oldest_swift or newer: https://www.swift.org/install/linux"
  say "Swift $version"
}

# require_libraries [PACKAGE…]: the C libraries that Earshot is built on; PACKAGE is more to install
# where there is apt-get.
require_libraries() {
  local package missing=()
  if command -v apt-get >/dev/null; then
    for package in libopenblas0 libxxhash-dev zlib1g-dev libsqlite3-dev libcld2-dev pkg-config "$@"; do
      is_installed "$package" || missing+=("$package")
    done
    if ((${#missing[@]} > 0)); then install_packages "${missing[@]}"; fi
  elif ! pkg-config --exists libxxhash zlib sqlite3 2>/dev/null || ! has_cld2 || ! has_openblas; then
    fail "Earshot needs five libraries, all but OpenBLAS with their headers, and pkg-config:" \
      "  OpenBLAS, xxHash, zlib, SQLite, CLD2" \
      "Fedora:     sudo dnf install openblas xxhash-devel zlib-devel sqlite-devel pkgconf" \
      "Arch:       sudo pacman -S openblas xxhash zlib sqlite pkgconf" \
      "openSUSE:   sudo zypper install libopenblas0 xxhash-devel zlib-devel sqlite3-devel pkg-config" \
      "CLD2 too; where the system has no package of it: https://github.com/CLD2Owners/cld2" \
      "Then run this again."
  fi
  say "Libraries: OpenBLAS, xxHash, zlib, SQLite, CLD2"
}

# CLD2 has no pkg-config file. Debian has it only as a shared library: the program needs it when it runs.
has_cld2() {
  [ -e /usr/include/cld2/public/compact_lang_det.h ] ||
    [ -e /usr/local/include/cld2/public/compact_lang_det.h ]
}

# Loaded by the program when it first multiplies matrices.
has_openblas() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep 'libopenblas\.so' >/dev/null; }

# The package, or another that stands in for it (pkgconf for pkg-config).
is_installed() {
  case "$1" in
    pkg-config) command -v pkg-config >/dev/null ;;
    *) dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed ;;
  esac
}

install_packages() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120)
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail \
      "These packages are missing, and there is no sudo to install them with:" "  $*" \
      "As root: apt-get install $*"
    # Asks for the password here, at the terminal, and not later behind a log file.
    if [ -t 0 ]; then sudo -v || fail "Nothing was installed. As root: apt-get install $*"; fi
    apt=(sudo -n "${apt[@]}")
  fi
  say "Installing $*"
  in_log "$root/.build/logs/apt.log" "apt-get install $*" update_and_install "$@"
}

# A source that cannot be reached need not be one that we need, so a failed update ends nothing.
update_and_install() {
  "${apt[@]}" update || true
  "${apt[@]}" install --no-install-recommends "$@"
}

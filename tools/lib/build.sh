# Shared by the scripts in tools/: builds the program people use. Sourced after setup.sh.

earshot="$root/.build/release/earshot"

# Statically linked against the Swift runtime: it starts in milliseconds and runs without Swift.
build_release() {
  say "Building Earshot (the first time takes some minutes)"
  in_log "$root/.build/logs/build-release.log" "The build" \
    swift build -c release --static-swift-stdlib --product earshot
  say "Built $("$earshot" --version)"
}

#!/bin/sh
# Fuzzes each reader for a number of seconds (600 if none is given), and last the one that content picks.
# Usage: fuzz/run.sh [SECONDS [FORMAT...]]      Needs: cargo install cargo-fuzz, a nightly toolchain.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-600}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- $(ls cases/evidence) any
cargo +nightly fuzz build reader
for format in "$@"; do
    corpus=fuzz/corpus/$format
    seeds=fuzz/seeds/$format
    mkdir -p "$corpus" "$seeds"
    # Seeds: the stored inputs of the format's own cases and of all hostile ones that fit the fuzzer's length.
    for input in cases/evidence/"$format"/*/input.* cases/hostile/*/input.*; do
        [ -f "$input" ] && cp "$input" "$seeds/$(basename "$(dirname "$input")")"
    done
    [ "$format" = any ] || export FORMAT="$format"
    [ "$format" = any ] && unset FORMAT
    cargo +nightly fuzz run reader "$corpus" "$seeds" -- \
        -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1
done

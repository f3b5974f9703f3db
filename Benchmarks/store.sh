#!/bin/bash
# Tests a second that workers claim from a PostgreSQL store of this machine and write to it, with nothing else to do.
# Usage: Benchmarks/store.sh [store-bench] [tests] [workers]   (swift build -c release --product store-bench)
set -euo pipefail
bench=$(realpath "${1:-.build/release/store-bench}")
folder=$(mktemp -d)
trap 'exec 3>&-; wait; rm -rf "$folder"' EXIT
mkfifo "$folder/commands"
"$(dirname "$0")/../scripts/temporary-postgres" <"$folder/commands" >"$folder/url" 2>/dev/null &
exec 3>"$folder/commands"
until [ -s "$folder/url" ]; do sleep 0.1; done
"$bench" "$(cat "$folder/url")" "${2:-40000}" "${3:-4}"

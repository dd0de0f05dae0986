#!/usr/bin/env bash
# Maven calls this when a build of everything begins and when all programs are packaged: target/quaestor.sources then says which sources they were made of.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

# shellcheck source=fingerprint.sh
. "$root/deploy/lib/fingerprint.sh"

stamp="$root/target/quaestor.sources"
begun="$root/target/quaestor.building"

case "${1:-}" in
  begin)
    mkdir -p "$root/target"
    rm -f "$stamp"
    fingerprint "$root" > "$begun"
    ;;
  end)
    # Sources that changed meanwhile may be in it or not.
    if [ -f "$begun" ] && [ "$(cat "$begun")" = "$(fingerprint "$root")" ]; then
      mv "$begun" "$stamp"
    fi
    ;;
  *)
    echo "stamp.sh begin|end" >&2
    exit 2
    ;;
esac

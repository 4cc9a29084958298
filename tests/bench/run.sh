#!/usr/bin/env bash
# Measures a release build on a throw-away PostgreSQL over a socket.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$root/build/release
if [ -z "${ORMD_TEST_POSTGRES:-}" ]; then
  "$root/deploy/setup.sh" test
  (cd "$root" && cmake --preset release -DORMD_TESTS=ON >/dev/null)
  cmake --build "$build" --target ormd bench_find bench_flush
  exec "$root/tests/support/with_postgres.sh" "$0" "$@"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/ormd-bench.XXXXXX")
daemon=
leave() {
  [ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null || true
  rm -rf "$work"
}
trap leave EXIT

# start FLAG...: sets $daemon and $address.
start() {
  : >"$work/stdout"
  "$build/bin/ormd" serve --schema "$here/schema" --database "$ORMD_TEST_POSTGRES" --listen 127.0.0.1:0 "$@" \
    >"$work/stdout" 2>"$work/log" &
  daemon=$!
  address=
  for _ in $(seq 100); do
    address=$(sed -n 's/^ormd listening on //p' "$work/stdout")
    [ -z "$address" ] && kill -0 "$daemon" 2>/dev/null || break
    sleep 0.1
  done
  [ -n "$address" ] || { cat "$work/log" >&2; exit 1; }
}

start
"$build/bin/bench_find" "$address" "$daemon" "$ORMD_TEST_POSTGRES" "$@"
kill "$daemon"
wait "$daemon"
start --log-sql --log-format json
"$build/bin/bench_flush" "$address" "$daemon" "$work/log"

#!/usr/bin/env bash
# Runs a client's scenario against a daemon of its own; the daemon's address becomes the last argument.
#   with_daemon.sh ORMD SCHEMA sqlite|postgresql COMMAND [ARGUMENT ...]
# PostgreSQL: in a database of its own on ORMD_TEST_POSTGRES, or on a throw-away server where that is not set.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "$3" = postgresql ] && [ -z "${ORMD_TEST_POSTGRES:-}" ]; then
  exec "$here/../support/with_postgres.sh" "$0" "$@"
fi
ormd=$1 schema=$2 platform=$3
shift 3

work=$(mktemp -d "${TMPDIR:-/tmp}/ormd-client.XXXXXX")
daemon= name=
leave() {
  [ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null || true
  [ -z "$name" ] || psql -qd "$ORMD_TEST_POSTGRES" -c "DROP DATABASE $name WITH (FORCE)"
  rm -rf "$work"
}
trap leave EXIT

if [ "$platform" = postgresql ]; then
  name=client_$$
  psql -qd "$ORMD_TEST_POSTGRES" -c "CREATE DATABASE $name"
  database=${ORMD_TEST_POSTGRES/\/\/\/postgres?/\/\/\/$name?}
else
  database=sqlite:$work/test.db
fi

mkfifo "$work/stdout"
"$ormd" serve --schema "$schema" --database "$database" --listen 127.0.0.1:0 >"$work/stdout" 2>"$work/log" &
daemon=$!
exec {said}<"$work/stdout"
read -r -t 60 _ _ _ address <&"$said" || { cat "$work/log" >&2; exit 1; }

"$@" "$address"
kill "$daemon"
status=0
wait "$daemon" || status=$?
daemon=
[ "$status" -eq 0 ] || { echo "the daemon ended with status $status" >&2; exit 1; }

#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL cluster:
#   with_postgres.sh COMMAND [ARGUMENT ...]
# The cluster listens on a socket in a directory of its own, trusts everybody there, does without fsync, and is gone
# when the command has ended. With ORMD_TEST_POSTGRES_DURABLE=1 it writes as PostgreSQL does by default and has memory
# for a benchmark. The command finds
#   ORMD_TEST_POSTGRES       the URL of a superuser's database
#   ORMD_TEST_POSTGRES_CTL   a program: `stop` and `start` the server
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [[ -z "$bin" || ! -x "$bin/initdb" ]]; then
  echo "with_postgres.sh: no PostgreSQL server found in /usr/lib/postgresql" >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as_user=()
if [[ $EUID -eq 0 ]]; then
  user=$(getent passwd postgres >/dev/null && echo postgres || echo nobody)
  as_user=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups --)
fi

# A socket's path is short: 107 characters at most.
dir=$(mktemp -d /tmp/ormd-postgres.XXXXXX)
[[ $EUID -eq 0 ]] && chown "$user" "$dir"
chmod 755 "$dir"

cat >"$dir/ctl" <<EOF
#!/bin/sh
cd "$dir"
exec ${as_user[@]+"${as_user[@]}"} "$bin/pg_ctl" "\$1" -D "$dir/data" -w -s -m fast -l "$dir/log"
EOF
chmod 755 "$dir/ctl"

stop() {
  "$dir/ctl" stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  echo "with_postgres.sh: $1" >&2
  cat "$dir/log" >&2 2>/dev/null || true
  exit 1
}

(cd "$dir" && exec ${as_user[@]+"${as_user[@]}"} "$bin/initdb" -D "$dir/data" -U postgres --auth=trust -E UTF8 \
  --locale=C.UTF-8 -N >"$dir/initdb.log" 2>&1) || { cat "$dir/initdb.log" >&2; fail "initdb failed"; }
cat >>"$dir/data/postgresql.conf" <<EOF
listen_addresses = ''
unix_socket_directories = '$dir'
EOF
if [[ "${ORMD_TEST_POSTGRES_DURABLE:-}" == 1 ]]; then
  printf '%s\n' 'shared_buffers = 512MB' 'max_connections = 400'
else
  printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off' 'max_connections = 200'
fi >>"$dir/data/postgresql.conf"
"$dir/ctl" start || fail "the server did not start"

export ORMD_TEST_POSTGRES="postgresql:///postgres?host=$dir&user=postgres"
export ORMD_TEST_POSTGRES_CTL="$dir/ctl"
status=0
"$@" || status=$?
exit "$status"

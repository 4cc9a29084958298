#!/usr/bin/env bash
# Sets ormd beside its peers in one interleaved run, on a throw-away PostgreSQL that writes durably:
#
#   tests/bench/run.sh [--json FILE] [--svg FILE] [--rounds N] [--minutes N] [WORKLOAD ...]
#                                     W1 to W10, all by default; installs the npm peers into a temporary folder;
#                                     as many rounds as an hour (or --minutes) allows, builds included
#   tests/bench/run.sh --quick [...]  asserts that the answers are right: no npm peers, one short round
#   tests/bench/run.sh cost           CPU of a find beside bare libpqxx, statements of a flush
#
# Installs what is missing and builds, unless --build DIR (or ORMD_BENCH_BUILD) names a folder with the built programs.
set -euo pipefail

started=$(date +%s)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${ORMD_BENCH_BUILD:-}
peers=true
passed=()
while [ $# -gt 0 ]; do
  case "$1" in
    --build) build=${2:?--build wants a folder}; shift ;;
    --json | --svg | --rounds | --minutes) passed+=("$1" "${2:?$1 wants a value}"); shift ;;
    --quick | cost) peers=false; passed+=("$1") ;;
    W[1-9] | W10) passed+=("$1") ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done

work=$(mktemp -d "${TMPDIR:-/tmp}/ormd-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

if [ -z "$build" ]; then
  kind=test
  [ "$peers" = false ] || kind=bench
  "$root/deploy/setup.sh" "$kind" >&2
  build=$root/build/release
  export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=true
  (cd "$root" && cmake --preset release -DORMD_TESTS=ON >/dev/null)
  cmake --build "$build" --target ormd ormctl bench_load bench_thin bench_libpq bench_sqlite bench_find bench_flush >&2
fi
if [ "$peers" = true ]; then
  node=$("$here/suite/peers/install.sh" "$work/peers" | tail -n 1)
  passed+=(--peers "$work/peers" --node "$node")
fi
ORMD_TEST_POSTGRES_DURABLE=1 "$root/tests/support/with_postgres.sh" \
  /usr/bin/python3 -B "$here/suite/report" --started "$started" --build "$build" ${passed[@]+"${passed[@]}"}

#!/usr/bin/env bash
# Builds everything and runs every test, on PostgreSQL and on SQLite; installs missing Debian packages first.
#
#   tests/run.sh [--preset dev|release|asan|tsan] [ctest options, such as -R conformance]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=dev
if [ "${1:-}" = --preset ]; then
  preset=${2:?--preset wants a name}
  shift 2
fi

"$root/deploy/setup.sh" test
cd "$root"
# Clones in different places share what the compiler cache holds.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=true
cmake --preset "$preset" -DORMD_TESTS=ON -DORMD_WERROR=ON >/dev/null
cmake --build "build/$preset"
exec tests/support/with_postgres.sh ctest --test-dir "build/$preset" --parallel "$(nproc)" --output-on-failure --no-tests=error "$@"

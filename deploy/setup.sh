#!/usr/bin/env bash
# Installs the Debian packages that ormd needs, as far as they are missing; with nothing missing it touches neither apt nor the network.
#
#   deploy/setup.sh build   what builds the daemon and its client
#   deploy/setup.sh test    that, and what the tests need: PostgreSQL, Python, GoogleTest
#   deploy/setup.sh bench   that, and npm, where there is none, for the benchmark's peers
#
# For Debian 12 and 13. Runs apt-get as root, or through sudo.
set -euo pipefail

build_packages=(
  build-essential cmake ninja-build mold ccache pkg-config
  libgrpc++-dev libprotobuf-dev libprotoc-dev protobuf-compiler protobuf-compiler-grpc
  libpqxx-dev libpq-dev libsqlite3-dev libssl-dev libjemalloc-dev
  libabsl-dev libspdlog-dev libcli11-dev nlohmann-json3-dev
)
test_packages=(
  libgtest-dev libgmock-dev libbenchmark-dev libnghttp2-dev
  postgresql
  python3 python3-grpcio python3-protobuf python3-yaml
)

case "${1:-}" in
  build) wanted=("${build_packages[@]}") ;;
  test) wanted=("${build_packages[@]}" "${test_packages[@]}") ;;
  bench)
    wanted=("${build_packages[@]}" "${test_packages[@]}")
    command -v npm >/dev/null || wanted+=(npm)
    ;;
  *) echo "usage: deploy/setup.sh build|test|bench" >&2; exit 2 ;;
esac

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "setup: this is not Debian; please install what corresponds to: ${wanted[*]}" >&2
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run this as root, or install: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi

# Quiet, unless it fails.
apt() {
  local log
  log=$(mktemp)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" \
    >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  rm -f "$log"
}

# The tests start PostgreSQL themselves: the package shall neither make a cluster nor start a server.
without_services() {
  local policy=/usr/sbin/policy-rc.d
  [ -e "$policy" ] && return
  "${as_root[@]}" sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy"
  trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
}

without_main_cluster() {
  installed postgresql-common && return
  apt install --no-install-recommends postgresql-common
  "${as_root[@]}" sed -i 's/^#\?create_main_cluster *=.*/create_main_cluster = false/' \
    /etc/postgresql-common/createcluster.conf
}

echo "setup: installing ${missing[*]}" >&2
without_services
apt update
case " ${missing[*]} " in *" postgresql "*) without_main_cluster ;; esac
apt install --no-install-recommends "${missing[@]}"

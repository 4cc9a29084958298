#!/usr/bin/env bash
# Builds ormd, starts it with the entities of a small shop and plays a short story through ormctl.
#
#   deploy/demo/run.sh [--keep]
#
# On SQLite in a temporary directory, or on ORMD_DATABASE where that is set (its tables of the shop are dropped first).
# --keep leaves the daemon running and says how to reach and how to stop it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
keep=false
case "${1:-}" in
  "") ;;
  --keep) keep=true ;;
  *) echo "usage: deploy/demo/run.sh [--keep]" >&2; exit 2 ;;
esac

say() { printf '\n\033[1m# %s\033[0m\n' "$*"; }
fail() { echo "demo: $*" >&2; exit 1; }

say "Building ormd and ormctl"
"$root/deploy/setup.sh" build
(cd "$root" && cmake --preset release -DORMD_TESTS=OFF >/dev/null)
cmake --build "$root/build/release" --target ormd ormctl
PATH="$root/build/release/bin:$PATH"

work=$(mktemp -d "${TMPDIR:-/tmp}/ormd-demo.XXXXXX")
daemon=
leave() {
  [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
  rm -rf "$work"
}
trap leave EXIT

say "Starting the daemon"
database=${ORMD_DATABASE:-sqlite:$work/shop.db}
mkfifo "$work/stdout"
ormd serve --schema "$here/schema" --database "$database" --listen 127.0.0.1:0 >"$work/stdout" 2>"$work/log" &
daemon=$!
exec {said}<"$work/stdout"
read -r -t 60 started <&"$said" || { cat "$work/log" >&2; fail "the daemon did not start"; }
address=${started##* }
export ORMCTL_ADDRESS=$address
echo "$started"
cd "$work"

# show STATUS COMMAND...: prints the command and what it answers, which stays in $answer; any other status ends the demo.
# Reads from the file $input where that is set.
input=
show() {
  local wanted=$1 status=0
  shift
  printf '\n$'
  printf ' %s' "${@@Q}" | sed "s/'\([A-Za-z0-9_.,:=/-]*\)'/\1/g"
  echo "${input:+ < $input}"
  answer=$("$@" 2>&1 <"${input:-/dev/null}") || status=$?
  printf '%s\n' "$answer"
  [ "$wanted" -eq 0 ] || echo "(exit code $status)"
  [ "$status" -eq "$wanted" ] || fail "exit code $status where $wanted was expected"
}
expect() {
  case "$answer" in *"$1"*) ;; *) fail "the answer does not hold: $1" ;; esac
}

[ -z "${ORMD_DATABASE:-}" ] || ormctl schema drop --run >/dev/null

say "The tables of the entities"
show 0 ormctl schema create --run
show 0 ormctl entities

say "Create: ormd makes keys and times"
show 0 ormctl create User '{"email": "ann@example.org", "name": "Ann"}' -o json
expect '"created_at"'
show 0 ormctl create User '{"email": "bob@example.org"}' -o json

say "A whole graph in one flush: new entities are named until they have keys"
cat >graph.json <<'JSON'
[
  {"create": {"entity": "Tag", "local": "office", "data": {"name": "office"}}},
  {"create": {"entity": "Product", "local": "pen", "data": {
    "sku": "PEN-1", "name": "Fountain pen", "price": "24.90", "status": "ACTIVE",
    "tags": [{"local": "office"}, {"name": "gift"}]}}},
  {"create": {"entity": "Product", "local": "ink", "data": {
    "sku": "INK-1", "name": "Ink", "price": "6.50", "status": "ACTIVE", "tags": [{"local": "office"}]}}},
  {"create": {"entity": "Order", "local": "order", "data": {
    "user": {"email": "cleo@example.org", "name": "Cleo"},
    "total": "37.90",
    "items": [
      {"product": {"local": "pen"}, "quantity": 1, "unit_price": "24.90"},
      {"product": {"local": "ink"}, "quantity": 2, "unit_price": "6.50"}]}}}
]
JSON
cat graph.json
show 0 ormctl flush -f graph.json

say "Find with populate: one statement for each level"
show 0 ormctl find Order --where '{"total": {"$gt": "9.99"}}' --populate user,items.product.tags -o json
expect '"cleo@example.org"'
expect '"Fountain pen"'
show 0 ormctl find Product --where '{"tags": {"name": "office"}}' --order-by '{"price": "desc"}'
expect PEN-1

say "A transaction over a session: lock, change, commit; a second one is rolled back"
ink=$(ormctl find Product --where '{"sku": "INK-1"}' -o ndjson | sed -n 's/.*"id": *"\{0,1\}\([0-9]*\).*/\1/p')
cat >session.ndjson <<JSON
{"begin": {}}
{"find": {"entity": "Product", "where": {"sku": "INK-1"}, "lock_mode": "pessimistic_write"}}
{"assign": {"entity": "Product", "key": ${ink:?}, "data": {"price": "7.25"}}}
{"commit": {}}
{"begin": {}}
{"assign": {"entity": "Product", "key": $ink, "data": {"price": "0.00"}}}
{"flush": {}}
{"rollback": {}}
{"get": {"entity": "Product", "key": $ink, "fields": ["name", "price"]}}
JSON
cat session.ndjson
input=session.ndjson show 0 ormctl session
show 0 ormctl get Product "$ink" -o json
expect '"7.25"'

say "A duplicate is a conflict: exit code 6"
show 6 ormctl create User '{"email": "ann@example.org"}'
expect UNIQUE_VIOLATION

say "A dry run of a tree that refers to itself: the plan and its SQL, nothing is written"
cat >tree.json <<'JSON'
[
  {"create": {"entity": "Category", "local": "office", "data": {"name": "Office"}}},
  {"create": {"entity": "Category", "local": "pens", "data": {"name": "Pens", "parent": {"local": "office"}}}}
]
JSON
cat tree.json
show 0 ormctl flush --dry-run -f tree.json
expect "extra update"
show 0 ormctl count Category
expect 0

if $keep; then
  trap - EXIT
  say "The daemon goes on"
  echo "address:  $address   (export ORMCTL_ADDRESS=$address)"
  echo "programs: $root/build/release/bin"
  echo "stop:     kill $daemon; rm -r $work"
  exit 0
fi

say "SIGTERM: running calls end, then the daemon does"
kill "$daemon"
status=0
wait "$daemon" || status=$?
daemon=
[ "$status" -eq 0 ] || fail "the daemon ended with status $status"
echo "exit code 0"

#!/usr/bin/env bash
# Installs the Node peers, and a Node for them, into a folder:
#   install.sh DIR
# The last line on stdout is the path of that Node; the programs stand in DIR.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -eq 1 ] || { echo "usage: install.sh DIR" >&2; exit 2; }
mkdir -p "$1"
dir=$(cd "$1" && pwd)

cp -R "$here"/. "$dir"
cp -R "$here/../proto" "$dir"
cd "$dir"

# No scripts: they would fetch engines and binaries that nobody needs here. The Node that runs npm may be older than the
# one that the peers ask for.
npm install --ignore-scripts --no-package-lock --no-audit --no-fund --loglevel=error >&2

node=
for found in "$dir"/node_modules/node-linux-*/bin/node; do
  [ ! -x "$found" ] || node=$found
done
[ -n "$node" ] || { echo "install.sh: npm has no Node for this platform" >&2; exit 1; }

# Prisma's client is TypeScript and needs no engine. `generate` does not start the schema engine either, yet wants to be
# told of one, else it would fetch it.
PATH=$(dirname "$node"):$PATH PRISMA_SCHEMA_ENGINE_BINARY=$(type -P true) CHECKPOINT_DISABLE=1 \
  "$node" node_modules/prisma/build/index.js generate --schema prisma/schema.prisma --no-hints >&2

echo "$node"

// The peers that run in the process of their caller:
//   node inprocess.mjs --peer NAME --database URL --workloads W1,W2 [--seconds S] [--warmup S] [--check]
// Prints a line of JSON for each workload. With --check answers are held against the tables instead of being timed.
import "./bench/production.mjs";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { check } from "./bench/check.mjs";
import { measure } from "./bench/measure.mjs";
import { openTable } from "./bench/table.mjs";
import { workloads } from "./bench/workloads.mjs";

const PEERS = ["mikro-orm", "prisma", "drizzle", "typeorm", "sequelize", "kysely", "pg"];
const CHECKS = 10;

const { values: options } = parseArgs({
  options: {
    peer: { type: "string" },
    database: { type: "string" },
    workloads: { type: "string", default: Object.keys(workloads).join(",") },
    seconds: { type: "string", default: "5" },
    warmup: { type: "string", default: "1" },
    check: { type: "boolean", default: false },
  },
});

function checkUsage() {
  if (!PEERS.includes(options.peer)) throw new Error(`--peer is one of ${PEERS.join(", ")}`);
  if (!options.database) throw new Error("--database is missing");
  for (const name of options.workloads.split(","))
    if (!(name in workloads)) throw new Error(`there is no workload ${name}`);
}

function installedVersion(packageName) {
  return JSON.parse(readFileSync(new URL(`node_modules/${packageName}/package.json`, import.meta.url))).version;
}

async function play(workload, peer, table) {
  if (!options.check) return measure(workloads[workload], peer, table, Number(options.seconds), Number(options.warmup));
  await check(workload, peer, table, CHECKS);
  return { checks: CHECKS };
}

checkUsage();
const { open, packageName } = await import(`./in_process/${options.peer}.mjs`);
const version = installedVersion(packageName);
const table = openTable(options.database);
const peer = await open(options.database);
for (const workload of options.workloads.split(",")) {
  const result = await play(workload, peer, table);
  console.log(JSON.stringify({ peer: options.peer, version, workload, ...result }));
}
await peer.close();
await table.close();

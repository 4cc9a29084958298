import { parseArgs } from "node:util";

/** --address HOST:PORT --database URL [--connections 10] */
export function servedOptions() {
  const { values } = parseArgs({
    options: {
      address: { type: "string", default: "127.0.0.1:0" },
      database: { type: "string" },
      connections: { type: "string", default: "10" },
    },
  });
  if (!values.database) throw new Error("--database is missing");
  return { ...values, connections: Number(values.connections) };
}

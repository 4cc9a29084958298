// PostGraphile 5 behind Node's own http server:
//   node served-postgraphile.mjs --address 127.0.0.1:0 --database URL [--connections 10]
// Prints `listening on http://ADDRESS/graphql` when it serves, ends at SIGTERM. README.md has what it is asked.
import "./bench/production.mjs";
import { once } from "node:events";
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { connection } from "./bench/connection.mjs";
import { servedOptions } from "./bench/options.mjs";

const { address, database, connections } = servedOptions();
const poolConfig = { ...connection(database), max: connections };
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ poolConfig, schemas: ["public"], pubsub: false })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, websockets: false },
});

const server = createServer();
await instance.createServ(grafserv).addTo(server);
const [host, port] = address.split(":");
server.listen(Number(port), host);
await once(server, "listening");
console.log(`listening on http://${host}:${server.address().port}/graphql`);

process.once("SIGTERM", async () => {
  server.close();
  server.closeAllConnections();
  await instance.release();
});

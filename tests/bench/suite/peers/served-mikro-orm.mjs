// MikroORM behind @grpc/grpc-js:
//   node served-mikro-orm.mjs --address 127.0.0.1:0 --database URL [--connections 10]
// Serves bench.shop.Shop, prints `listening on ADDRESS` when it does, ends at SIGTERM.
import "./bench/production.mjs";
import { Server, status } from "@grpc/grpc-js";
import { MikroORM, NotFoundError, UniqueConstraintViolationException } from "@mikro-orm/postgresql";
import { connection } from "./bench/connection.mjs";
import { servedOptions } from "./bench/options.mjs";
import { entities } from "./entities/mikro-orm.mjs";
import { listen, serviceDefinition, unary } from "./shop/grpc.mjs";
import { shop } from "./shop/shop.mjs";

function statusOf(error) {
  if (error instanceof NotFoundError) return status.NOT_FOUND;
  if (error instanceof UniqueConstraintViolationException) return status.ALREADY_EXISTS;
}

const options = servedOptions();
const { database, ...server } = connection(options.database);
const orm = await MikroORM.init({ ...server, dbName: database, entities, pool: { max: options.connections } });

const handlers = Object.entries(shop).map(([name, method]) => [
  name,
  unary((request) => method(orm.em.fork(), request), statusOf),
]);
const grpc = new Server();
grpc.addService(serviceDefinition("bench.shop.Shop"), Object.fromEntries(handlers));
console.log(`listening on ${await listen(grpc, options.address)}`);

process.once("SIGTERM", async () => {
  grpc.forceShutdown();
  await orm.close();
});

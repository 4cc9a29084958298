// A service of shop.proto for @grpc/grpc-js: protobufjs makes an encoder and a decoder for each message, which are used
// as they are, without the detour over plain copies of both sides.
import { ServerCredentials, status } from "@grpc/grpc-js";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";

const PROTO = fileURLToPath(new URL("../proto/shop.proto", import.meta.url));

export function serviceDefinition(name) {
  const root = protobuf.loadSync(PROTO);
  const service = root.lookupService(name).resolveAll();
  const path = `/${service.fullName.slice(1)}`;
  return Object.fromEntries(service.methodsArray.map((method) => [method.name, methodDefinition(path, method)]));
}

function methodDefinition(path, { name, resolvedRequestType, resolvedResponseType }) {
  return {
    path: `${path}/${name}`,
    requestStream: false,
    responseStream: false,
    ...serialisers("request", resolvedRequestType),
    ...serialisers("response", resolvedResponseType),
  };
}

function serialisers(side, type) {
  return {
    [`${side}Serialize`]: (message) => type.encode(message).finish(),
    [`${side}Deserialize`]: (buffer) => type.decode(buffer),
  };
}

/** A handler out of an async function from request to reply; `statusOf` names the status of what it throws. */
export function unary(answer, statusOf) {
  return ({ request }, done) =>
    answer(request).then(
      (reply) => done(null, reply),
      (error) => done({ code: statusOf(error) ?? status.INTERNAL, details: error.message }),
    );
}

export function listen(server, address) {
  const host = address.slice(0, address.lastIndexOf(":"));
  return new Promise((resolve, reject) =>
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`${host}:${port}`),
    ),
  );
}

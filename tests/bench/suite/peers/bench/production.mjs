// Imported first: what the peers read from the environment when they load.
process.env.NODE_ENV = "production";
process.env.GRAPHILE_ENV = "production";
process.env.TZ = "UTC";

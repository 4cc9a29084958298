// What a libpq URL says, for drivers that have no parser of their own: postgresql://user@host:port/db?host=SOCKETDIR
export function connection(url) {
  const parsed = new URL(url);
  const said = (name, part) => parsed.searchParams.get(name) ?? (part && decodeURIComponent(part));
  return {
    host: said("host", parsed.hostname) || "localhost",
    port: Number(said("port", parsed.port) || 5432),
    user: said("user", parsed.username) || "postgres",
    password: said("password", parsed.password) || undefined,
    database: said("dbname", parsed.pathname.slice(1)) || "postgres",
  };
}

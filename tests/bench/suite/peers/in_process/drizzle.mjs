// Prepared statements wherever the shape of a query is known beforehand.
import { asc, eq, gte, inArray, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { connection } from "../bench/connection.mjs";
import { nextPrice } from "../bench/values.mjs";
import * as schema from "../entities/drizzle.mjs";

const { author, book } = schema;

export const packageName = "drizzle-orm";

export async function open(url) {
  const pool = new pg.Pool({ ...connection(url), max: 10 });
  const db = drizzle(pool, { schema });
  const prepared = prepare(db);
  return {
    findAuthor: async (id) => (await prepared.author.execute({ id }))[0],
    listBooks: (first, count) => prepared.books.execute({ first, count }),
    listAuthorsWithBooks: (first, count) => prepared.authorsWithBooks.execute({ first, count }),
    createAuthor: async (values) => (await prepared.addAuthor.execute(values))[0],
    createAuthors: (authors) => db.insert(author).values(authors).returning({ id: author.id }),
    changePrices: (first, count) => changePrices(db, prepared, first, count),
    copyBook: (id) => db.transaction((transaction) => copyBook(transaction, id)),
    removeAuthors: (ids) => db.delete(author).where(inArray(author.id, ids)),
    close: () => pool.end(),
  };
}

function prepare(db) {
  const given = (name) => sql.placeholder(name);
  const [first, count] = [given("first"), given("count")];
  const values = Object.fromEntries(["name", "email", "born", "createdAt", "bio"].map((name) => [name, given(name)]));
  const books = db.select().from(book).where(gte(book.id, first)).orderBy(asc(book.id)).limit(count);
  const authorsWithBooks = db.query.author.findMany({
    where: gte(author.id, first),
    orderBy: asc(author.id),
    limit: count,
    with: { books: { with: { tags: { with: { tag: true } } } } },
  });
  return {
    author: db.select().from(author).where(eq(author.id, given("id"))).prepare("author"),
    books: books.prepare("books"),
    authorsWithBooks: authorsWithBooks.prepare("authors_with_books"),
    addAuthor: db.insert(author).values(values).returning().prepare("add_author"),
  };
}

async function changePrices(db, prepared, first, count) {
  const books = await prepared.books.execute({ first, count });
  const ids = sql.param(books.map(({ id }) => id));
  const prices = sql.param(books.map(({ price }) => nextPrice(price)));
  await db
    .update(book)
    .set({ price: sql`change.price` })
    .from(sql`unnest(${ids}::int[], ${prices}::numeric[]) AS change(id, price)`)
    .where(eq(book.id, sql`change.id`));
}

async function copyBook(db, id) {
  const [{ id: _, ...found }] = await db.select().from(book).where(eq(book.id, id)).for("update");
  const copy = { ...found, price: nextPrice(found.price) };
  await db.update(book).set({ price: copy.price }).where(eq(book.id, id));
  return (await db.insert(book).values(copy).returning())[0];
}

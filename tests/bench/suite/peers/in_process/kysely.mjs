import { Kysely, PostgresDialect, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import pg from "pg";
import { connection } from "../bench/connection.mjs";
import { nextPrice } from "../bench/values.mjs";

export const packageName = "kysely";

const AUTHOR = ["id", "name", "email", "born", "created_at as createdAt", "bio"];
const BOOK = ["id", "title", "price", "published_at as publishedAt", "author_id as authorId", "meta"];

export async function open(url) {
  const dialect = new PostgresDialect({ pool: new pg.Pool({ ...connection(url), max: 10 }) });
  const db = new Kysely({ dialect });
  return {
    findAuthor: (id) => db.selectFrom("author").select(AUTHOR).where("id", "=", id).executeTakeFirstOrThrow(),
    listBooks: (first, count) => listBooks(db, first, count),
    listAuthorsWithBooks: (first, count) => listAuthorsWithBooks(db, first, count),
    createAuthor: async (author) => (await createAuthors(db, [author]))[0],
    createAuthors: (authors) => createAuthors(db, authors),
    changePrices: (first, count) => changePrices(db, first, count),
    copyBook: (id) => db.transaction().execute((transaction) => copyBook(transaction, id)),
    removeAuthors: (ids) => db.deleteFrom("author").where("id", "in", ids).execute(),
    close: () => db.destroy(),
  };
}

function listBooks(db, first, count) {
  return db.selectFrom("book").select(BOOK).where("id", ">=", first).orderBy("id").limit(count).execute();
}

async function listAuthorsWithBooks(db, first, count) {
  const authors = await db
    .selectFrom("author")
    .select(AUTHOR)
    .select((author) => jsonArrayFrom(booksOf(author)).as("books"))
    .where("id", ">=", first)
    .orderBy("id")
    .limit(count)
    .execute();
  for (const { books } of authors) for (const book of books) book.publishedAt = new Date(book.publishedAt);
  return authors;
}

// Within JSON a decimal would come back as a double, hence the cast; a timestamp comes as text, see above.
function booksOf(author) {
  return author
    .selectFrom("book")
    .select(["id", "title", "published_at as publishedAt", "author_id as authorId", "meta"])
    .select(sql`price::text`.as("price"))
    .select((book) => jsonArrayFrom(tagsOf(book)).as("tags"))
    .whereRef("book.author_id", "=", "author.id")
    .orderBy("book.id");
}

function tagsOf(book) {
  return book
    .selectFrom("book_tags")
    .innerJoin("tag", "tag.id", "book_tags.tag_id")
    .select(["tag.id", "tag.name"])
    .whereRef("book_tags.book_id", "=", "book.id");
}

async function createAuthors(db, authors) {
  const values = authors.map(({ createdAt, ...rest }) => ({ ...rest, created_at: createdAt }));
  const keys = await db.insertInto("author").values(values).returning("id").execute();
  return authors.map((author, place) => ({ id: keys[place].id, ...author }));
}

async function changePrices(db, first, count) {
  const books = await listBooks(db, first, count);
  const ids = books.map((book) => book.id);
  const prices = books.map((book) => nextPrice(book.price));
  await db
    .updateTable("book")
    .from(sql`unnest(${ids}::int[], ${prices}::numeric[])`.as(sql`change(id, price)`))
    .set((change) => ({ price: change.ref("change.price") }))
    .whereRef("book.id", "=", "change.id")
    .execute();
}

async function copyBook(db, id) {
  const book = await db.selectFrom("book").selectAll().where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
  const price = nextPrice(book.price);
  await db.updateTable("book").set({ price }).where("id", "=", id).execute();
  const { id: _, ...copy } = { ...book, price };
  return db.insertInto("book").values(copy).returning(BOOK).executeTakeFirstOrThrow();
}

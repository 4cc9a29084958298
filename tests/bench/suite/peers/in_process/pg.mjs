// The driver alone, with named prepared statements and array parameters.
import pg from "pg";
import { connection } from "../bench/connection.mjs";
import { nextPrice } from "../bench/values.mjs";

export const packageName = "pg";

const AUTHOR = 'id, name, email, born, created_at AS "createdAt", bio';
const BOOK = 'id, title, price, published_at AS "publishedAt", author_id AS "authorId", meta';

const statements = {
  author: `SELECT ${AUTHOR} FROM author WHERE id = $1`,
  authors: `SELECT ${AUTHOR} FROM author WHERE id >= $1 ORDER BY id LIMIT $2`,
  books: `SELECT ${BOOK} FROM book WHERE id >= $1 ORDER BY id LIMIT $2`,
  booksOf: `SELECT ${BOOK} FROM book WHERE author_id = ANY($1::int[]) ORDER BY id`,
  tagsOf: `SELECT l.book_id AS "bookId", t.id, t.name FROM book_tags l JOIN tag t ON t.id = l.tag_id
    WHERE l.book_id = ANY($1::int[])`,
  addAuthor: "INSERT INTO author (name, email, born, created_at, bio) VALUES ($1, $2, $3, $4, $5) RETURNING id",
  addAuthors: `INSERT INTO author (name, email, born, created_at, bio)
    SELECT name, email, born, created_at, bio
    FROM unnest($1::text[], $2::text[], $3::date[], $4::timestamptz[], $5::text[]) WITH ORDINALITY
      AS a(name, email, born, created_at, bio, place) ORDER BY place RETURNING id`,
  setPrices: `UPDATE book SET price = v.price FROM unnest($1::int[], $2::numeric[]) AS v(id, price)
    WHERE book.id = v.id`,
  lockBook: `SELECT ${BOOK} FROM book WHERE id = $1 FOR UPDATE`,
  setPrice: "UPDATE book SET price = $2 WHERE id = $1",
  addBook: `INSERT INTO book (title, price, published_at, author_id, meta) VALUES ($1, $2, $3, $4, $5)
    RETURNING ${BOOK}`,
  removeAuthors: "DELETE FROM author WHERE id = ANY($1::int[])",
};

async function rows(client, name, ...values) {
  return (await client.query({ name, text: statements[name], values })).rows;
}

export async function open(url) {
  const pool = new pg.Pool({ ...connection(url), max: 10 });
  return {
    findAuthor: async (id) => (await rows(pool, "author", id))[0],
    listBooks: (first, count) => rows(pool, "books", first, count),
    listAuthorsWithBooks: (first, count) => listAuthorsWithBooks(pool, first, count),
    createAuthor: (author) => createAuthor(pool, author),
    createAuthors: (authors) => createAuthors(pool, authors),
    changePrices: (first, count) => changePrices(pool, first, count),
    copyBook: (id) => transaction(pool, (client) => copyBook(client, id)),
    removeAuthors: (ids) => rows(pool, "removeAuthors", ids),
    close: () => pool.end(),
  };
}

async function listAuthorsWithBooks(pool, first, count) {
  const authors = await rows(pool, "authors", first, count);
  const books = await rows(pool, "booksOf", authors.map((author) => author.id));
  const tags = await rows(pool, "tagsOf", books.map((book) => book.id));
  attach(authors, "books", books, "authorId");
  attach(books, "tags", tags, "bookId");
  return authors;
}

function attach(parents, property, children, foreignKey) {
  const lists = new Map();
  for (const parent of parents) lists.set(parent.id, (parent[property] = []));
  for (const child of children) lists.get(child[foreignKey]).push(child);
}

async function createAuthor(pool, author) {
  const { name, email, born, createdAt, bio } = author;
  const [{ id }] = await rows(pool, "addAuthor", name, email, born, createdAt, bio);
  return { id, ...author };
}

async function createAuthors(pool, authors) {
  const columns = ["name", "email", "born", "createdAt", "bio"].map((name) => authors.map((author) => author[name]));
  const keys = await rows(pool, "addAuthors", ...columns);
  return authors.map((author, place) => ({ id: keys[place].id, ...author }));
}

async function changePrices(pool, first, count) {
  const books = await rows(pool, "books", first, count);
  await rows(pool, "setPrices", books.map((book) => book.id), books.map((book) => nextPrice(book.price)));
}

async function copyBook(client, id) {
  const [book] = await rows(client, "lockBook", id);
  const price = nextPrice(book.price);
  await rows(client, "setPrice", id, price);
  return (await rows(client, "addBook", book.title, price, book.publishedAt, book.authorId, book.meta))[0];
}

async function transaction(pool, work) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

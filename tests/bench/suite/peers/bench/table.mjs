// The tables as they stand, read by plain SQL over a connection of the bench's own: what the answers are held against.
import pg from "pg";
import { connection } from "./connection.mjs";
import { AUTHORS, BOOKS } from "./values.mjs";

const AUTHOR = `id, name, email, born::text, floor(extract(epoch FROM created_at) * 1000)::float8 AS "createdAt", bio`;
const BOOK = `id, title, price::text, floor(extract(epoch FROM published_at) * 1000)::float8 AS "publishedAt",
  author_id AS "authorId", meta,
  (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name) ORDER BY t.id), '[]')
    FROM book_tags l JOIN tag t ON t.id = l.tag_id WHERE l.book_id = book.id) AS tags`;

export function openTable(url) {
  const pool = new pg.Pool({ ...connection(url), max: 1 });
  const rows = async (text, ...values) => (await pool.query(text, values)).rows;
  const authors = (condition, ...values) => rows(`SELECT ${AUTHOR} FROM author WHERE ${condition}`, ...values);
  const books = (condition, ...values) => rows(`SELECT ${BOOK} FROM book WHERE ${condition}`, ...values);
  return {
    authors: (ids) => authors("id = ANY($1) ORDER BY id", ids),
    authorsFrom: (first, count) => authors("id >= $1 ORDER BY id LIMIT $2", first, count),
    books: (ids) => books("id = ANY($1) ORDER BY id", ids),
    booksFrom: (first, count) => books("id >= $1 ORDER BY id LIMIT $2", first, count),
    booksOf: (ids) => books("author_id = ANY($1) ORDER BY id", ids),
    addAuthors: (authors) => addAuthors(rows, authors),
    removeAdded: () => removeAdded(rows),
    close: () => pool.end(),
  };
}

async function addAuthors(rows, authors) {
  const text = `INSERT INTO author (name, email, born, created_at, bio)
    SELECT * FROM json_to_recordset($1) AS a(name text, email text, born date, "createdAt" timestamptz, bio text)
    RETURNING id`;
  return (await rows(text, JSON.stringify(authors))).map(({ id }) => id);
}

async function removeAdded(rows) {
  await rows("DELETE FROM book WHERE id > $1", BOOKS);
  await rows("DELETE FROM author WHERE id > $1", AUTHORS);
}

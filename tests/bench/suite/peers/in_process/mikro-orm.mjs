// A fork of the EntityManager for each operation, as a request gets one; writes go through its unit of work.
import { LockMode, MikroORM } from "@mikro-orm/postgresql";
import { connection } from "../bench/connection.mjs";
import { nextPrice } from "../bench/values.mjs";
import { Author, Book, entities } from "../entities/mikro-orm.mjs";

export const packageName = "@mikro-orm/core";

export async function open(url) {
  const { database, ...server } = connection(url);
  const orm = await MikroORM.init({ ...server, dbName: database, entities, pool: { max: 10 } });
  return {
    findAuthor: (id) => orm.em.fork().findOneOrFail(Author, id),
    listBooks: (first, count) => listBooks(orm.em.fork(), first, count),
    listAuthorsWithBooks: (first, count) => listAuthorsWithBooks(orm.em.fork(), first, count),
    createAuthor: async (author) => (await createAuthors(orm.em.fork(), [author]))[0],
    createAuthors: (authors) => createAuthors(orm.em.fork(), authors),
    changePrices: (first, count) => changePrices(orm.em.fork(), first, count),
    copyBook: (id) => copyBook(orm.em.fork(), id),
    removeAuthors: (ids) => removeAuthors(orm.em.fork(), ids),
    close: () => orm.close(),
  };
}

function listBooks(em, first, count) {
  return em.find(Book, { id: { $gte: first } }, { orderBy: { id: "asc" }, limit: count });
}

function listAuthorsWithBooks(em, first, count) {
  const options = { orderBy: { id: "asc" }, limit: count, populate: ["books.tags"] };
  return em.find(Author, { id: { $gte: first } }, options);
}

async function createAuthors(em, authors) {
  const created = authors.map((author) => em.create(Author, author));
  await em.flush();
  return created;
}

async function changePrices(em, first, count) {
  for (const book of await listBooks(em, first, count)) book.price = nextPrice(book.price);
  await em.flush();
}

function copyBook(em, id) {
  return em.transactional(async (inner) => {
    const book = await inner.findOneOrFail(Book, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    book.price = nextPrice(book.price);
    const { title, price, publishedAt, author, meta } = book;
    return inner.create(Book, { title, price, publishedAt, author, meta });
  });
}

async function removeAuthors(em, ids) {
  for (const id of ids) em.remove(em.getReference(Author, id));
  await em.flush();
}

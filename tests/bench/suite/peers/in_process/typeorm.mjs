import { DataSource, MoreThanOrEqual } from "typeorm";
import { connection } from "../bench/connection.mjs";
import { nextPrice } from "../bench/values.mjs";
import { Author, Book, Tag } from "../entities/typeorm.mjs";

export const packageName = "typeorm";

export async function open(url) {
  const { user: username, ...server } = connection(url);
  const source = new DataSource({ type: "postgres", ...server, username, poolSize: 10, entities: [Author, Book, Tag] });
  const { manager } = await source.initialize();
  return {
    findAuthor: (id) => manager.findOneByOrFail(Author, { id }),
    listBooks: (first, count) => listBooks(manager, first, count),
    listAuthorsWithBooks: (first, count) => listAuthorsWithBooks(manager, first, count),
    createAuthor: async (author) => (await createAuthors(manager, [author]))[0],
    createAuthors: (authors) => createAuthors(manager, authors),
    changePrices: (first, count) => changePrices(manager, first, count),
    copyBook: (id) => manager.transaction((transaction) => copyBook(transaction, id)),
    removeAuthors: (ids) => manager.delete(Author, ids),
    close: () => source.destroy(),
  };
}

function range(first, count) {
  return { where: { id: MoreThanOrEqual(first) }, order: { id: "ASC" }, take: count };
}

function listBooks(manager, first, count) {
  return manager.find(Book, range(first, count));
}

function listAuthorsWithBooks(manager, first, count) {
  return manager.find(Author, { ...range(first, count), relations: { books: { tags: true } } });
}

async function createAuthors(manager, authors) {
  const created = manager.create(Author, authors);
  await manager.insert(Author, created);
  return created;
}

// One upsert of them all, since `save` reads every row again and updates them one by one.
async function changePrices(manager, first, count) {
  const books = await listBooks(manager, first, count);
  for (const book of books) book.price = nextPrice(book.price);
  await manager.upsert(Book, books, ["id"]);
}

async function copyBook(manager, id) {
  const { id: _, ...book } = await manager.findOneOrFail(Book, { where: { id }, lock: { mode: "pessimistic_write" } });
  const copy = manager.create(Book, { ...book, price: nextPrice(book.price) });
  await manager.update(Book, id, { price: copy.price });
  await manager.insert(Book, copy);
  return copy;
}

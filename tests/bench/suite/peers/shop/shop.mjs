// bench.shop.Shop on MikroORM: a fork of the EntityManager for each call, writes through its unit of work.
import { LockMode } from "@mikro-orm/postgresql";
import { Author, Book } from "../entities/mikro-orm.mjs";
import { authorMessage, authorValues, authorWithBooksMessage, bookMessage } from "./messages.mjs";

/** Each method takes an EntityManager of its own and the request, and answers the reply. */
export const shop = {
  async GetAuthor(em, { id }) {
    return authorMessage(await em.findOneOrFail(Author, id));
  },

  async ListBooks(em, range) {
    return { books: (await em.find(Book, ...from(range))).map(bookMessage) };
  },

  async ListAuthorsWithBooks(em, range) {
    const [where, options] = from(range);
    const authors = await em.find(Author, where, { ...options, populate: ["books.tags"] });
    return { authors: authors.map(authorWithBooksMessage) };
  },

  async CreateAuthor(em, message) {
    const author = em.create(Author, authorValues(message));
    await em.flush();
    return { id: author.id };
  },

  async CreateAuthors(em, { authors }) {
    const created = authors.map((message) => em.create(Author, authorValues(message)));
    await em.flush();
    return { authors: created.map(({ id }) => ({ id })) };
  },

  async ChangePrices(em, { prices }) {
    for (const { book, price } of prices) em.getReference(Book, book).price = price;
    await em.flush();
    return { rows: prices.length };
  },

  async CopyBook(em, { book: id, price }) {
    const copy = await em.transactional(async (inner) => {
      const book = await inner.findOneOrFail(Book, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      book.price = price;
      const { title, publishedAt, author, meta } = book;
      return inner.create(Book, { title, price, publishedAt, author, meta });
    });
    return bookMessage(copy);
  },

  async RemoveAuthors(em, { ids }) {
    for (const id of ids) em.remove(em.getReference(Author, id));
    await em.flush();
    return { rows: ids.length };
  },
};

function from({ first, count }) {
  return [{ id: { $gte: first } }, { orderBy: { id: "asc" }, limit: count }];
}

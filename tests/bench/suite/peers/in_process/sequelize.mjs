import { Op, Sequelize } from "sequelize";
import { connection } from "../bench/connection.mjs";
import { nextPrice } from "../bench/values.mjs";
import { define } from "../entities/sequelize.mjs";

export const packageName = "sequelize";

export async function open(url) {
  const { user: username, ...server } = connection(url);
  const sequelize = new Sequelize({ dialect: "postgres", ...server, username, logging: false, pool: { max: 10 } });
  const models = define(sequelize);
  const { Author } = models;
  return {
    findAuthor: (id) => Author.findByPk(id, { rejectOnEmpty: true }),
    listBooks: (first, count) => listBooks(models, first, count),
    listAuthorsWithBooks: (first, count) => listAuthorsWithBooks(models, first, count),
    createAuthor: (author) => Author.create(author),
    createAuthors: (authors) => Author.bulkCreate(authors),
    changePrices: (first, count) => changePrices(models, first, count),
    copyBook: (id) => sequelize.transaction((transaction) => copyBook(models, transaction, id)),
    removeAuthors: (ids) => Author.destroy({ where: { id: ids } }),
    close: () => sequelize.close(),
  };
}

function range(first, count) {
  return { where: { id: { [Op.gte]: first } }, order: ["id"], limit: count };
}

function listBooks({ Book }, first, count) {
  return Book.findAll(range(first, count));
}

function listAuthorsWithBooks({ Author, Book, Tag }, first, count) {
  const tags = { model: Tag, as: "tags", through: { attributes: [] } };
  const books = { model: Book, as: "books", include: [tags] };
  return Author.findAll({ ...range(first, count), include: [books] });
}

// Its documented way to change many rows by different values in one statement.
async function changePrices({ Book }, first, count) {
  const books = await listBooks({ Book }, first, count);
  const changed = books.map((book) => ({ ...book.get(), price: nextPrice(book.price) }));
  await Book.bulkCreate(changed, { updateOnDuplicate: ["price"] });
}

async function copyBook({ Book }, transaction, id) {
  const book = await Book.findByPk(id, { transaction, lock: transaction.LOCK.UPDATE, rejectOnEmpty: true });
  await book.update({ price: nextPrice(book.price) }, { transaction });
  const { id: _, ...copy } = book.get();
  return Book.create(copy, { transaction });
}

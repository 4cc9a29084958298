// Statements are prepared once per connection, by the adapter's statementNameGenerator.
import { PrismaPg } from "@prisma/adapter-pg";
import { createHash } from "node:crypto";
import { connection } from "../bench/connection.mjs";
import { nextPrice } from "../bench/values.mjs";
import { PrismaClient } from "../prisma/generated/client.ts";

export const packageName = "@prisma/client";

export async function open(url) {
  const adapter = new PrismaPg({ ...connection(url), max: 10 }, { statementNameGenerator: statementName() });
  const prisma = new PrismaClient({ adapter });
  await prisma.$connect();
  return {
    findAuthor: (id) => prisma.author.findUniqueOrThrow({ where: { id } }),
    listBooks: (first, count) => listBooks(prisma, first, count),
    listAuthorsWithBooks: (first, count) => listAuthorsWithBooks(prisma, first, count),
    createAuthor: (author) => prisma.author.create({ data: row(author) }),
    createAuthors: (authors) => prisma.author.createManyAndReturn({ data: authors.map(row), select: { id: true } }),
    changePrices: (first, count) => changePrices(prisma, first, count),
    copyBook: (id) => prisma.$transaction((transaction) => copyBook(transaction, id)),
    removeAuthors: (ids) => prisma.author.deleteMany({ where: { id: { in: ids } } }),
    close: () => prisma.$disconnect(),
  };
}

function statementName() {
  const names = new Map();
  return ({ sql }) => {
    if (!names.has(sql)) names.set(sql, createHash("sha1").update(sql).digest("hex"));
    return names.get(sql);
  };
}

function row({ born, ...author }) {
  return { ...author, born: new Date(born) };
}

function listBooks(prisma, first, count) {
  return prisma.book.findMany({ where: { id: { gte: first } }, orderBy: { id: "asc" }, take: count });
}

function listAuthorsWithBooks(prisma, first, count) {
  return prisma.author.findMany({
    where: { id: { gte: first } },
    orderBy: { id: "asc" },
    take: count,
    include: { books: { include: { tags: { include: { tag: true } } } } },
  });
}

async function changePrices(prisma, first, count) {
  const books = await listBooks(prisma, first, count);
  const changes = books.map(({ id, price }) =>
    prisma.book.update({ where: { id }, data: { price: nextPrice(price) }, select: { id: true } }),
  );
  await prisma.$transaction(changes);
}

// There is no locking read in its API, so the lock is taken by a query of its own, as its documentation has it.
async function copyBook(prisma, id) {
  await prisma.$queryRaw`SELECT id FROM book WHERE id = ${id} FOR UPDATE`;
  const { id: _, ...book } = await prisma.book.findUniqueOrThrow({ where: { id } });
  const price = nextPrice(book.price);
  await prisma.book.update({ where: { id }, data: { price } });
  return prisma.book.create({ data: { ...book, price } });
}

// Are the answers right? Plays a workload and holds what comes back, and what then stands, against the tables.
import assert from "node:assert/strict";
import { byId, plainAuthor, plainBook, plainTaggedBook } from "./plain.mjs";
import { nextPrice } from "./values.mjs";
import { workloads } from "./workloads.mjs";

const checks = {
  W1: checkFoundAuthor,
  W2: checkListedBooks,
  W3: checkListedBooks,
  W4: checkListedBooks,
  W5: checkPopulatedAuthors,
  W6: (play, author, table) => checkCreatedAuthors(async () => [await play()], [author], table),
  W7: checkCreatedAuthors,
  W8: checkChangedPrices,
  W9: checkCopiedBook,
  W10: checkRemovedAuthors,
};

/** Throws an AssertionError at the first answer that is wrong. */
export async function check(workload, peer, table, times) {
  const { count, input, run } = workloads[workload];
  for (let time = 0; time < times; ++time) {
    const given = await input(table);
    await checks[workload](() => run(peer, given), given, table, count);
  }
  await table.removeAdded();
}

async function checkFoundAuthor(play, id, table) {
  assert.deepEqual(plainAuthor(await play()), (await table.authors([id]))[0]);
}

async function checkListedBooks(play, first, table, count) {
  const expected = await table.booksFrom(first, count);
  assert.deepEqual((await play()).map(plainBook), expected.map(plainBook));
}

async function checkPopulatedAuthors(play, first, table, count) {
  const authors = await play();
  const expected = await table.authorsFrom(first, count);
  assert.deepEqual(authors.map(plainAuthor), expected);
  const books = authors.flatMap((author) => byId([...author.books].map(plainTaggedBook)));
  assert.deepEqual(books, await table.booksOf(expected.map(({ id }) => id)));
}

async function checkCreatedAuthors(play, authors, table) {
  const ids = (await play()).map(({ id }) => id);
  assert.equal(new Set(ids).size, authors.length, "as many keys as authors");
  const expected = authors.map((author, place) => plainAuthor({ id: ids[place], ...author }));
  assert.deepEqual(await table.authors(ids), byId(expected));
}

async function checkChangedPrices(play, first, table, count) {
  const before = await table.booksFrom(first, count);
  await play();
  const expected = before.map((book) => ({ ...book, price: nextPrice(book.price) }));
  assert.deepEqual(await table.booksFrom(first, count), expected);
}

async function checkCopiedBook(play, id, table) {
  const [before] = await table.books([id]);
  const added = await play();
  assert.ok(Number.isInteger(added.id) && added.id !== id, "the copy has a key of its own");
  const changed = { ...before, price: nextPrice(before.price) };
  const copy = { ...changed, id: added.id, tags: [] };
  assert.deepEqual(plainBook(added), plainBook(copy));
  assert.deepEqual(await table.books([id, added.id]), [changed, copy]);
}

async function checkRemovedAuthors(play, ids, table) {
  assert.equal((await table.authors(ids)).length, ids.length);
  await play();
  assert.equal((await table.authors(ids)).length, 0);
}

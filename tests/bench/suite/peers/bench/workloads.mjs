// One operation of each workload. `input` is made outside of the time measured; it may use the bench's own connection.
import { AUTHORS, between, BOOKS, firstOf, newAuthor, newAuthors } from "./values.mjs";

const listBooks = (count) => ({
  count,
  input: () => firstOf(count, BOOKS),
  run: (peer, first) => peer.listBooks(first, count),
});

const populateAuthors = (count) => ({
  count,
  input: () => firstOf(count, AUTHORS),
  run: (peer, first) => peer.listAuthorsWithBooks(first, count),
});

const changePrices = (count) => ({
  count,
  input: () => firstOf(count, BOOKS),
  run: (peer, first) => peer.changePrices(first, count),
});

export const workloads = {
  W1: { input: () => between(1, AUTHORS), run: (peer, id) => peer.findAuthor(id) },
  W2: listBooks(100),
  W3: listBooks(1_000),
  W4: listBooks(10_000),
  W5: populateAuthors(50),
  W6: { input: newAuthor, run: (peer, author) => peer.createAuthor(author) },
  W7: { input: () => newAuthors(1_000), run: (peer, authors) => peer.createAuthors(authors) },
  W8: changePrices(1_000),
  W9: { input: () => between(1, BOOKS), run: (peer, id) => peer.copyBook(id) },
  W10: { input: (table) => table.addAuthors(newAuthors(100)), run: (peer, ids) => peer.removeAuthors(ids) },
};

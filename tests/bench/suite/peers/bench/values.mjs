// What the workloads put in: keys at random, new authors, new prices.
import { randomUUID } from "node:crypto";

export const AUTHORS = 10_000;
export const BOOKS = 100_000;

const run = randomUUID();
let created = 0;

export function between(low, high) {
  return low + Math.floor(Math.random() * (high - low + 1));
}

/** The first key of a range of `count` keys, of which `total` stand. */
export function firstOf(count, total) {
  return between(1, total - count + 1);
}

export function newAuthor() {
  const number = ++created;
  return {
    name: `Author ${number}`,
    email: `${run}.${number}@bench.example`,
    born: "1970-12-31",
    createdAt: new Date(),
    bio: "The author of a great many books that were never written. ".repeat(4).slice(0, 200),
  };
}

export function newAuthors(count) {
  return Array.from({ length: count }, newAuthor);
}

/** Another price than the one given, computed in cents: from 1.00 up to 99.99. */
export function nextPrice(price) {
  const cents = 100 + ((toCents(price) + 1237) % 9900);
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

function toCents(price) {
  const [units, cents = ""] = String(price).split(".");
  return Number(units) * 100 + Number(cents.padEnd(2, "0"));
}

// What the peers answer in their own classes, as plain values that can be compared.

export function plainAuthor({ id, name, email, born, createdAt, bio }) {
  return { id, name, email, born: day(born), createdAt: Math.floor(Number(createdAt)), bio };
}

export function plainBook(book) {
  const { id, title, publishedAt, meta } = book;
  const authorId = book.authorId ?? book.author.id;
  return { id, title, price: price(book.price), publishedAt: Math.floor(Number(publishedAt)), authorId, meta };
}

/** With its tags; some peers have the link's entity between. */
export function plainTaggedBook(book) {
  const tags = [...book.tags].map((link) => link.tag ?? link).map(({ id, name }) => ({ id, name }));
  return { ...plainBook(book), tags: byId(tags) };
}

export function byId(list) {
  return [...list].sort((left, right) => left.id - right.id);
}

function day(date) {
  return date instanceof Date ? date.toISOString().slice(0, 10) : date;
}

// Within JSON some peers lose the zeros at the end, never the value: two places fit into a double.
function price(decimal) {
  return Number(decimal).toFixed(2);
}

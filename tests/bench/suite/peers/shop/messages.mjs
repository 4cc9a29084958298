// Entities to the messages of shop.proto and back.

export function authorMessage({ id, name, email, born, createdAt, bio }) {
  return { id, name, email, born, createdAt: toTimestamp(createdAt), bio };
}

export function authorWithBooksMessage(author) {
  return { ...authorMessage(author), books: author.books.getItems().map(bookWithTagsMessage) };
}

export function bookMessage({ id, title, price, publishedAt, author, meta }) {
  return {
    id,
    title,
    price,
    publishedAt: toTimestamp(publishedAt),
    author: { id: author.id },
    meta: JSON.stringify(meta),
  };
}

function bookWithTagsMessage(book) {
  return { ...bookMessage(book), tags: book.tags.getItems().map(({ id, name }) => ({ id, name })) };
}

export function authorValues({ name, email, born, createdAt, bio }) {
  return { name, email, born, createdAt: toDate(createdAt), bio };
}

function toTimestamp(date) {
  const seconds = Math.floor(date.getTime() / 1e3);
  return { seconds, nanos: (date.getTime() - seconds * 1e3) * 1e6 };
}

function toDate({ seconds, nanos }) {
  return new Date(Number(seconds) * 1e3 + nanos / 1e6);
}

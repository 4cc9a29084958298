import { EntitySchema } from "typeorm";

const id = { type: "int", primary: true, generated: "identity", generatedIdentity: "BY DEFAULT" };

export const Author = new EntitySchema({
  name: "Author",
  tableName: "author",
  columns: {
    id,
    name: { type: "text" },
    email: { type: "text", unique: true },
    born: { type: "date" },
    createdAt: { type: "timestamptz", name: "created_at" },
    bio: { type: "text" },
  },
  relations: { books: { type: "one-to-many", target: "Book", inverseSide: "author" } },
});

export const Book = new EntitySchema({
  name: "Book",
  tableName: "book",
  columns: {
    id,
    title: { type: "text" },
    price: { type: "numeric", precision: 10, scale: 2 },
    publishedAt: { type: "timestamptz", name: "published_at" },
    authorId: { type: "int", name: "author_id" },
    meta: { type: "jsonb" },
  },
  relations: {
    author: { type: "many-to-one", target: "Author", inverseSide: "books", joinColumn: { name: "author_id" } },
    tags: {
      type: "many-to-many",
      target: "Tag",
      joinTable: { name: "book_tags", joinColumn: { name: "book_id" }, inverseJoinColumn: { name: "tag_id" } },
    },
  },
});

export const Tag = new EntitySchema({
  name: "Tag",
  tableName: "tag",
  columns: { id, name: { type: "text", unique: true } },
});

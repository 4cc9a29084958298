import { defineEntity, p } from "@mikro-orm/core";

const AuthorSchema = defineEntity({
  name: "Author",
  properties: {
    id: p.integer().primary(),
    name: p.text(),
    email: p.text().unique(),
    born: p.date(),
    createdAt: p.datetime(),
    bio: p.text(),
    books: () => p.oneToMany(Book).mappedBy("author"),
  },
});
export class Author extends AuthorSchema.class {}
AuthorSchema.setClass(Author);

const BookSchema = defineEntity({
  name: "Book",
  properties: {
    id: p.integer().primary(),
    title: p.text(),
    price: p.decimal().precision(10).scale(2),
    publishedAt: p.datetime(),
    author: () => p.manyToOne(Author),
    meta: p.json(),
    tags: () => p.manyToMany(Tag).pivotTable("book_tags"),
  },
});
export class Book extends BookSchema.class {}
BookSchema.setClass(Book);

const TagSchema = defineEntity({
  name: "Tag",
  properties: {
    id: p.integer().primary(),
    name: p.text().unique(),
  },
});
export class Tag extends TagSchema.class {}
TagSchema.setClass(Tag);

export const entities = [AuthorSchema, BookSchema, TagSchema];

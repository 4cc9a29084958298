import { relations } from "drizzle-orm";
import { date, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const key = () => integer("id").primaryKey().generatedByDefaultAsIdentity();

export const author = pgTable("author", {
  id: key(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  born: date("born").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  bio: text("bio").notNull(),
});

export const book = pgTable("book", {
  id: key(),
  title: text("title").notNull(),
  price: numeric("price", { precision: 10, scale: 2 }).notNull(),
  publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
  authorId: integer("author_id").notNull().references(() => author.id),
  meta: jsonb("meta").notNull(),
});

export const tag = pgTable("tag", {
  id: key(),
  name: text("name").notNull().unique(),
});

export const bookTag = pgTable(
  "book_tags",
  {
    bookId: integer("book_id").notNull().references(() => book.id, { onDelete: "cascade" }),
    tagId: integer("tag_id").notNull().references(() => tag.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.bookId, table.tagId] })],
);

export const authorRelations = relations(author, ({ many }) => ({ books: many(book) }));
export const bookRelations = relations(book, ({ one, many }) => ({
  author: one(author, { fields: [book.authorId], references: [author.id] }),
  tags: many(bookTag),
}));
export const bookTagRelations = relations(bookTag, ({ one }) => ({
  book: one(book, { fields: [bookTag.bookId], references: [book.id] }),
  tag: one(tag, { fields: [bookTag.tagId], references: [tag.id] }),
}));

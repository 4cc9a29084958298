import { DataTypes } from "sequelize";

const { DATE, DATEONLY, DECIMAL, INTEGER, JSONB, TEXT } = DataTypes;
const id = { type: INTEGER, primaryKey: true, autoIncrement: true };

export function define(sequelize) {
  const model = (name, tableName, columns) =>
    sequelize.define(name, columns, { tableName, timestamps: false, underscored: true });
  const Author = model("Author", "author", { id, name: TEXT, email: TEXT, born: DATEONLY, createdAt: DATE, bio: TEXT });
  const price = DECIMAL(10, 2);
  const Book = model("Book", "book", { id, title: TEXT, price, publishedAt: DATE, authorId: INTEGER, meta: JSONB });
  const Tag = model("Tag", "tag", { id, name: TEXT });
  const BookTag = model("BookTag", "book_tags", { bookId: INTEGER, tagId: INTEGER });
  Author.hasMany(Book, { as: "books", foreignKey: "authorId" });
  Book.belongsTo(Author, { as: "author", foreignKey: "authorId" });
  Book.belongsToMany(Tag, { as: "tags", through: BookTag, foreignKey: "bookId", otherKey: "tagId" });
  return { Author, Book, Tag };
}

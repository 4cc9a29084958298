// A database of SQLite to plan for: books of authors.
#pragma once

#include "orm/base/error.h"
#include "tests/unit/schema/sqlite_schema_test.h"

namespace ormd {

class SqlitePlanTest : public SqliteSchemaTest {
 protected:
  static Table Book() {
    return MakeTable("book",
                     {MakeIdentity("id"), MakeColumn("title", "varchar(40)"),
                      MakeColumn("price", "decimal(10,2)", false, "'0.00'"), MakeColumn("author_id", "bigint", true)});
  }
  static Table Author() { return MakeTable("author", {MakeIdentity("id"), MakeColumn("name", "text")}); }

  // Books of authors, with everything that hangs on a table.
  static DatabaseSchema Shop() {
    Table book = Book();
    book.uniques.push_back({"book_title_unique", {"title"}, Deferrable::kNot});
    book.indexes.push_back({"book_price_index", {"price"}, {}, "", "", "", false});
    book.indexes.push_back({"book_lower_index", {}, {}, "lower(title), price DESC", "price > '1'", "", true});
    book.checks.push_back({"book_title_check", "title <> ''"});
    book.foreign_keys.push_back(MakeKey("book_author", "author_id", "author", ReferentialAction::kCascade));
    return Adapt({{}, {Author(), book}, {MakeView("titles", "SELECT title FROM book")}, {}});
  }
  void Fill() {
    Run("INSERT INTO author (name) VALUES ('Ann'), ('Bob')");
    Run("INSERT INTO book (title, price, author_id) VALUES ('One', '1.50', 1), ('Two', '12345678.90', 2), "
        "('Three', '3.00', NULL)");
    Run("DELETE FROM book WHERE title = 'Three'");
  }
  static Table& TableOf(DatabaseSchema& schema, std::string_view name) {
    for (Table& table : schema.tables) {
      if (table.name.name == name) return table;
    }
    throw std::runtime_error("no such table");
  }
  static TableColumn& ColumnOf(Table& table, std::string_view name) {
    for (TableColumn& column : table.columns) {
      if (column.name == name) return column;
    }
    throw std::runtime_error("no such column");
  }
};

}  // namespace ormd

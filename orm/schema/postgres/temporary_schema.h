// The temporary things by which PostgreSQL is asked how it would print a schema.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// Names and statements. Things of the search path's first schema are made under their own names, so that others find
// them: temporary things come first in every search path. Things of other schemas get names that nobody has. Pure; what
// it is made of must outlive it.
class TemporarySchema {
 public:
  // `standing`: gives the order of columns, and enums that need not be made.
  TemporarySchema(const DatabaseSchema& adapted, const DatabaseSchema& standing);

  // In this order; no statement needs one that comes behind it.
  const std::vector<std::string>& enums() const { return enums_; }
  const std::vector<std::string>& tables() const { return tables_; }
  const std::vector<std::string>& views() const { return views_; }
  const std::vector<std::string>& rows_of_views() const { return rows_of_views_; }
  const std::vector<std::string>& indexes() const { return indexes_; }

  // Puts what `made`, the temporary schema as read, says in the place of what `adapted` says.
  void Answer(const DatabaseSchema& made, DatabaseSchema& adapted) const;

 private:
  void NameFirstSchema(const std::string& first_schema);
  void AddEnums(const DatabaseSchema& standing);
  void AddTable(const Table& table, const Table* standing, size_t number);
  void AddViews();
  void AddView(const View& view, size_t number);
  void AddIndexes(const std::vector<TableIndex>& indexes, const std::string& table);
  // A text over enums of other schemas, or over qualified names of the first, in the words of this one; and back.
  std::string In(std::string_view sql) const;
  std::string Out(std::string_view sql) const;
  TableColumn In(TableColumn column) const;

  void AnswerTable(const Table& made, Table& table) const;
  void AnswerColumn(const TableColumn& made, TableColumn& column) const;
  void AnswerIndexes(const std::vector<TableIndex>& made, std::vector<TableIndex>& indexes) const;

  const DatabaseSchema& adapted_;
  std::map<TableName, std::string> names_;  // of other schemas' enums, and those of the first schema -> as said here
  std::map<std::string, TableName> enums_made_;  // of other schemas, by their name here
  std::vector<std::string> enums_;
  std::vector<std::string> tables_;
  std::vector<std::string> views_;
  std::vector<std::string> rows_of_views_;
  std::vector<std::string> indexes_;
};

}  // namespace ormd::postgres

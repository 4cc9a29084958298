// What commands print on stdout, in the format that the user chose.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "client/admin/format.h"
#include "client/cli/json.h"

namespace ormd::cli {

using admin::Format;

// A list of objects: a table with a column for each name, a JSON array, or one object a line.
class ListPrinter {
 public:
  // `columns` are shown in a table even where no row has them; further names are added as rows bring them.
  ListPrinter(Format format, std::vector<std::string> columns, std::ostream& out);

  void Add(const Json& row);
  // Completes the output; nothing is printed after it. A list that failed is left as it is.
  void End();

 private:
  void PrintTable();

  const Format format_;
  std::vector<std::string> columns_;
  std::ostream& out_;
  std::vector<Json> rows_;  // of a table
  size_t count_ = 0;
};

// One object: name and value on a line each, or JSON.
void PrintObject(Format format, const Json& object, std::ostream& out);

// A value as a cell shows it: text bare with control characters escaped, everything else as JSON.
std::string CellText(const Json& json);

}  // namespace ormd::cli

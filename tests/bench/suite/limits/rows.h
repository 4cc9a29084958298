// Rows as messages.
#pragma once

#include <libpq-fe.h>

#include "shop.pb.h"

namespace ormd::bench {

int IntAt(const PGresult* rows, int row, int column);

// Columns in the order of the statements.
void ReadAuthor(const PGresult* rows, int row, ::bench::shop::Author* author);
void ReadBook(const PGresult* rows, int row, ::bench::shop::Book* book);
// Without the first column, the key of the book.
void ReadTag(const PGresult* rows, int row, ::bench::shop::Tag* tag);

}  // namespace ormd::bench

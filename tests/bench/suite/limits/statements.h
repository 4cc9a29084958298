// The SQL of the thin server.
#pragma once

namespace ormd::bench {

enum class Statement {
  kGetAuthor,
  kGetAuthors,
  kListBooks,
  kListAuthors,
  kBooksOfAuthors,
  kTagsOfBooks,
  kCreateAuthor,
  kCreateAuthors,
  kChangePrices,
  kBegin,
  kLockBook,
  kChangePrice,
  kCreateBook,
  kCommit,
  kRollback,
  kRemoveAuthors,
};

constexpr int kStatements = static_cast<int>(Statement::kRemoveAuthors) + 1;

// The name under which it is prepared, and its text.
const char* NameOf(Statement statement);
const char* TextOf(Statement statement);

}  // namespace ormd::bench

// Compiles batched writes: one statement for each entity and shape, as far as the database's limits allow.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "orm/metadata/entity_metadata.h"
#include "orm/sql/batch_rows.h"
#include "orm/sql/platform.h"

namespace ormd {

// Rows of one shape. `columns` and `returning` are indexes into EntityMetadata::columns; values are canonical and stand
// in the order of `columns`. `columns` may be empty (a row of defaults).
struct InsertBatch {
  const EntityMetadata* entity = nullptr;
  std::vector<size_t> columns;
  BatchRows rows;
  std::vector<size_t> returning;
};

// Changes the rows with these keys. There is something to set: columns, or the version. A result row holds the key
// columns, then `returning`; rows come in any order, and only for keys that stood (with the version, where one is
// given). Rows whose key itself changes are statements of their own, and their result row holds the new key.
//
// Where the keys are all that would come back, and platform.counts_updates(), there are no result rows, unless a version
// or a key changes: Result::affected tells how many rows stood, and WithKeys asks for their keys.
struct UpdateBatch {
  const EntityMetadata* entity = nullptr;
  std::vector<size_t> columns;
  BatchRows keys;                  // as they stand in the database
  BatchRows rows;                  // new values, in the order of `columns`
  std::vector<Value> versions;     // empty, or the expected version of each row
  bool increment_version = false;  // adds 1 to the integer version column
  std::vector<size_t> returning;
};

// A result row holds the key columns of a row that was there and is gone.
struct DeleteBatch {
  const EntityMetadata* entity = nullptr;
  std::vector<Key> keys;
  std::vector<Value> versions;
};

// Rows of a pivot table: (owner key, target key). `relation` is the owning side.
struct LinkBatch {
  const PropertyMetadata* relation = nullptr;
  std::vector<std::pair<Key, Key>> links;
};

// A statement for a part of a batch: rows [first, first + count).
struct BatchStatement {
  // What its result says: values that were made; no more than which of the rows stood, by their keys; or how many.
  enum class Tells { kValues, kRows, kCount };

  Statement statement;
  size_t first = 0;
  size_t count = 0;
  Tells tells = Tells::kValues;
};

// Result rows hold `returning` and, unless platform.returns_in_order(), one more column by which they are to be sorted
// (ascending integers) to stand in the order of the batch. No RETURNING at all where `returning` is empty.
std::vector<BatchStatement> CompileInsert(const Platform& platform, const InsertBatch& batch);
std::vector<BatchStatement> CompileUpdate(const Platform& platform, const UpdateBatch& batch);
// An update that has no result rows, with the key columns of those that stand. May run after it: it sets the same again.
Statement WithKeys(const Platform& platform, const EntityMetadata& entity, Statement update);
std::vector<BatchStatement> CompileDelete(const Platform& platform, const DeleteBatch& batch);
// Links that stand already are left as they are.
std::vector<BatchStatement> CompileInsertLinks(const Platform& platform, const LinkBatch& batch);
std::vector<BatchStatement> CompileDeleteLinks(const Platform& platform, const LinkBatch& batch);

// Makes a write of rows, not of links, fail where it meets another number of them than `count`. Its result stays the
// same where it tells values, else it means nothing. For platforms with guards_writes().
void Guard(const Platform& platform, BatchStatement& batch);
// Whether a guarded statement that failed with this code, of the database's own, may do without its guard: rows were
// missing (division_by_zero), or the table has rules, which allow none (feature_not_supported).
bool MayBeOfGuard(std::string_view code);

}  // namespace ormd

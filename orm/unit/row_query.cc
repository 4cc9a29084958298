#include "orm/unit/row_query.h"

#include "orm/base/error.h"

namespace ormd {

SelectQuery SelectOf(const EntityMetadata& entity, const FindOptions& options) {
  SelectQuery query;
  query.entity = &entity;
  query.fields = options.fields;
  query.where = options.where;
  query.order = options.order;
  query.limit = options.limit;
  query.offset = options.offset;
  query.lock = options.lock;
  return query;
}

absl::StatusOr<std::unique_ptr<Result>> ReadRows(const OrmEnvironment& environment, const EntityMetadata& entity,
                                                 const FindOptions& options, const Context& context) {
  Statement select = CompileSelect(environment.platform, SelectOf(entity, options));
  select.max_bytes = environment.max_rows_bytes;
  return ReadRows(environment, select, context);
}

absl::StatusOr<std::unique_ptr<Result>> ReadRows(const OrmEnvironment& environment, const Statement& select,
                                                 const Context& context) {
  ORMD_ASSIGN_OR_RETURN(PooledConnection connection, environment.pool.Acquire(Access::kRead, context));
  return connection->Execute(select, context);
}

absl::StatusOr<int64_t> CountRows(const OrmEnvironment& environment, const EntityMetadata& entity,
                                  const Condition& where, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const std::unique_ptr<Result> result,
                        ReadRows(environment, CompileCount(environment.platform, entity, where), context));
  return ReadCount(*result);
}

absl::StatusOr<int64_t> ReadCount(const Result& result) {
  static const Type bigint{.kind = TypeKind::kBigint};
  ORMD_ASSIGN_OR_RETURN(const Value count, DecodeCell(bigint, result.cell(0, 0)));
  return count.as<int64_t>();
}

}  // namespace ormd

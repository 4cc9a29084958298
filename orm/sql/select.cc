#include "orm/sql/select.h"

#include <algorithm>
#include <limits>

#include "orm/base/strings.h"
#include "orm/sql/condition_writer.h"
#include "orm/sql/sql_text.h"
#include "orm/sql/table_scope.h"

namespace ormd {
namespace {

const Type kCount = {.kind = TypeKind::kBigint};

int64_t Clamped(uint64_t count) {
  return static_cast<int64_t>(std::min<uint64_t>(count, std::numeric_limits<int64_t>::max()));
}

std::vector<Type> KeyTypes(const EntityMetadata& entity) {
  std::vector<Type> types;
  for (const size_t column : entity.key_columns) types.push_back(entity.columns[column].type);
  return types;
}

class SelectCompiler {
 public:
  SelectCompiler(const Platform& platform, const EntityMetadata& entity)
      : platform_(platform), scope_(platform, aliases_, entity), conditions_(platform, aliases_, statement_.params) {}

  Statement Select(const SelectQuery& query) && {
    scope_.Require(query.where);
    for (const OrderTerm& term : query.order) scope_.Require(term.path);
    if (query.pivot.has_value()) {
      pivot_alias_ = aliases_.Next('p');
      scope_.StandBeside();
    }
    AppendSelectList(query);
    AppendFrom(query);
    AppendWhere(query);
    AppendOrder(query.order);
    AppendPage(query);
    const std::string lock = platform_.LockClause(query.lock, scope_.alias());
    if (!lock.empty()) StrAppend(&sql(), " ", lock);
    return std::move(statement_);
  }

  Statement Count(const Condition& where) && {
    scope_.Require(where);
    StrAppend(&sql(), "SELECT count(*) FROM ", scope_.RootSql());
    scope_.AppendJoins(sql());
    AppendCondition(where, " WHERE ");
    return std::move(statement_);
  }

 private:
  std::string& sql() { return statement_.sql; }

  void AppendSelected(const Type& type, std::string column) {
    StrAppend(&sql(), statement_.columns.empty() ? "" : ", ", platform_.SelectExpression(type, std::move(column)));
    statement_.columns.push_back(type.kind);
  }

  void AppendSelectList(const SelectQuery& query) {
    sql() += "SELECT ";
    if (query.pivot.has_value()) {
      const std::vector<Type> types = KeyTypes(*query.pivot->owner);
      const std::vector<std::string> columns = PivotColumns(*query.pivot->owner_columns);
      for (size_t i = 0; i < columns.size(); ++i) AppendSelected(types[i], columns[i]);
    }
    for (const size_t slot : query.fields) {
      for (ColumnSql& column : scope_.Columns(query.entity->property(slot))) {
        AppendSelected(*column.type, std::move(column.sql));
      }
    }
  }

  std::vector<std::string> PivotColumns(const std::vector<std::string>& names) const {
    return AliasedColumns(platform_, pivot_alias_, names);
  }

  void AppendFrom(const SelectQuery& query) {
    sql() += " FROM ";
    if (query.pivot.has_value()) {
      const PivotTable& pivot = *query.pivot->pivot;
      StrAppend(&sql(), platform_.QuoteTable(pivot.schema, pivot.name), " AS ", pivot_alias_, " INNER JOIN ",
                scope_.RootSql(), " ON ",
                EqualColumns(platform_, scope_.Columns({{}, nullptr}), PivotColumns(*query.pivot->item_columns)));
    } else {
      sql() += scope_.RootSql();
    }
    scope_.AppendJoins(sql());
  }

  void AppendWhere(const SelectQuery& query) {
    if (!query.pivot.has_value()) return AppendCondition(query.where, " WHERE ");
    const PivotSelect& pivot = *query.pivot;
    StrAppend(&sql(), " WHERE ",
              platform_.InKeys(PivotColumns(*pivot.owner_columns), KeyTypes(*pivot.owner), pivot.owner_keys,
                               statement_.params));
    if (query.where.kind == Condition::Kind::kTrue) return;
    sql() += " AND ";
    conditions_.WriteOperand(scope_, query.where, sql());
  }

  void AppendCondition(const Condition& where, std::string_view before) {
    if (where.kind == Condition::Kind::kTrue) return;
    sql() += before;
    conditions_.Write(scope_, where, sql());
  }

  // A path that stands before decides already.
  void AppendOrder(const std::vector<OrderTerm>& order) {
    bool first = true;
    for (auto term = order.begin(); term != order.end(); ++term) {
      const auto same = [&term](const OrderTerm& other) { return other.path == term->path; };
      if (std::any_of(order.begin(), term, same)) continue;
      for (const ColumnSql& column : scope_.Columns(term->path)) {
        sql() += first ? " ORDER BY " : ", ";
        first = false;
        AppendTerm(column, *term);
      }
    }
  }

  void AppendTerm(const ColumnSql& column, const OrderTerm& term) {
    StrAppend(&sql(), column.sql, platform_.Collation(*column.type), term.descending ? " DESC" : "");
    const std::string_view nulls = platform_.NullsOrder(term.nulls);
    if (!nulls.empty()) StrAppend(&sql(), " ", nulls);
  }

  void AppendPage(const SelectQuery& query) {
    if (query.limit.has_value()) {
      StrAppend(&sql(), " LIMIT ", AddParam(platform_, kCount, Clamped(*query.limit), statement_.params));
    }
    if (query.offset == 0) return;
    if (!query.limit.has_value() && !platform_.NoLimit().empty()) StrAppend(&sql(), " ", platform_.NoLimit());
    StrAppend(&sql(), " OFFSET ", AddParam(platform_, kCount, Clamped(query.offset), statement_.params));
  }

  const Platform& platform_;
  Statement statement_;
  Aliases aliases_;
  TableScope scope_;
  ConditionWriter conditions_;
  std::string pivot_alias_;
};

}  // namespace

Statement CompileSelect(const Platform& platform, const SelectQuery& query) {
  return SelectCompiler(platform, *query.entity).Select(query);
}

Statement CompileCount(const Platform& platform, const EntityMetadata& entity, const Condition& where) {
  return SelectCompiler(platform, entity).Count(where);
}

}  // namespace ormd

// The questions that are put to PostgreSQL's catalogs: one for each kind of thing, all of whose answers are texts.
// Lists of names are joined by character 31. Schemas are empty where they are the search path's first.
#pragma once

#include <string>

namespace ormd::postgres {

// Which schemas they look at.
enum class CatalogScope {
  kDatabase,   // all but the database's own
  kTemporary,  // that of this session's temporary tables
};

// name
std::string NamespacesSql();
// The search path's first schema that stands, the search path as it is set, the user's name.
std::string SearchPathSql();
// schema, name, number of labels, labels
std::string EnumsSql(CatalogScope scope);
// oid, schema, name, kind (r, p, v, m, f), comment, definition of a view
std::string RelationsSql(CatalogScope scope);
// oid of the relation, name, type, type below a domain, schema and name of an enum, its labels, not null, identity,
// generated, expression, collation, comment
std::string ColumnsSql(CatalogScope scope);
// oid of the table, name, kind (p, u, c, f), columns, deferrable (n, i, d), expression of a check, schema, name and
// columns of the target, rules for delete and update (a, r, c, n, d)
std::string ConstraintsSql(CatalogScope scope);
// oid of the view, statement
std::string BelongingsSql();
// oid of the table, name, method, unique, keys where they are plain columns as SQL, keys as names, included columns,
// definition, condition, valid
std::string IndexesSql(CatalogScope scope);
// oid of the relation, what it has that the answers above do not say
std::string RemarksSql(CatalogScope scope);

}  // namespace ormd::postgres

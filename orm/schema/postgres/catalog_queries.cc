#include "orm/schema/postgres/catalog_queries.h"

#include <iterator>
#include <string_view>
#include <vector>

#include "orm/base/strings.h"

namespace ormd::postgres {
namespace {

// Of the schema n.
std::string_view InScope(CatalogScope scope) {
  return scope == CatalogScope::kTemporary ? "n.oid = pg_my_temp_schema()"
                                           : "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
}

std::string SchemaOf(std::string_view alias) {
  return StrCat("CASE WHEN ", alias, ".nspname = current_schema() THEN '' ELSE ", alias, ".nspname::text END");
}

// Not made by an extension.
std::string OwnObject(std::string_view catalog, std::string_view oid) {
  return StrCat("NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '", catalog, "'::regclass AND x.objid = ", oid,
                " AND x.deptype = 'e')");
}

// The relation c of the schema n.
std::string OwnRelation(CatalogScope scope, std::string_view kinds) {
  return StrCat(InScope(scope), " AND c.relkind IN (", kinds, ") AND NOT c.relispartition AND ",
                OwnObject("pg_class", "c.oid"));
}

// Names of columns of `relation` whose numbers stand in `numbers`, in their order.
std::string NamesOf(std::string_view relation, std::string_view numbers, std::string_view condition = "true") {
  return StrCat("(SELECT string_agg(a.attname::text, chr(31) ORDER BY u.place) FROM unnest(", numbers,
                ") WITH ORDINALITY AS u (number, place) JOIN pg_attribute a ON a.attrelid = ", relation,
                " AND a.attnum = u.number WHERE ", condition, ")");
}

constexpr std::string_view kLabels =
    "(SELECT string_agg(l.enumlabel::text, chr(31) ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = e.oid)";

// A sequence that belongs to the column a, the whole key, and gives its default: serial.
constexpr std::string_view kSerial =
    "(EXISTS (SELECT FROM pg_constraint p WHERE p.conrelid = a.attrelid AND p.contype = 'p' AND p.conkey = "
    "ARRAY[a.attnum]) AND pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%' AND EXISTS (SELECT FROM pg_depend s JOIN "
    "pg_class q ON q.oid = "
    "s.objid AND q.relkind = 'S' WHERE s.classid = 'pg_class'::regclass AND s.refclassid = 'pg_class'::regclass AND "
    "s.refobjid = a.attrelid AND s.refobjsubid = a.attnum AND s.deptype = 'a'))";

// Of the relation c. Members that a later PostgreSQL has are asked for by name, which an earlier one takes.
constexpr std::string_view kRemarks[] = {
    "SELECT 'the trigger ' || t.tgname FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal",
    "SELECT 'the rule ' || u.rulename FROM pg_rewrite u WHERE u.ev_class = c.oid AND u.rulename <> '_RETURN'",
    "SELECT 'the policy ' || p.polname FROM pg_policy p WHERE p.polrelid = c.oid",
    "SELECT 'row-level security' WHERE c.relrowsecurity",
    "SELECT 'PARTITION BY ' || pg_get_partkeydef(c.oid) WHERE c.relkind = 'p'",
    "SELECT 'INHERITS (' || h.inhparent::regclass::text || ')' FROM pg_inherits h WHERE h.inhrelid = c.oid",
    "SELECT 'UNLOGGED' WHERE c.relpersistence = 'u'",
    "SELECT 'WITH (' || array_to_string(c.reloptions, ', ') || ')' WHERE c.reloptions IS NOT NULL",
    "SELECT 'GENERATED ALWAYS of the column ' || a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND "
    "a.attidentity = 'a' AND NOT a.attisdropped",
    "SELECT 'the options of the sequence ' || q.relname FROM pg_depend o JOIN pg_class q ON q.oid = o.objid JOIN "
    "pg_sequence s ON s.seqrelid = q.oid WHERE o.classid = 'pg_class'::regclass AND o.refclassid = "
    "'pg_class'::regclass AND o.refobjid = c.oid AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i') AND ((s.seqstart, "
    "s.seqincrement, s.seqmin, s.seqcache, s.seqcycle) <> (1, 1, 1, 1, false) OR s.seqmax NOT IN (32767, 2147483647, "
    "9223372036854775807))",
    "SELECT 'the constraint ' || k.conname || ', ' || pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE "
    "k.conrelid = c.oid AND k.contype = 'x'",
    "SELECT v.remark || ' of the constraint ' || k.conname FROM pg_constraint k, LATERAL (VALUES "
    "('MATCH FULL', k.confmatchtype = 'f'), ('NOT VALID', NOT k.convalidated), "
    "('NO INHERIT', k.contype = 'c' AND k.connoinherit), "
    "('the columns of ON DELETE', to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL)) AS v (remark, holds) "
    "WHERE k.conrelid = c.oid AND v.holds",
    "SELECT v.remark || ' of the index ' || i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid, "
    "LATERAL (VALUES ('NULLS NOT DISTINCT', (to_jsonb(x) ->> 'indnullsnotdistinct')::boolean), "
    "('WITH (' || array_to_string(i.reloptions, ', ') || ')', i.reloptions IS NOT NULL)) AS v (remark, holds) "
    "WHERE x.indrelid = c.oid AND v.holds",
};

}  // namespace

std::string NamespacesSql() {
  return StrCat("SELECT n.nspname::text FROM pg_namespace n WHERE ", InScope(CatalogScope::kDatabase), " ORDER BY 1");
}

std::string SearchPathSql() {
  return "SELECT current_schema()::text, current_setting('search_path'), current_user::text";
}

std::string EnumsSql(CatalogScope scope) {
  return StrCat("SELECT ", SchemaOf("n"),
                ", e.typname::text, (SELECT count(*) FROM pg_enum l WHERE l.enumtypid = e.oid)::text, ", kLabels,
                " FROM pg_type e JOIN pg_namespace n ON n.oid = e.typnamespace WHERE e.typtype = 'e' AND ",
                InScope(scope), " AND ", OwnObject("pg_type", "e.oid"), " ORDER BY 1, 2");
}

std::string RelationsSql(CatalogScope scope) {
  return StrCat("SELECT c.oid::text, ", SchemaOf("n"),
                ", c.relname::text, c.relkind::text, obj_description(c.oid, 'pg_class'), "
                "CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END "
                "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ",
                OwnRelation(scope, "'r', 'p', 'v', 'm', 'f'"), " ORDER BY 2, 3");
}

std::string ColumnsSql(CatalogScope scope) {
  return StrCat(
      "SELECT c.oid::text, a.attname::text, format_type(a.atttypid, a.atttypmod), "
      "CASE WHEN e.typtype = 'd' THEN format_type(e.typbasetype, e.typtypmod) END, ",
      "CASE WHEN e.typtype = 'e' THEN ", SchemaOf("en"), " END, CASE WHEN e.typtype = 'e' THEN e.typname::text END, ",
      "CASE WHEN e.typtype = 'e' THEN ", kLabels,
      " END, a.attnotnull::int::text, "
      "coalesce(a.attidentity <> '' OR ",
      kSerial,
      ", false)::int::text, a.attgenerated::text, "
      "CASE WHEN a.attidentity = '' AND NOT ",
      kSerial,
      " THEN pg_get_expr(d.adbin, d.adrelid, true) END, "
      "CASE WHEN a.attcollation <> t.typcollation THEN l.collname::text END, col_description(c.oid, a.attnum), "
      "(a.attndims > 1)::int::text "
      "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_type t ON t.oid = a.atttypid "
      "JOIN pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END "
      "JOIN pg_namespace en ON en.oid = e.typnamespace "
      "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
      "LEFT JOIN pg_collation l ON l.oid = a.attcollation "
      "WHERE a.attnum > 0 AND NOT a.attisdropped AND ",
      OwnRelation(scope, "'r', 'p', 'v', 'm'"), " ORDER BY c.oid, a.attnum");
}

std::string ConstraintsSql(CatalogScope scope) {
  return StrCat(
      "SELECT c.oid::text, k.conname::text, k.contype::text, ", NamesOf("k.conrelid", "k.conkey"),
      ", CASE WHEN k.condeferred THEN 'd' WHEN k.condeferrable THEN 'i' ELSE 'n' END, "
      "CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid, true) END, "
      "CASE WHEN k.contype = 'f' THEN ",
      SchemaOf("fn"), " END, f.relname::text, ", NamesOf("k.confrelid", "k.confkey"),
      ", k.confdeltype::text, k.confupdtype::text "
      "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
      "LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace "
      "WHERE k.contype IN ('p', 'u', 'c', 'f') AND k.conparentid = 0 AND ",
      OwnRelation(scope, "'r', 'p'"), " ORDER BY c.oid, k.conname");
}

std::string BelongingsSql() {
  constexpr std::string_view kReceiver =
      "CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END, "
      "CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";
  return StrCat(
      "SELECT c.oid::text, b.sql, b.name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
      "CROSS JOIN LATERAL ("
      "SELECT format('ALTER %s %s', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, "
      "c.oid::regclass)) AS a (alter) CROSS JOIN LATERAL ("
      "SELECT 1, format('%s SET (%s)', a.alter, array_to_string(c.reloptions, ', ')), NULL::text "
      "WHERE c.reloptions IS NOT NULL "
      "UNION ALL SELECT 2, pg_get_triggerdef(t.oid), NULL FROM pg_trigger t "
      "WHERE t.tgrelid = c.oid AND NOT t.tgisinternal "
      "UNION ALL SELECT 3, format('GRANT %s ON %s TO %s%s', x.privilege_type, c.oid::regclass, ",
      kReceiver,
      "), NULL FROM aclexplode(c.relacl) x WHERE x.grantee <> c.relowner "
      "UNION ALL SELECT 4, format('GRANT %s (%I) ON %s TO %s%s', x.privilege_type, k.attname, c.oid::regclass, ",
      kReceiver,
      "), k.attname::text FROM pg_attribute k CROSS JOIN LATERAL aclexplode(k.attacl) x "
      "WHERE k.attrelid = c.oid AND NOT k.attisdropped AND x.grantee <> c.relowner "
      "UNION ALL SELECT 5, format('%s OWNER TO %I', a.alter, pg_get_userbyid(c.relowner)), NULL "
      "WHERE pg_get_userbyid(c.relowner) <> current_user) AS b (place, sql, name) WHERE ",
      OwnRelation(CatalogScope::kDatabase, "'v', 'm'"), " ORDER BY c.oid, b.place, b.sql");
}

std::string IndexesSql(CatalogScope scope) {
  return StrCat(
      "SELECT c.oid::text, i.relname::text, m.amname::text, x.indisunique::int::text, "
      "(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY u.place) FROM unnest(x.indkey) WITH ORDINALITY AS "
      "u (number, place) JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.number "
      "WHERE u.place <= x.indnkeyatts), ",
      NamesOf("x.indrelid", "x.indkey", "u.place <= x.indnkeyatts"), ", ",
      NamesOf("x.indrelid", "x.indkey", "u.place > x.indnkeyatts"),
      ", pg_get_indexdef(x.indexrelid, 0, true), pg_get_expr(x.indpred, x.indrelid, true), "
      "x.indisvalid::int::text "
      "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam "
      "JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
      "WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x')) "
      "AND ",
      OwnRelation(scope, "'r', 'p', 'm'"), " ORDER BY c.oid, i.relname");
}

std::string RemarksSql(CatalogScope scope) {
  return StrCat("SELECT c.oid::text, r.remark FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL (",
                StrJoin(std::vector<std::string>(std::begin(kRemarks), std::end(kRemarks)), " UNION ALL "),
                ") AS r (remark) WHERE ", OwnRelation(scope, "'r', 'p', 'v', 'm'"), " ORDER BY c.oid, r.remark");
}

}  // namespace ormd::postgres

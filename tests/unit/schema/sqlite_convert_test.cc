#include "orm/base/error.h"
#include "orm/schema/sqlite/type_traits.h"
#include "orm/sql/platform.h"
#include "tests/unit/schema/sqlite_schema_test.h"

namespace ormd {
namespace {

constexpr std::string_view kTypes[] = {"bool",         "smallint", "integer", "bigint",     "real",     "double",
                                       "decimal(6,2)", "decimal",  "text",    "varchar(5)", "char(3)",  "uuid",
                                       "bytes",        "date",     "time",    "timestamp",  "interval", "json",
                                       "enum",         "bigint[]", "text[]",  "bool[]",     "bytes[]"};

Type TypeOf(std::string_view name) {
  Type type = ParseTypeName(name).value();
  if (type.kind == TypeKind::kEnum) type.labels = {"RED", "green", "it's"};
  return type;
}

// Values of the type as SQL literals.
std::vector<std::string> SamplesOf(const Type& type) {
  const std::vector<std::string> texts = {"true",
                                          "-7",
                                          "70000",
                                          "12.345",
                                          "1e30",
                                          "NULL",
                                          "",
                                          "it's",
                                          "RED",
                                          "2024-02-29",
                                          "13:05:06.5",
                                          "2024-02-29T13:05:06.123456Z",
                                          "PT1.5S",
                                          "6f1c6a0e-8f3b-4c1d-9e2f-0a1b2c3d4e5f",
                                          "{\"a\":[1]}",
                                          "9223372036854775807"};
  std::vector<std::string> samples = {"NULL"};
  for (const std::string& text : texts) {
    absl::StatusOr<Value> value = Canonicalize(type, Value(text));
    if (value.ok()) samples.push_back(SqlitePlatform().Literal(type, *value));
  }
  if (type.kind == TypeKind::kArray) samples.push_back("'[]'");
  if (type.kind == TypeKind::kArray && type.element->kind == TypeKind::kBigint) samples.push_back("'[1,70000]'");
  if (type.kind == TypeKind::kArray && type.element->kind == TypeKind::kText) samples.push_back("'[\"a\",\"true\"]'");
  if (type.kind == TypeKind::kArray && type.element->kind == TypeKind::kBool) samples.push_back("'[true,false]'");
  if (type.kind == TypeKind::kArray && type.element->kind == TypeKind::kBytes) samples.push_back("'[\"ff00\"]'");
  return samples;
}

class SqliteConvertTest : public SqliteSchemaTest {
 protected:
  static DatabaseSchema With(const std::vector<Type>& types, bool nullable) {
    Table table = MakeTable("t", {MakeIdentity("id")});
    for (const Type& type : types) {
      table.columns.push_back(MakeColumn(StrCat("x", table.columns.size()), "text", nullable));
      table.columns.back().type = type;
    }
    return Adapt({{}, {table}, {}, {}});
  }
  // In a transaction, which is undone where a statement fails.
  absl::Status TryTo(const DatabaseSchema& wanted) {
    absl::Status status = connection_->Begin({}, {});
    for (const std::string& sql : StatementsOf(Plan(wanted))) {
      if (status.ok()) status = connection_->ExecuteScript(sql, {});
    }
    const absl::Status ended = status.ok() ? connection_->Commit({}) : connection_->Rollback({});
    return status.ok() ? ended : status;
  }
  static DatabaseSchema With(const Type& type) { return With(std::vector<Type>{type}, true); }
};

// Whatever stands in a column, another type takes it, or has its zero value; but nothing is a label for that, bytes are
// no text, and a number is no moment.
TEST_F(SqliteConvertTest, EveryTypeBecomesEveryOther) {
  std::vector<Type> every;
  for (const std::string_view name : kTypes) every.push_back(TypeOf(name));
  for (const Type& from : every) {
    SCOPED_TRACE(TypeName(from));
    std::vector<Type> all = every;
    if (from.kind != TypeKind::kEnum) std::erase_if(all, [](const Type& to) { return to.kind == TypeKind::kEnum; });
    if (from.kind == TypeKind::kBytes) std::erase_if(all, [](const Type& to) { return IsString(to.kind); });
    std::erase_if(all, [&](const Type& to) {
      return IsForeign(from.kind, to.element == nullptr ? to.kind : to.element->kind);
    });
    Migrate(With(std::vector<Type>(all.size(), from), true));
    const std::vector<std::string> samples = SamplesOf(from);
    for (const std::string& sample : samples) {
      Run(StrCat("INSERT INTO t SELECT NULL, ", StrJoin(std::vector<std::string>(all.size(), sample), ", ")));
    }
    Migrate(With(all, false));
    const auto rows = connection_->Execute({"SELECT * FROM t ORDER BY id", {}}, {});
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ((*rows)->rows(), samples.size());
    for (size_t row = 0; row < (*rows)->rows(); ++row) {
      for (size_t i = 0; i < all.size(); ++i) {
        const absl::StatusOr<Value> value = DecodeCell(all[i], (*rows)->cell(row, i + 1));
        EXPECT_TRUE(value.ok() && !value->is_null()) << TypeName(all[i]) << ": " << TextOf((*rows)->cell(row, i + 1));
      }
    }
    Migrate({});
  }
}

TEST_F(SqliteConvertTest, WhatSaysNothingInTheNewTypeIsRefusedAndKept) {
  const std::pair<std::string, std::string> foreign[] = {
      {"decimal(6,2)", "'12.50'"}, {"bigint", "7"}, {"double", "1.5"}, {"bool", "1"}, {"interval", "1500000"}};
  for (const auto& [from, literal] : foreign) {
    for (const char* to : {"timestamp", "date", "time", "uuid"}) {
      SCOPED_TRACE(from + " to " + to);
      Migrate(With(TypeOf(from)));
      Run("INSERT INTO t (x1) VALUES (NULL)");
      Migrate(With(TypeOf(to)));
      EXPECT_EQ(Ask("SELECT x1 FROM t"), "NULL");
      // And back, where nothing stands either.
      Migrate(With(TypeOf(from)));
      Run("INSERT INTO t (x1) VALUES (" + literal + ")");
      EXPECT_EQ(ReasonOf(TryTo(With(TypeOf(to)))), Reason::kBadValue);
      EXPECT_EQ(Ask("SELECT count(*) FROM t WHERE x1 = " + literal), "1");
      Migrate({});
    }
  }
  Migrate(With(TypeOf("timestamp")));
  Run("INSERT INTO t (x1) VALUES ('2024-02-29 13:05:06.000000')");
  for (const auto& [to, literal] : foreign) EXPECT_EQ(ReasonOf(TryTo(With(TypeOf(to)))), Reason::kBadValue) << to;
}

TEST_F(SqliteConvertTest, ValuesSayTheSameInTheirNewType) {
  const auto converted = [&](std::string_view from, std::string_view to, const std::string& literal) {
    Migrate(With(TypeOf(from)));
    Run("INSERT INTO t (x1) VALUES (" + literal + ")");
    Migrate(With(TypeOf(to)));
    const std::string value = Ask("SELECT x1 FROM t");
    Migrate({});
    return value;
  };
  EXPECT_EQ(converted("integer", "decimal(6,2)", "7"), "7.00");
  EXPECT_EQ(converted("double", "decimal(6,2)", "0.125"), "0.13");
  EXPECT_EQ(converted("decimal(6,2)", "decimal(6,1)", "'1234.55'"), "1234.6");
  EXPECT_EQ(converted("decimal(6,2)", "bigint", "'-1234.55'"), "-1235");
  EXPECT_EQ(converted("bigint", "smallint", "70000"), "32767");
  EXPECT_EQ(converted("bool", "text", "1"), "true");
  EXPECT_EQ(converted("text", "bool", "'True'"), "1");
  EXPECT_EQ(converted("text", "timestamp", "'2024-02-29T13:05:06Z'"), "2024-02-29 13:05:06.000000");
  EXPECT_EQ(converted("text", "timestamp", "'2024-02-29T13:05:06.123456+01:00'"), "2024-02-29 12:05:06.123456");
  EXPECT_EQ(converted("text", "timestamp", "'2024-02-29 13:05'"), "2024-02-29 13:05:00.000000");
  EXPECT_EQ(converted("timestamp", "date", "'2024-02-29 13:05:06.000000'"), "2024-02-29");
  EXPECT_EQ(converted("date", "timestamp", "'2024-02-29'"), "2024-02-29 00:00:00.000000");
  EXPECT_EQ(converted("text", "json", "'say \"hi\"'"), "\"say \\\"hi\\\"\"");
  EXPECT_EQ(converted("text", "enum", "'green'"), "green");
  EXPECT_EQ(converted("text", "text[]", "'a'"), "[\"a\"]");
  EXPECT_EQ(converted("bigint[]", "text[]", "'[1,2]'"), "[\"1\",\"2\"]");
  EXPECT_EQ(converted("json", "text[]", "'[1,true,\"a\",{\"b\":2}]'"), R"(["1","true","a","{\"b\":2}"])");
  EXPECT_EQ(converted("text", "text[]", "'[a'"), "[\"[a\"]");
  EXPECT_EQ(converted("text", "varchar(5)", "'longer'"), "longe");
  EXPECT_EQ(converted("text", "bytes", "NULL"), "NULL");
}

TEST_F(SqliteConvertTest, NumbersAndLabelsAreNotEachOther) {
  const std::pair<std::string, std::string> numbers[] = {
      {"integer", "1"}, {"bigint", "0"}, {"bool", "1"}, {"double", "1.0"}, {"decimal(6,2)", "'1.00'"}};
  for (const auto& [number, literal] : numbers) {
    SCOPED_TRACE(number);
    Migrate(With(TypeOf("enum")));
    Run("INSERT INTO t (x1) VALUES ('green')");
    EXPECT_EQ(ReasonOf(TryTo(With(TypeOf(number)))), Reason::kBadValue);
    EXPECT_EQ(Ask("SELECT x1 FROM t"), "green");
    Run("DELETE FROM t");
    Migrate(With(TypeOf(number)));
    Run("INSERT INTO t (x1) VALUES (" + literal + ")");
    EXPECT_EQ(ReasonOf(TryTo(With(TypeOf("enum")))), Reason::kCheckViolation);
    EXPECT_EQ(Ask("SELECT count(*) FROM t WHERE x1 = " + literal), "1");
    Migrate({});
  }
}

TEST_F(SqliteConvertTest, BytesBecomeTheTextThatTheyAreAndBack) {
  Migrate(With(TypeOf("bytes")));
  Run("INSERT INTO t (x1) VALUES (X'6162'), (X'C3A4'), (X''), (NULL)");
  Migrate(With(TypeOf("text")));
  EXPECT_EQ(Ask("SELECT x1 FROM t ORDER BY id"), "ab\nä\n\nNULL");
  Migrate(With(TypeOf("bytes")));
  EXPECT_EQ(Ask("SELECT typeof(x1) || hex(x1) FROM t ORDER BY id"), "blob6162\nblobC3A4\nblob\nnull");
}

TEST_F(SqliteConvertTest, BytesThatAreNoTextAreRefusedAsOne) {
  for (const char* bytes : {"X'FF'", "X'610062'", "X'EDA080'"}) {
    Migrate(With(TypeOf("bytes")));
    Run(StrCat("INSERT INTO t (x1) VALUES (", bytes, ")"));
    for (const char* to : {"text", "varchar(5)"}) {
      EXPECT_EQ(ReasonOf(TryTo(With(TypeOf(to)))), Reason::kBadValue) << bytes;
      EXPECT_EQ(Ask(StrCat("SELECT count(*) FROM t WHERE x1 = ", bytes)), "1");
    }
    Migrate({});
  }
}

TEST_F(SqliteConvertTest, ListsComeBackFromTextsAndDocuments) {
  for (const char* other : {"text", "json"}) {
    SCOPED_TRACE(other);
    Migrate(With({TypeOf("text[]"), TypeOf("bigint[]")}, true));
    Run("INSERT INTO t (x1, x2) VALUES ('[\"a\",\"b\",null]', '[1,-2]'), ('[]', '[]'), (NULL, NULL)");
    Migrate(With({TypeOf(other), TypeOf(other)}, true));
    Migrate(With({TypeOf("text[]"), TypeOf("bigint[]")}, true));
    EXPECT_EQ(Ask("SELECT x1, x2 FROM t ORDER BY id"), "[\"a\",\"b\",null]|[1,-2]\n[]|[]\nNULL|NULL");
    Migrate({});
  }
}

TEST_F(SqliteConvertTest, TextsComeBackFromDocumentsAndDocumentsFromTexts) {
  const std::string documents = R"(('"hello"'), ('"1"'), ('"{}"'), ('1'), ('null'), ('""'), ('{"a":"b"}'), ('"[x"'))";
  const std::string texts = "('hello'), (''), ('1'), ('{\"a\":1}'), ('{x'), ('null')";
  const auto back = [&](const char* type, const char* other, const std::string& rows) {
    Migrate(With(TypeOf(type)));
    Run("INSERT INTO t (x1) VALUES " + rows);
    const std::string before = Ask("SELECT x1 FROM t ORDER BY id");
    Migrate(With(TypeOf(other)));
    Migrate(With(TypeOf(type)));
    EXPECT_EQ(Ask("SELECT x1 FROM t ORDER BY id"), before);
    Migrate({});
  };
  back("json", "text", documents);
  back("text", "json", texts);
}

TEST_F(SqliteConvertTest, RowsOfATableThatIsNotStrictLoseNothing) {
  Run("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x1 DATETIME, x2 DECIMAL(6,2), x3 INT)");
  Run("INSERT INTO t VALUES (1, '2024-02-29T13:05:06.123456Z', 'n/a', 'none'), (2, 'soon', 1.5, 7)");
  Migrate(With({TypeOf("timestamp"), ParseTypeName("decimal(8,3)").value(), TypeOf("decimal(6,2)")}, true));
  EXPECT_EQ(Ask("SELECT x1 || ' ' || x2 || ' ' || x3 FROM t WHERE id = 1"), "2024-02-29 13:05:06.123456 n/a none");
  EXPECT_EQ(Ask("SELECT x1 || ' ' || x2 || ' ' || x3 FROM t WHERE id = 2"), "soon 1.500 7.00");
}

}  // namespace
}  // namespace ormd

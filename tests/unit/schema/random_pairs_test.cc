// Migrates databases with rows from one random schema to another and back. ORMD_RANDOM_PAIRS is how many pairs,
// ORMD_RANDOM_SEED the seed of the first; a pair that fails prints its seed and both schemas.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "orm/schema/schema_manager.h"
#include "orm/schema/schema_transaction.h"
#include "orm/value/text.h"
#include "tests/support/databases.h"
#include "tests/unit/schema/random_schema.h"
#include "tests/unit/schema/schema_text.h"

namespace ormd {
namespace {

constexpr int kRows = 3;
constexpr int kPairs = 40;
const CompareOptions kAll = {.drop_unknown = true, .safe = false, .ignore = {}};

// Of row `number`, from 1: the same in a key and in what refers to it.
Value ValueOf(const Type& type, int number) {
  switch (type.kind) {
    case TypeKind::kBool:
      return Value(number % 2 == 1);
    case TypeKind::kUuid:
      return Value(StrCat("00000000-0000-4000-8000-00000000000", number));
    case TypeKind::kBytes:
      return Value(Bytes{std::string(1, static_cast<char>(number))});
    case TypeKind::kDate:
      return Value(StrCat("2024-01-0", number));
    case TypeKind::kTime:
      return Value(StrCat("0", number, ":00:00"));
    case TypeKind::kTimestamp:
      return Value(StrCat("2024-01-0", number, "T00:00:00Z"));
    case TypeKind::kInterval:
      return Value(StrCat("PT", number, "S"));
    case TypeKind::kJson:
      return Value(StrCat("{\"a\":\"", number, "\"}"));
    case TypeKind::kEnum:
      return Value(type.labels[static_cast<size_t>(number % 2)]);
    case TypeKind::kArray:
      return Value(List{ValueOf(*type.element, number), ValueOf(*type.element, 1)});
    default:
      return Value(StrCat(number));
  }
}

std::string TextOf(const Cell& cell) {
  if (cell.is_null()) return "null";
  if (cell.form == Cell::Form::kInt64) return StrCat(cell.int64);
  if (cell.form == Cell::Form::kDouble) return DoubleText(cell.number);
  return cell.form == Cell::Form::kBytes ? HexText(cell.text) : std::string(cell.text);
}

// One database that goes from a to b and back.
class Pair {
 public:
  Pair(const char* platform, unsigned seed)
      : database_(platform),
        driver_(MakeDriver(database_.url()).value()),
        connection_(driver_->Connect(Access::kWrite, {}).value()),
        dialect_(DialectOf(database_.is_sqlite() ? SqlitePlatform() : PostgresPlatform())) {
    SchemaGenerator generator(seed, database_.is_sqlite());
    a_ = generator.Make();
    b_ = generator.Change(a_);
  }

  void Run() {
    const std::string first = ProtoText(a_, nullptr, database_.is_sqlite());
    const std::string second = ProtoText(b_, &a_, database_.is_sqlite());
    SCOPED_TRACE(StrCat("--- from\n", first, "\n--- to\n", second));
    const auto a = SchemaOf(first), b = SchemaOf(second), back = SchemaOf(ProtoText(a_, &b_, database_.is_sqlite()));
    if (a == nullptr || b == nullptr || back == nullptr) return;
    if (!Become(*a, "make")) return;
    Fill(*a);
    MakeTriggers();
    const Rows rows = Read(a_);
    if (testing::Test::HasFatalFailure() || !Become(*b, "up")) return;
    ExpectKept(rows, Read(b_), "up");
    ExpectTriggers(b_, "up");
    if (!Become(*back, "down")) return;
    ExpectKept(rows, Read(a_), "down");
    ExpectTriggers(a_, "down");
  }

 private:
  // Of each column of each property, by keys of entity and property: the texts of its rows.
  using Rows = std::map<std::pair<int, int>, std::vector<std::string>>;

  bool Become(const Schema& schema, std::string_view step) {
    const SchemaManager manager(schema, dialect_);
    const auto done = manager.Update(*connection_, kAll, SchemaMode::kRun, {});
    EXPECT_TRUE(done.ok()) << step << ": " << done.status() << Planned(manager);
    if (!done.ok()) return false;
    const auto left = manager.Diff(*connection_, kAll, {});
    EXPECT_TRUE(left.ok()) << step << ": " << left.status();
    if (!left.ok()) return false;
    EXPECT_TRUE(left->empty()) << step << " leaves" << Text(*left) << "\nafter" << Text(*done);
    return left->empty();
  }

  // What was to be done, and what the database says of the statement that fails.
  std::string Planned(const SchemaManager& manager) {
    const auto planned = manager.Diff(*connection_, kAll, {});
    if (!planned.ok()) return "";
    SchemaTransaction transaction(dialect_, *connection_);
    if (!transaction.Begin({}).ok()) return "";
    for (const std::string& sql : StatementsOf(*planned)) {
      if (connection_->ExecuteScript(sql, {}).ok()) continue;
      return StrCat("\n", connection_->last_words(), "\nat ", sql, "\nof", Text(*planned));
    }
    return Text(*planned);
  }

  static std::string Text(const std::vector<Operation>& operations) {
    std::string text;
    for (const Operation& operation : operations) {
      StrAppend(&text, "\n-- ", operation.summary, " (", SafetyName(operation.safety), ")\n  ",
                StrJoin(operation.statements, ";\n  "));
    }
    return text;
  }

  // Whether the property may be null in both schemas, or is gone in the second.
  bool MayBeNull(const RandomEntity& entity, const RandomProperty& property) const {
    const RandomEntity* after = b_.Find(entity.key);
    const RandomProperty* there = after == nullptr ? nullptr : after->Find(property.key);
    return property.nullable && !property.unique && (there == nullptr || there->nullable);
  }

  void Fill(const Schema& schema) {
    for (const RandomEntity& entity : a_.entities) {
      const EntityMetadata& metadata = *schema.Find(StrCat("E", entity.key)).value();
      for (int row = 1; row <= kRows; ++row) Insert(entity, metadata, row);
    }
    for (const auto& entity : schema.entities()) {
      for (const auto& property : entity->properties) {
        if (property->pivot.has_value()) Link(*property);
      }
    }
  }

  // Each row with the one of its number.
  void Link(const PropertyMetadata& relation) {
    const PivotTable& pivot = *relation.pivot;
    std::vector<std::string> names;
    const auto add = [&](const std::vector<std::string>& columns, const EntityMetadata& keyed) {
      for (const std::string& column : columns) names.push_back(dialect_.platform().Quote(column));
      std::vector<Type> types;
      for (const size_t column : keyed.key_columns) types.push_back(keyed.columns[column].type);
      return types;
    };
    std::vector<Type> all = add(pivot.owner_columns, *relation.owner);
    for (Type& type : add(pivot.target_columns, *relation.target)) all.push_back(std::move(type));
    for (int row = 1; row <= kRows; ++row) {
      std::vector<std::string> values;
      for (const Type& type : all) values.push_back(Literal(type, ValueOf(type, row)));
      InsertInto(dialect_.platform().QuoteTable(pivot.schema, pivot.name), names, values);
    }
  }

  void Insert(const RandomEntity& entity, const EntityMetadata& metadata, int row) {
    const Platform& platform = dialect_.platform();
    std::vector<std::string> names, values;
    for (const RandomProperty& property : entity.properties) {
      if (property.many || property.source >= 0) continue;
      const PropertyMetadata& described = *metadata.FindProperty(property.name);
      for (size_t i = 0; i < described.column_count; ++i) {
        const Column& column = metadata.columns[described.first_column + i];
        const bool null = row == kRows && MayBeNull(entity, property);
        names.push_back(platform.Quote(column.name));
        values.push_back(Literal(column.type, null ? Value() : ValueOf(column.type, row)));
      }
    }
    InsertInto(platform.QuoteTable(entity.schema, entity.table), names, values);
  }

  std::string Literal(const Type& type, Value value) const {
    const auto canonical = Canonicalize(type, std::move(value));
    EXPECT_TRUE(canonical.ok()) << canonical.status();
    return canonical.ok() ? dialect_.platform().Literal(type, *canonical) : "NULL";
  }

  void InsertInto(const std::string& table, const std::vector<std::string>& names,
                  const std::vector<std::string>& values) {
    const std::string sql =
        StrCat("INSERT INTO ", table, " (", StrJoin(names, ", "), ") VALUES (", StrJoin(values, ", "), ")");
    const absl::Status inserted = connection_->ExecuteScript(sql, {});
    ASSERT_TRUE(inserted.ok()) << inserted << "\n" << connection_->last_words() << "\n" << sql;
  }

  // Somebody else's, one on each table, that need its key. PostgreSQL lets no column go that one needs.
  void MakeTriggers() {
    if (!database_.is_sqlite()) return;
    const Platform& platform = dialect_.platform();
    for (const RandomEntity& entity : a_.entities) {
      const std::string key = platform.Quote(a_.ColumnsOf(entity.properties[0])[0]);
      const std::string sql =
          StrCat("CREATE TRIGGER trigger_", entity.key, " AFTER UPDATE OF ", key, " ON ",
                 platform.QuoteTable(entity.schema, entity.table), " BEGIN SELECT new.", key, "; END");
      const absl::Status made = connection_->ExecuteScript(sql, {});
      ASSERT_TRUE(made.ok()) << made << "\n" << connection_->last_words() << "\n" << sql;
    }
  }

  void ExpectTriggers(const RandomSchema& schema, std::string_view step) {
    if (!database_.is_sqlite()) return;
    for (const RandomEntity& entity : schema.entities) {
      if (a_.Find(entity.key) == nullptr || b_.Find(entity.key) == nullptr) continue;
      const std::string table = dialect_.platform().QuoteTable(entity.schema, entity.table);
      const std::string key = dialect_.platform().Quote(schema.ColumnsOf(entity.properties[0])[0]);
      const auto stands = connection_->Execute(
          {StrCat("SELECT tbl_name FROM sqlite_schema WHERE name = 'trigger_", entity.key, "'"), {}}, {});
      ASSERT_TRUE(stands.ok() && (*stands)->rows() == 1) << step << ": the trigger of E" << entity.key;
      EXPECT_EQ(dialect_.platform().Quote((*stands)->cell(0, 0).text), table) << step;
      const absl::Status works =
          connection_->ExecuteScript(StrCat("UPDATE ", table, " SET ", key, " = ", key, " WHERE 0"), {});
      EXPECT_TRUE(works.ok()) << step << ": the trigger of E" << entity.key << ": " << connection_->last_words();
    }
  }

  Rows Read(const RandomSchema& schema) {
    Rows rows;
    for (const RandomEntity& entity : schema.entities) {
      if (a_.Find(entity.key) == nullptr || b_.Find(entity.key) == nullptr) continue;
      const std::string key = schema.ColumnsOf(entity.properties[0])[0];
      for (const RandomProperty& property : entity.properties) {
        std::vector<std::string>& texts = rows[{entity.key, property.key}];
        if (property.many) {
          const std::string column = StrCat(entity.table, "_", key);
          ReadColumn({entity.schema, StrCat(entity.table, "_", property.name)}, column, column, texts);
          continue;
        }
        for (const std::string& column : schema.ColumnsOf(property)) {
          ReadColumn({entity.schema, entity.table}, column, key, texts);
        }
      }
    }
    return rows;
  }

  void ReadColumn(const TableName& table, const std::string& column, const std::string& order,
                  std::vector<std::string>& texts) {
    const Platform& platform = dialect_.platform();
    const std::string sql = StrCat("SELECT ", platform.Quote(column), " FROM ",
                                   platform.QuoteTable(table.schema, table.name), " ORDER BY ", platform.Quote(order));
    const auto result = connection_->Execute({sql, {}}, {});
    ASSERT_TRUE(result.ok()) << result.status() << "\n" << sql;
    for (size_t row = 0; row < (*result)->rows(); ++row) texts.push_back(TextOf((*result)->cell(row, 0)));
  }

  const RandomProperty* Find(const RandomSchema& schema, const std::pair<int, int>& key) const {
    const RandomEntity* entity = schema.Find(key.first);
    return entity == nullptr ? nullptr : entity->Find(key.second);
  }

  void ExpectKept(const Rows& before, const Rows& after, std::string_view step) {
    for (const auto& [key, texts] : before) {
      const RandomProperty* a = Find(a_, key);
      const RandomProperty* b = Find(b_, key);
      if (a == nullptr || b == nullptr) continue;
      const std::vector<std::string>& now = after.at(key);
      ASSERT_EQ(texts.size(), now.size()) << step << ": rows of E" << key.first;
      for (size_t i = 0; i < texts.size(); ++i) {
        EXPECT_TRUE(IsSame(*a, *b, texts[i], now[i]))
            << step << ": " << a->name << " of E" << key.first << ": " << texts[i] << " became " << now[i];
      }
    }
  }

  // A value that has gone through another type may have another text.
  static bool IsSame(const RandomProperty& a, const RandomProperty& b, const std::string& before,
                     const std::string& after) {
    if (before == after) return true;
    if ((before == "null") != (after == "null")) return false;
    if (a.is_relation()) return std::strtod(before.c_str(), nullptr) == std::strtod(after.c_str(), nullptr);
    if (a.field == b.field && a.column_type == b.column_type) return false;
    if (!a.column_type.empty() || !b.column_type.empty()) return true;
    if (a.field <= Field::kDouble && b.field <= Field::kDouble) {
      return std::strtod(before.c_str(), nullptr) == std::strtod(after.c_str(), nullptr);
    }
    return true;
  }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
  const Dialect& dialect_;
  RandomSchema a_;
  RandomSchema b_;
};

unsigned Setting(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

class RandomPairsTest : public testing::TestWithParam<const char*> {};

TEST_P(RandomPairsTest, RowsGoFromEachSchemaToTheOtherAndBack) {
  const unsigned first = Setting("ORMD_RANDOM_SEED", std::random_device()());
  const unsigned count = Setting("ORMD_RANDOM_PAIRS", kPairs);
  std::printf("%u pairs from ORMD_RANDOM_SEED=%u on\n", count, first);
  std::fflush(stdout);
  for (unsigned i = 0; i < count && !HasFailure(); ++i) {
    SCOPED_TRACE(StrCat("ORMD_RANDOM_PAIRS=1 ORMD_RANDOM_SEED=", first + i));
    Pair(GetParam(), first + i).Run();
  }
}

INSTANTIATE_TEST_SUITE_P(All, RandomPairsTest, testing::ValuesIn(kDatabases),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace ormd

#include "orm/sql/key_select.h"

#include <gtest/gtest.h>

#include "tests/unit/query/shop_schema.h"

namespace ormd {
namespace {

// As many values as the key has columns, of their kinds.
Key SomeKey(const EntityMetadata& entity, int64_t number) {
  Key key;
  for (const size_t column : entity.key_columns) {
    switch (entity.columns[column].type.kind) {
      case TypeKind::kSmallint:
      case TypeKind::kInteger:
      case TypeKind::kBigint:
        key.emplace_back(number);
        break;
      case TypeKind::kUuid:
        key.emplace_back("00000000-0000-4000-8000-00000000000" + std::to_string(number));
        break;
      default:
        key.emplace_back("key " + std::to_string(number));
    }
  }
  return key;
}

class KeySelectTest : public testing::TestWithParam<const Platform*> {
 protected:
  // With one key and with several.
  static void ExpectSame(SelectQuery query) {
    const KeySelect select(*GetParam(), *query.entity, query.fields);
    for (const int64_t count : {1, 2, 3}) {
      std::vector<Key> keys;
      for (int64_t number = 1; number <= count; ++number) keys.push_back(SomeKey(*query.entity, number));
      query.where = KeysCondition(*query.entity, keys);
      const Statement expected = CompileSelect(*GetParam(), query);
      const Statement statement = select.For(keys);
      EXPECT_EQ(statement.sql, expected.sql);
      EXPECT_EQ(statement.params, expected.params);
      EXPECT_EQ(statement.columns, expected.columns);
    }
  }
};

TEST_P(KeySelectTest, IsTheStatementThatCompileSelectMakes) {
  for (const auto& entity : ShopSchema().entities()) {
    SelectQuery query;
    query.entity = entity.get();
    query.fields = DefaultFields(*entity);
    ExpectSame(query);
    for (const PropertyMetadata* property : entity->primary_key) query.fields = {property->index};
    ExpectSame(query);
  }
}

INSTANTIATE_TEST_SUITE_P(Platforms, KeySelectTest, testing::Values(&PostgresPlatform(), &SqlitePlatform()),
                         [](const auto& info) { return std::string(info.param->name()); });

}  // namespace
}  // namespace ormd

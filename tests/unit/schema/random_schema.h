// Random schemas for tests: a model of entities that is changed at random and written as .proto text.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ormd {

enum class Field {
  kSmallint,
  kInteger,
  kBigint,
  kDecimal,
  kText,
  kVarchar,
  kReal,
  kDouble,
  kChar,
  kBool,
  kUuid,
  kBytes,
  kDate,
  kTime,
  kTimestamp,
  kInterval,
  kJson,
  kMap,
  kEnum,
  kTexts,
  kIntegers,
  kEnums,
};

// A property is the same as the one with its key in the other schema of a pair, whatever it is called.
struct RandomProperty {
  int key = 0;
  std::string name;
  Field field = Field::kText;
  int length = 20;
  int labels = 2;  // of enums
  bool nullable = false;
  bool unique = false;
  bool index = false;
  bool check = false;
  bool native = false;  // enums
  bool pinned = false;  // stays in every schema
  bool typed = false;   // keeps its type
  std::string initial;  // `default: …` or `default_raw: …`
  std::string comment;
  std::string collation;
  std::string column_type;
  int source = -1;  // generated from the property of this key
  bool stored = true;
  int target = -1;  // relations: key of the entity
  bool one_to_one = false;
  bool unindexed = false;  // `index: false`
  bool many = false;       // many_to_many
  std::string rules;  // of a to-one relation

  bool is_relation() const { return target >= 0; }
};

// An index, unique or check over properties of an entity.
struct RandomRule {
  enum Kind { kComposite, kExpression, kPartial, kUniqueIndex, kInclude, kHash, kGin, kCheck, kUnique, kDeferred, kForeign };
  int key = 0;
  Kind kind = kComposite;
  std::vector<int> keys;
  bool named = false;
  int target = -1;  // kForeign: key of an entity with a key of the last property's type
};

struct RandomEntity {
  int key = 0;
  std::string table;
  std::string schema;
  std::string comment;
  bool pinned = false;
  bool identity = false;
  size_t key_size = 1;  // the first properties are the primary key
  std::vector<RandomProperty> properties;
  std::vector<RandomRule> rules;

  const RandomProperty* Find(int property) const;
};

struct RandomView {
  int key = 0;
  int entity = 0;
  bool materialized = false;
  bool indexed = false;
  int least = 0;
  std::string comment;
};

struct RandomSchema {
  std::vector<RandomEntity> entities;
  std::vector<RandomView> views;

  const RandomEntity* Find(int entity) const;
  // Names of the columns of a to-one relation or scalar.
  std::vector<std::string> ColumnsOf(const RandomProperty& property) const;
};

class SchemaGenerator {
 public:
  SchemaGenerator(unsigned seed, bool sqlite) : random_(seed), sqlite_(sqlite) {}

  RandomSchema Make();
  // Another schema that a database with rows of this one can become, and back.
  RandomSchema Change(RandomSchema schema);

 private:
  bool Chance(int percent) { return Number(0, 99) < percent; }
  int Number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
  template <typename T, size_t N>
  T Pick(const std::array<T, N>& choices) {
    return choices[static_cast<size_t>(Number(0, static_cast<int>(N) - 1))];
  }

  RandomEntity MakeEntity(RandomSchema& schema);
  void MakeKey(RandomEntity& entity, RandomSchema& schema);
  RandomProperty MakeProperty();
  RandomProperty MakeRelation(const RandomEntity& owner, RandomSchema& schema, bool may_pin);
  void AddGenerated(RandomEntity& entity);
  void AddRule(RandomEntity& entity);
  void AddForeignKey(RandomEntity& entity, RandomSchema& schema);
  void AddView(RandomSchema& schema);
  void Decorate(RandomProperty& property);
  void ChangeEntity(RandomEntity& entity, RandomSchema& schema);
  void ChangeProperty(RandomProperty& property);
  void ChangeType(RandomProperty& property);
  void ChangeKey(RandomEntity& entity);
  void DropParts(RandomSchema& schema);
  std::string Rules(bool nullable);

  std::mt19937 random_;
  const bool sqlite_;
  int next_key_ = 0;
};

// The schema as .proto text; hints name what `former`, where there is one, calls the same parts.
std::string ProtoText(const RandomSchema& schema, const RandomSchema* former, bool sqlite);

}  // namespace ormd

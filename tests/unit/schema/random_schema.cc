#include "tests/unit/schema/random_schema.h"

#include <algorithm>

#include "orm/base/strings.h"

namespace ormd {
namespace {

// Values of these become each other's.
constexpr std::array kNumbers = {Field::kSmallint, Field::kInteger, Field::kBigint, Field::kDecimal,
                                 Field::kText,     Field::kVarchar, Field::kReal,   Field::kDouble};

bool IsNumber(Field field) { return std::find(kNumbers.begin(), kNumbers.end(), field) != kNumbers.end(); }
bool IsInteger(Field field) { return field <= Field::kBigint; }
bool IsText(Field field) { return field == Field::kText || field == Field::kVarchar || field == Field::kChar; }
bool IsEnum(Field field) { return field == Field::kEnum || field == Field::kEnums; }
bool IsList(Field field) { return field >= Field::kTexts; }

// Every row has another value.
bool IsDistinct(Field field) { return field != Field::kBool && !IsEnum(field) && !IsList(field); }

std::string InitialOf(Field field, int number) {
  switch (field) {
    case Field::kSmallint:
    case Field::kInteger:
    case Field::kBigint:
      return number % 3 == 0 ? "default_raw: \"1 + 2\"" : StrCat("default: \"", number, "\"");
    case Field::kReal:
    case Field::kDouble:
      return "default: \"0.5\"";
    case Field::kDecimal:
      return "default: \"1.50\"";
    case Field::kText:
    case Field::kVarchar:
      return number % 2 == 0 ? "default: \"it's\"" : "default_raw: \"upper('a')\"";
    case Field::kChar:
      return "default: \"ab\"";
    case Field::kBool:
      return "default: \"true\"";
    case Field::kUuid:
      return "default_raw: \"gen_random_uuid()\"";
    case Field::kBytes:
      return "default: \"/wE=\"";
    case Field::kDate:
      return "default: \"2024-02-29\"";
    case Field::kTime:
      return "default: \"13:00:00\"";
    case Field::kTimestamp:
      return number % 2 == 0 ? "default: \"2024-02-29T13:00:00Z\"" : "default_raw: \"now()\"";
    case Field::kInterval:
      return "default: \"PT1.5S\"";
    case Field::kJson:
      return "default: \"{\\\"a\\\": 1}\"";
    default:
      return "";
  }
}

std::string ColumnTypeOf(Field field, int number) {
  if (field == Field::kTimestamp) return number % 2 == 0 ? "timestamp without time zone" : "timestamptz(3)";
  if (field == Field::kJson) return "json";
  if (field == Field::kDecimal) return number % 2 == 0 ? "money" : "numeric(20,4)";
  return field == Field::kText ? "character varying" : "";
}

}  // namespace

const RandomProperty* RandomEntity::Find(int property) const {
  const auto found =
      std::find_if(properties.begin(), properties.end(), [&](const auto& other) { return other.key == property; });
  return found == properties.end() ? nullptr : &*found;
}

const RandomEntity* RandomSchema::Find(int entity) const {
  const auto found =
      std::find_if(entities.begin(), entities.end(), [&](const auto& other) { return other.key == entity; });
  return found == entities.end() ? nullptr : &*found;
}

std::vector<std::string> RandomSchema::ColumnsOf(const RandomProperty& property) const {
  if (!property.is_relation()) return {property.name};
  std::vector<std::string> columns;
  const RandomEntity& target = *Find(property.target);
  for (size_t i = 0; i < target.key_size; ++i) {
    for (const std::string& column : ColumnsOf(target.properties[i])) {
      columns.push_back(StrCat(property.name, "_", column));
    }
  }
  return columns;
}

RandomSchema SchemaGenerator::Make() {
  RandomSchema schema;
  for (int count = Number(1, 4); count > 0; --count) schema.entities.push_back(MakeEntity(schema));
  while (Chance(40)) AddView(schema);
  return schema;
}

RandomEntity SchemaGenerator::MakeEntity(RandomSchema& schema) {
  RandomEntity entity;
  entity.key = next_key_++;
  entity.table = StrCat("t", entity.key);
  if (Chance(20)) entity.schema = "cms";
  if (Chance(20)) entity.comment = "it's a table";
  MakeKey(entity, schema);
  for (int count = Number(0, 6); count > 0; --count) entity.properties.push_back(MakeProperty());
  for (int count = Number(0, 2); count > 0; --count) entity.properties.push_back(MakeRelation(entity, schema, true));
  AddGenerated(entity);
  for (int count = Number(0, 3); count > 0; --count) AddRule(entity);
  if (Chance(30)) AddForeignKey(entity, schema);
  return entity;
}

void SchemaGenerator::MakeKey(RandomEntity& entity, RandomSchema& schema) {
  constexpr std::array kKeys = {Field::kInteger, Field::kBigint, Field::kText, Field::kUuid, Field::kBigint};
  entity.key_size = Chance(25) ? 2 : 1;
  for (size_t i = 0; i < entity.key_size; ++i) {
    RandomProperty key;
    key.key = next_key_++;
    key.name = StrCat("k", key.key);
    key.field = Pick(kKeys);
    key.pinned = true;
    if (IsText(key.field) && Chance(20)) key.collation = sqlite_ ? "NOCASE" : "C";
    if (i > 0 && !schema.entities.empty() && Chance(50)) {
      RandomEntity& target =
          schema.entities[static_cast<size_t>(Number(0, static_cast<int>(schema.entities.size()) - 1))];
      target.pinned = true;
      key.target = target.key;
      key.rules = Rules(false);
    }
    entity.properties.push_back(key);
  }
  entity.identity = entity.key_size == 1 && IsInteger(entity.properties[0].field) && Chance(60);
}

RandomProperty SchemaGenerator::MakeProperty() {
  RandomProperty property;
  property.key = next_key_++;
  property.name = StrCat("p", property.key);
  property.field = static_cast<Field>(Number(0, static_cast<int>(Field::kEnums)));
  property.labels = Number(2, 4);
  property.nullable = Chance(40);
  if (IsDistinct(property.field) && Chance(25)) property.unique = property.pinned = true;
  Decorate(property);
  return property;
}

void SchemaGenerator::Decorate(RandomProperty& property) {
  property.initial = Chance(30) ? InitialOf(property.field, Number(0, 9)) : "";
  property.comment = Chance(15) ? "what's this" : "";
  property.index = !property.unique && Chance(20);
  property.native = IsEnum(property.field) && Chance(50);
  constexpr std::array kPostgres = {"C", "POSIX"};
  constexpr std::array kSqlite = {"NOCASE", "RTRIM"};
  property.collation = IsText(property.field) && Chance(20) ? Pick(sqlite_ ? kSqlite : kPostgres) : "";
  property.column_type = !property.index && !property.unique && Chance(20) ? ColumnTypeOf(property.field, Number(0, 9)) : "";
  property.check = property.column_type.empty() && Chance(25);
}

std::string SchemaGenerator::Rules(bool nullable) {
  constexpr std::array kActions = {"CASCADE", "RESTRICT", "NO_ACTION", "SET_NULL"};
  std::string rules;
  if (Chance(10)) return "constraint: false";
  const auto action = [&] {
    const std::string picked = Pick(kActions);
    return picked == "SET_NULL" && !nullable ? std::string("CASCADE") : picked;
  };
  if (Chance(40)) StrAppend(&rules, " on_delete: ", action());
  if (Chance(30)) StrAppend(&rules, " on_update: ", action());
  if (Chance(30)) StrAppend(&rules, " defer: ", Chance(50) ? "DEFERRED" : "IMMEDIATE");
  return rules;
}

// A relation that must not be null is to stay, and its target with it.
RandomProperty SchemaGenerator::MakeRelation(const RandomEntity& owner, RandomSchema& schema, bool may_pin) {
  RandomProperty property;
  property.key = next_key_++;
  property.name = StrCat("r", property.key);
  property.nullable = !may_pin || Chance(60);
  property.target = owner.key;
  if (!schema.entities.empty() && Chance(75)) {
    RandomEntity& target =
        schema.entities[static_cast<size_t>(Number(0, static_cast<int>(schema.entities.size()) - 1))];
    property.target = target.key;
    target.pinned = target.pinned || !property.nullable;
  }
  property.pinned = !property.nullable;
  property.one_to_one = property.pinned && Chance(30);
  property.rules = Rules(property.nullable);
  property.comment = Chance(10) ? "whose" : "";
  property.index = !property.one_to_one && Chance(20);
  property.unindexed = !property.index && Chance(15);
  property.many = property.nullable && Chance(25);
  if (property.many) property.rules = Chance(30) ? "on_delete: RESTRICT on_update: NO_ACTION" : "";
  return property;
}

void SchemaGenerator::AddGenerated(RandomEntity& entity) {
  for (size_t i = entity.key_size; i < entity.properties.size(); ++i) {
    RandomProperty& source = entity.properties[i];
    if (source.is_relation() || source.source >= 0 || !(IsInteger(source.field) || source.field == Field::kText))
      continue;
    if (!source.column_type.empty() || !Chance(50)) continue;
    source.pinned = source.typed = true;
    RandomProperty property;
    property.key = next_key_++;
    property.name = StrCat("g", property.key);
    property.field = IsInteger(source.field) ? Field::kBigint : Field::kText;
    property.nullable = true;
    property.source = source.key;
    property.stored = !sqlite_ || Chance(50);
    entity.properties.push_back(property);
    return;
  }
}

void SchemaGenerator::AddRule(RandomEntity& entity) {
  std::vector<RandomProperty*> scalars;
  for (RandomProperty& property : entity.properties) {
    if (!property.is_relation() && property.source < 0 && property.column_type.empty()) scalars.push_back(&property);
  }
  RandomRule rule;
  rule.key = next_key_++;
  rule.kind = static_cast<RandomRule::Kind>(Number(0, RandomRule::kDeferred));
  // Default names of others go by their columns, which several may have.
  rule.named = (rule.kind != RandomRule::kExpression && rule.kind != RandomRule::kCheck) || Chance(50);
  RandomProperty& first = *scalars[static_cast<size_t>(Number(0, static_cast<int>(scalars.size()) - 1))];
  switch (rule.kind) {
    case RandomRule::kGin:
      if (first.field != Field::kJson && first.field != Field::kMap && !IsList(first.field)) return;
      break;
    case RandomRule::kUniqueIndex:
    case RandomRule::kUnique:
    case RandomRule::kDeferred:
    case RandomRule::kComposite:
    case RandomRule::kInclude:
      // With the whole key nothing is there twice.
      for (size_t i = 0; i < entity.key_size; ++i) rule.keys.push_back(entity.properties[i].key);
      if (entity.Find(first.key) < entity.properties.data() + entity.key_size) return;
      break;
    case RandomRule::kExpression:
    case RandomRule::kCheck:
      if (!IsInteger(first.field) && !IsText(first.field)) return;
      first.typed = true;
      break;
    default:
      break;
  }
  rule.keys.push_back(first.key);
  entity.rules.push_back(rule);
}

// Rows have the same number in both tables, so that the values are the same.
void SchemaGenerator::AddForeignKey(RandomEntity& entity, RandomSchema& schema) {
  for (RandomProperty& property : entity.properties) {
    const bool plain = !property.is_relation() && property.source < 0 && !property.nullable &&
                       property.column_type.empty() && property.collation.empty();
    if (!plain) continue;
    for (RandomEntity& target : schema.entities) {
      RandomProperty& key = target.properties[0];
      if (target.key_size != 1 || key.field != property.field || !key.collation.empty()) continue;
      target.pinned = key.typed = property.pinned = property.typed = true;
      RandomRule rule;
      rule.key = next_key_++;
      rule.kind = RandomRule::kForeign;
      rule.keys = {property.key};
      rule.target = target.key;
      rule.named = true;
      entity.rules.push_back(rule);
      return;
    }
  }
}

void SchemaGenerator::AddView(RandomSchema& schema) {
  RandomEntity& entity = schema.entities[static_cast<size_t>(Number(0, static_cast<int>(schema.entities.size()) - 1))];
  if (entity.key_size != 1 || !IsInteger(entity.properties[0].field)) return;
  RandomView view;
  view.key = next_key_++;
  view.entity = entity.key;
  view.materialized = !sqlite_ && Chance(40);
  view.indexed = Chance(50);
  view.least = Number(0, 2);
  if (Chance(30)) view.comment = "seen";
  entity.pinned = true;
  entity.properties[0].typed = true;
  schema.views.push_back(view);
}

RandomSchema SchemaGenerator::Change(RandomSchema schema) {
  DropParts(schema);
  for (RandomEntity& entity : schema.entities) ChangeEntity(entity, schema);
  while (schema.entities.empty() || Chance(30)) schema.entities.push_back(MakeEntity(schema));
  for (RandomView& view : schema.views) {
    if (Chance(30)) view.least = Number(0, 2);
    if (!sqlite_ && Chance(20)) view.materialized = !view.materialized;
    if (Chance(20)) view.indexed = !view.indexed;
    if (Chance(20)) view.comment = view.comment.empty() ? "seen" : "";
  }
  while (Chance(30)) AddView(schema);
  return schema;
}

void SchemaGenerator::DropParts(RandomSchema& schema) {
  std::erase_if(schema.views, [&](const RandomView&) { return Chance(25); });
  std::erase_if(schema.entities, [&](const RandomEntity& entity) { return !entity.pinned && Chance(20); });
  for (RandomEntity& entity : schema.entities) {
    std::erase_if(entity.properties, [&](const RandomProperty& property) {
      const bool lost =
          property.is_relation() && property.target != entity.key && schema.Find(property.target) == nullptr;
      return lost || (!property.pinned && Chance(15));
    });
    std::erase_if(entity.rules, [&](const RandomRule& rule) {
      const bool lost =
          std::any_of(rule.keys.begin(), rule.keys.end(), [&](int key) { return entity.Find(key) == nullptr; });
      return lost || Chance(20);
    });
  }
}

void SchemaGenerator::ChangeEntity(RandomEntity& entity, RandomSchema& schema) {
  if (Chance(20)) entity.table += "_new";
  if (Chance(20)) entity.comment = entity.comment.empty() ? "now it has one" : "";
  ChangeKey(entity);
  for (size_t i = entity.key_size; i < entity.properties.size(); ++i) ChangeProperty(entity.properties[i]);
  // Not every type has an order.
  for (const RandomRule& rule : entity.rules) {
    for (RandomProperty& property : entity.properties) {
      if (property.key == rule.keys.back()) property.column_type.clear();
    }
  }
  if (Chance(40)) entity.properties.push_back(MakeProperty());
  RandomProperty& added = entity.properties.back();
  // In rows that stand it has one value.
  if (added.key == next_key_ - 1 && added.unique) added.unique = added.pinned = false;
  if (Chance(20)) entity.properties.push_back(MakeRelation(entity, schema, false));
  if (Chance(30)) AddRule(entity);
}

void SchemaGenerator::ChangeKey(RandomEntity& entity) {
  if (entity.key_size != 1) return;
  RandomProperty& key = entity.properties[0];
  if (Chance(15)) key.name += "_new";
  if (IsInteger(key.field) && Chance(20)) entity.identity = !entity.identity;
  constexpr std::array kIntegers = {Field::kSmallint, Field::kInteger, Field::kBigint};
  if (IsInteger(key.field) && !key.typed && Chance(20)) key.field = Pick(kIntegers);
  if (IsInteger(key.field) && !key.typed && !entity.identity && Chance(10)) key.field = Field::kText;
}

void SchemaGenerator::ChangeProperty(RandomProperty& property) {
  if (Chance(15) && !property.is_relation()) property.name += "_new";
  if (property.is_relation()) {
    if (Chance(25) && !property.many) property.rules = Rules(property.nullable);
    if (Chance(15)) property.unindexed = !property.unindexed && !property.index;
    return;
  }
  if (property.source >= 0) return;
  if (Chance(15)) property.nullable = !property.nullable;
  if (property.pinned && IsDistinct(property.field) && Chance(20)) property.unique = !property.unique;
  if (IsEnum(property.field) && Chance(30)) property.labels = Number(2, 4);
  if (property.field == Field::kVarchar && Chance(30)) property.length = property.length == 20 ? 40 : 20;
  if (!property.typed && property.column_type.empty() && Chance(20)) ChangeType(property);
  if (!Chance(25)) return;
  Decorate(property);
  if (property.typed) property.column_type = property.collation = "";
}

void SchemaGenerator::ChangeType(RandomProperty& property) {
  const Field was = property.field;
  if (IsNumber(was)) property.field = Pick(kNumbers);
  constexpr std::array kTextual = {Field::kUuid, Field::kDate, Field::kTime, Field::kBool, Field::kEnum};
  if (std::find(kTextual.begin(), kTextual.end(), was) != kTextual.end()) property.field = Field::kText;
  if (was == Field::kDate && Chance(50)) property.field = Field::kTimestamp;
  if (was == Field::kIntegers) property.field = Field::kTexts;
  if (was == Field::kMap) property.field = Field::kJson;
  if (property.field == was) return;
  property.native = false;
  property.collation.clear();
  property.initial = Chance(30) ? InitialOf(property.field, Number(0, 9)) : "";
}

}  // namespace ormd

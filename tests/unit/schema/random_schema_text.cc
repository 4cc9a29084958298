#include <algorithm>

#include "orm/base/strings.h"
#include "tests/unit/schema/random_schema.h"

namespace ormd {
namespace {

using Options = std::vector<std::string>;

struct FieldText {
  std::string_view proto;
  std::string_view options;
};

FieldText TextOf(Field field) {
  switch (field) {
    case Field::kSmallint:
      return {"int32", "type: SMALLINT"};
    case Field::kInteger:
      return {"int32", ""};
    case Field::kBigint:
      return {"int64", ""};
    case Field::kDecimal:
      return {"string", "type: DECIMAL precision: 12 scale: 2"};
    case Field::kText:
      return {"string", ""};
    case Field::kVarchar:
      return {"string", "type: VARCHAR"};
    case Field::kReal:
      return {"float", ""};
    case Field::kDouble:
      return {"double", ""};
    case Field::kChar:
      return {"string", "type: CHAR length: 8"};
    case Field::kBool:
      return {"bool", ""};
    case Field::kUuid:
      return {"string", "type: UUID"};
    case Field::kBytes:
      return {"bytes", ""};
    case Field::kDate:
      return {"string", "type: DATE"};
    case Field::kTime:
      return {"string", "type: TIME"};
    case Field::kTimestamp:
      return {"google.protobuf.Timestamp", ""};
    case Field::kInterval:
      return {"google.protobuf.Duration", ""};
    case Field::kJson:
      return {"string", "type: JSON"};
    case Field::kMap:
      return {"map<string, string>", ""};
    case Field::kEnum:
      return {"", ""};
    case Field::kTexts:
      return {"repeated string", ""};
    case Field::kIntegers:
      return {"repeated int64", ""};
    case Field::kEnums:
      return {"repeated ", ""};
  }
  return {};
}

// An SQL name within a text of a proto option.
std::string Name(std::string_view name) { return StrCat("\\\"", name, "\\\""); }

class TextWriter {
 public:
  TextWriter(const RandomSchema& schema, const RandomSchema* former, bool sqlite)
      : schema_(schema), former_(former), sqlite_(sqlite) {}

  std::string Write() {
    for (const RandomEntity& entity : schema_.entities) WriteEntity(entity);
    for (const RandomView& view : schema_.views) WriteView(view);
    return std::move(out_);
  }

 private:
  void WriteEntity(const RandomEntity& entity) {
    const RandomEntity* was = former_ == nullptr ? nullptr : former_->Find(entity.key);
    Options options = {StrCat("table: \"", entity.table, "\"")};
    if (!entity.schema.empty()) options.push_back(StrCat("schema: \"", entity.schema, "\""));
    if (!entity.comment.empty()) options.push_back(StrCat("comment: \"", entity.comment, "\""));
    if (was != nullptr && was->table != entity.table) options.push_back(StrCat("renamed_from: \"", was->table, "\""));
    for (size_t i = 0; i < entity.rules.size(); ++i) options.push_back(RuleText(entity, entity.rules[i]));
    StrAppend(&out_, "message E", entity.key, " {\n  option (orm.entity) = {", StrJoin(options, "\n    "), "};\n");
    int number = 0;
    for (const RandomProperty& property : entity.properties) WriteProperty(entity, was, property, ++number);
    out_ += "}\n";
  }

  void WriteProperty(const RandomEntity& entity, const RandomEntity* was, const RandomProperty& property, int number) {
    const bool key =
        property.key == entity.properties[0].key || (entity.key_size == 2 && property.key == entity.properties[1].key);
    Options options;
    if (key) options.push_back(entity.identity ? "primary: {generated: IDENTITY}" : "primary: {}");
    const RandomProperty* former = was == nullptr ? nullptr : was->Find(property.key);
    if (former != nullptr && !property.many) AddHint(property, *former, options);
    property.is_relation() ? AddRelation(property, options) : AddScalar(entity, property, options);
    if (!property.comment.empty() && !property.many) options.push_back(StrCat("comment: \"", property.comment, "\""));
    if (property.index && !property.many) options.push_back("index: true");
    if (property.unindexed) options.push_back("index: false");
    StrAppend(&out_, "  ", TypeText(property), " ", property.name, " = ", number, " [(orm.property) = {",
              StrJoin(options, " "), "}];\n");
  }

  void AddHint(const RandomProperty& property, const RandomProperty& former, Options& options) const {
    const std::vector<std::string> now = schema_.ColumnsOf(property), then = former_->ColumnsOf(former);
    if (now.size() == 1 && then.size() == 1 && now != then) {
      options.push_back(StrCat("renamed_from: \"", then[0], "\""));
    }
  }

  static void AddRelation(const RandomProperty& property, Options& options) {
    if (property.many) return options.push_back(StrCat("many_to_many: {", property.rules, "}"));
    if (property.nullable) options.push_back("nullable: true");
    options.push_back(StrCat(property.one_to_one ? "one_to_one" : "many_to_one", ": {", property.rules, "}"));
  }

  void AddScalar(const RandomEntity& entity, const RandomProperty& property, Options& options) const {
    const auto add = [&](std::string_view name, const std::string& text) {
      if (!text.empty()) options.push_back(StrCat(name, ": \"", text, "\""));
    };
    options.push_back(std::string(TextOf(property.field).options));
    if (property.field == Field::kVarchar) options.push_back(StrCat("length: ", property.length));
    if (property.nullable) options.push_back("nullable: true");
    if (property.source >= 0) return AddGenerated(*entity.Find(property.source), property, options);
    if (property.unique) options.push_back("unique: true");
    options.push_back(property.initial);
    add("collation", property.collation);
    add("column_type", property.column_type);
    if (property.native) add("native_enum", StrCat("enum", property.key));
    if (property.check) add("check", CheckText(property));
  }

  static void AddGenerated(const RandomProperty& source, const RandomProperty& property, Options& options) {
    const std::string sql =
        property.field == Field::kBigint ? StrCat(Name(source.name), " * 2") : StrCat("upper(", Name(source.name), ")");
    options.push_back(StrCat("generated: {sql: \"", sql, "\"", property.stored ? "" : " stored: false", "}"));
  }

  static std::string CheckText(const RandomProperty& property) {
    const std::string name = Name(property.name);
    if (property.field <= Field::kDecimal || property.field == Field::kReal || property.field == Field::kDouble) {
      return StrCat(name, " >= 0");
    }
    if (property.field <= Field::kChar) return StrCat("length(", name, ") < 1000");
    return StrCat(name, " IS NOT NULL OR ", name, " IS NULL");
  }

  std::string TypeText(const RandomProperty& property) {
    if (property.is_relation()) return StrCat(property.many ? "repeated " : "", "E", property.target);
    if (property.field != Field::kEnum && property.field != Field::kEnums) {
      return std::string(TextOf(property.field).proto);
    }
    const std::string name = StrCat("N", property.key);
    StrAppend(&out_, "  enum ", name, " {");
    for (int i = 0; i < property.labels; ++i) StrAppend(&out_, " L", property.key, "_", i, " = ", i, ";");
    out_ += " }\n";
    return StrCat(TextOf(property.field).proto, name);
  }

  std::string RuleText(const RandomEntity& entity, const RandomRule& rule) const {
    const RandomProperty& last = *entity.Find(rule.keys.back());
    const std::string name = Name(last.name);
    const bool number = last.field <= Field::kBigint;
    Options options;
    // Names are one space for all tables.
    if (rule.named) options.push_back(StrCat("name: \"rule_", rule.key, "\""));
    if (rule.kind == RandomRule::kForeign) return ForeignText(last, *schema_.Find(rule.target), std::move(options));
    if (rule.kind != RandomRule::kExpression && rule.kind != RandomRule::kCheck) {
      for (const int key : rule.keys) {
        if (rule.kind == RandomRule::kInclude && key == rule.keys.back()) break;
        options.push_back(StrCat("properties: \"", entity.Find(key)->name, "\""));
      }
    }
    std::string_view kind = "indexes";
    switch (rule.kind) {
      case RandomRule::kExpression:
        options.push_back(StrCat("expression: \"",
                                 number ? StrCat("(", name, " + 1) DESC, ", name) : StrCat("lower(", name, ")"), "\""));
        break;
      case RandomRule::kPartial:
        options.push_back(StrCat("where: \"", name, " IS NOT NULL\""));
        break;
      case RandomRule::kUniqueIndex:
        options.push_back("unique: true");
        break;
      case RandomRule::kInclude:
        options.push_back(StrCat("include: \"", last.name, "\""));
        break;
      case RandomRule::kHash:
        options.push_back("method: \"hash\"");
        break;
      case RandomRule::kGin:
        options.push_back("method: \"gin\"");
        break;
      case RandomRule::kCheck:
        kind = "checks";
        options.push_back(
            StrCat("expression: \"", number ? StrCat(name, " >= 0") : StrCat("length(", name, ") <> 99"), "\""));
        break;
      case RandomRule::kDeferred:
        options.push_back("defer: DEFERRED");
        kind = "uniques";
        break;
      case RandomRule::kUnique:
        kind = "uniques";
        break;
      default:
        break;
    }
    return StrCat(kind, ": {", StrJoin(options, " "), "}");
  }

  static std::string ForeignText(const RandomProperty& property, const RandomEntity& target, Options options) {
    options.push_back(StrCat("columns: \"", property.name, "\" table: \"", target.table, "\" target_columns: \"",
                             target.properties[0].name, "\""));
    if (!target.schema.empty()) options.push_back(StrCat("schema: \"", target.schema, "\""));
    return StrCat("foreign_keys: {", StrJoin(options, " "), "}");
  }

  void WriteView(const RandomView& view) {
    const RandomEntity& entity = *schema_.Find(view.entity);
    const RandomProperty& key = entity.properties[0];
    const std::string table = entity.schema.empty() ? Name(entity.table)
                              : sqlite_             ? Name(StrCat(entity.schema, ".", entity.table))
                                                    : StrCat(Name(entity.schema), ".", Name(entity.table));
    StrAppend(&out_, "message V", view.key, " {\n  option (orm.entity) = {view: {expression: \"SELECT ", Name(key.name),
              " FROM ", table, " WHERE ", Name(key.name), " > ", view.least, "\"",
              view.materialized ? " materialized: true" : "", "}");
    if (!view.comment.empty()) StrAppend(&out_, " comment: \"", view.comment, "\"");
    if (view.materialized && view.indexed) StrAppend(&out_, " indexes: {properties: \"", key.name, "\" unique: true}");
    StrAppend(&out_, "};\n  ", TextOf(key.field).proto, " ", key.name, " = 1 [(orm.property) = {primary: {} ",
              TextOf(key.field).options, "}];\n}\n");
  }

  const RandomSchema& schema_;
  const RandomSchema* former_;
  const bool sqlite_;
  std::string out_;
};

}  // namespace

std::string ProtoText(const RandomSchema& schema, const RandomSchema* former, bool sqlite) {
  return TextWriter(schema, former, sqlite).Write();
}

}  // namespace ormd

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/metadata/deferrable.h"
#include "orm/metadata/foreign_key_reader.h"
#include "orm/metadata/naming.h"
#include "orm/metadata/near_name.h"
#include "orm/metadata/passes.h"
#include "orm/metadata/property_names.h"

namespace ormd {
namespace {

using google::protobuf::RepeatedPtrField;
using Options = orm::EntityOptions;
using PropertySettings = orm::PropertyOptions;
using Names = RepeatedPtrField<std::string>;

std::vector<std::string> ColumnNames(const EntityMetadata& entity, const std::vector<size_t>& columns) {
  std::vector<std::string> names;
  for (size_t column : columns) names.push_back(entity.columns[column].name);
  return names;
}

std::vector<size_t> ColumnsOf(const PropertyMetadata& property) {
  std::vector<size_t> columns;
  for (size_t part = 0; part < property.column_count; ++part) columns.push_back(property.first_column + part);
  return columns;
}

std::string DefaultName(const EntityMetadata& entity, const std::vector<size_t>& columns, std::string_view kind) {
  return ConstraintName(entity.table, ColumnNames(entity, columns), kind);
}

std::string NumberedName(const EntityMetadata& entity, int number, std::string_view kind) {
  return StrCat(entity.table, "_", number, "_", kind);
}

// Reads the indexes, uniques and checks of one entity.
class ConstraintReader {
 public:
  ConstraintReader(EntityMetadata& entity, BuildContext& context) : entity_(entity), context_(context) {}

  void Read() {
    const Options& options = OptionsOf(entity_);
    for (const auto& property : entity_.properties) ReadProperty(*property);
    for (int i = 0; i < options.indexes_size(); ++i) ReadIndex(options.indexes(i), i);
    for (int i = 0; i < options.uniques_size(); ++i) ReadUnique(options.uniques(i), i);
    for (int i = 0; i < options.checks_size(); ++i) ReadCheck(options.checks(i), i);
  }

 private:
  void Tell(int setting, int position, std::string_view message) {
    context_.faults.Add(entity_, {setting, position}, message);
  }

  bool IsWholeKey(const PropertyMetadata& property) const {
    return entity_.primary_key.size() == 1 && entity_.primary_key.front() == &property;
  }

  // Whether the entity has a unique constraint or index over just this property, which may have any name.
  bool IsUniqueBySetting(const PropertyMetadata& property) const {
    const Options& options = OptionsOf(entity_);
    const auto alone = [&](const Names& names) {
      return names.size() == 1 && entity_.FindProperty(names[0]) == &property;
    };
    return std::any_of(options.uniques().begin(), options.uniques().end(),
                       [&](const orm::Unique& unique) {
                         return alone(unique.properties()) && unique.defer() == orm::Defer::NOT_DEFERRABLE;
                       }) ||
           std::any_of(options.indexes().begin(), options.indexes().end(), [&](const orm::Index& index) {
             return index.unique() && !index.has_where() && alone(index.properties());
           });
  }

  void ReadProperty(const PropertyMetadata& property) {
    const PropertySettings& settings = OptionsOf(property);
    if (context_.is_broken(property)) return;
    if (settings.has_check()) ReadPropertyCheck(property, settings.check());
    if (!property.has_columns()) return;
    const std::vector<size_t> columns = ColumnsOf(property);
    const bool one_to_one = property.kind == PropertyKind::kOneToOne;
    if (settings.unique() && (one_to_one || IsWholeKey(property))) {
      context_.faults.Add(property, {PropertySettings::kUniqueFieldNumber},
                          StrCat(one_to_one ? "a one_to_one" : "a key", " is unique without `unique`"));
    } else if (!entity_.view &&
               (settings.unique() || (one_to_one && !IsWholeKey(property) && !IsUniqueBySetting(property)))) {
      entity_.uniques.push_back({DefaultName(entity_, columns, "unique"), columns, Deferrable::kNot});
    }
    if (settings.index() && IsWholeKey(property)) {
      context_.faults.Add(property, {PropertySettings::kIndexFieldNumber}, "a key has an index without `index`");
    } else if (settings.index()) {
      entity_.indexes.push_back({DefaultName(entity_, columns, "index"), columns, {}, "", "", "", false});
    }
  }

  void ReadPropertyCheck(const PropertyMetadata& property, const std::string& expression) {
    if (expression.empty()) {
      context_.faults.Add(property, {PropertySettings::kCheckFieldNumber}, "`check` is empty");
    } else {
      entity_.checks.push_back({DefaultName(entity_, ColumnsOf(property), "check"), expression});
    }
  }

  void ReadIndex(const orm::Index& index, int position) {
    const int setting = Options::kIndexesFieldNumber;
    if (index.properties().empty() != index.has_expression() ||
        (index.has_expression() && index.expression().empty())) {
      return Tell(setting, position, "an index has either `properties` or an `expression`");
    }
    const auto columns = ReadColumns(index.properties(), setting, position, "an index");
    const auto include = ReadColumns(index.include(), setting, position, "an index");
    if (!columns || !include) return;
    if (index.unique() && index.has_method() && index.method() != "btree") {
      return Tell(setting, position, StrCat("the method ", index.method(), " has no unique indexes"));
    }
    IndexMetadata made;
    made.columns = *columns;
    made.include = *include;
    made.expression = index.expression();
    made.where = index.where();
    made.method = index.method();
    made.unique = index.unique();
    made.name = index.has_name()         ? index.name()
                : index.has_expression() ? NumberedName(entity_, position + 1, "index")
                                         : DefaultName(entity_, made.columns, "index");
    entity_.indexes.push_back(std::move(made));
  }

  void ReadUnique(const orm::Unique& unique, int position) {
    const int setting = Options::kUniquesFieldNumber;
    if (unique.properties().empty()) return Tell(setting, position, "a unique constraint needs `properties`");
    const auto columns = ReadColumns(unique.properties(), setting, position, "a unique constraint");
    if (!columns) return;
    entity_.uniques.push_back({unique.has_name() ? unique.name() : DefaultName(entity_, *columns, "unique"), *columns,
                               DeferrableOf(unique.defer())});
  }

  void ReadCheck(const orm::Check& check, int position) {
    if (check.expression().empty()) return Tell(Options::kChecksFieldNumber, position, "a check needs an `expression`");
    entity_.checks.push_back(
        {check.has_name() ? check.name() : NumberedName(entity_, position + 1, "check"), check.expression()});
  }

  std::optional<std::vector<size_t>> ReadColumns(const Names& names, int setting, int position, std::string_view what) {
    std::vector<size_t> columns;
    bool complete = true;
    for (const std::string& name : names) {
      const PropertyMetadata* property = entity_.FindProperty(name);
      if (property != nullptr && context_.is_broken(*property)) return std::nullopt;
      const std::string misfit = Misfit(property, name);
      if (!misfit.empty()) {
        Tell(setting, position, StrCat(what, misfit));
        complete = false;
        continue;
      }
      for (size_t column : ColumnsOf(*property)) columns.push_back(column);
    }
    if (!complete) return std::nullopt;
    return columns;
  }

  // Why the property cannot be part of an index; empty where it can.
  std::string Misfit(const PropertyMetadata* property, const std::string& name) const {
    if (property == nullptr) return StrCat(" names no property: '", name, "'", Proposal(name, PropertyNames(entity_)));
    const std::string_view reason = WithoutColumns(*property);
    return reason.empty() ? "" : StrCat(" cannot hold '", name, "': ", reason);
  }

  static std::string_view WithoutColumns(const PropertyMetadata& property) {
    if (property.is_to_many()) return "it is a to-many relation";
    if (property.is_inverse()) return "it is an inverse side";
    if (property.formula) return "it is a formula";
    return property.persist ? "" : "it is not stored";
  }

  EntityMetadata& entity_;
  BuildContext& context_;
};

}  // namespace

void BuildConstraints(BuildContext& context) {
  for (const auto& entity : context.entities) {
    ConstraintReader(*entity, context).Read();
    ReadForeignKeys(*entity, context);
  }
}

}  // namespace ormd

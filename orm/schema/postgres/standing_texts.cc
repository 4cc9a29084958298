#include "orm/schema/postgres/standing_texts.h"

#include <algorithm>
#include <utility>

#include "orm/schema/postgres/expression_text.h"

namespace ormd::postgres {
namespace {

// A text and those that stand where it would.
struct Place {
  std::string* text = nullptr;
  const OwnText* own = nullptr;
  std::vector<const std::string*> standing;
  const std::string* named = nullptr;  // that of the part with the same name
};

template <typename Part>
const Part* Named(const std::vector<Part>& parts, const Part& wanted) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == wanted.name; });
  return found == parts.end() ? nullptr : &*found;
}

bool Stands(const Place& place, const std::string& text) {
  return std::any_of(place.standing.begin(), place.standing.end(),
                     [&](const std::string* other) { return *other == text; });
}

// nullptr where there is none.
const std::string* SameOnOneLine(const Place& place, const std::string& text) {
  const std::string line = OnOneLine(text);
  const auto found = std::find_if(place.standing.begin(), place.standing.end(),
                                  [&](const std::string* other) { return OnOneLine(*other) == line; });
  return found == place.standing.end() ? nullptr : *found;
}

class Places {
 public:
  Places(const DatabaseSchema& standing, DatabaseSchema& schema) {
    for (Table& table : schema.tables) {
      if (const Table* other = standing.FindTable(table.name)) AddTable(*other, table);
    }
    for (View& view : schema.views) {
      const View* other = Named(standing.views, view);
      if (other == nullptr) continue;
      Add(view.definition, view.own, {&other->definition}, &other->definition);
      AddIndexes(other->indexes, view.indexes);
    }
  }

  const std::vector<Place>& list() const { return places_; }

 private:
  void AddTable(const Table& standing, Table& table) {
    for (TableColumn& column : table.columns) {
      const TableColumn* other = standing.FindColumn(column.name);
      if (other == nullptr) continue;
      if (column.default_sql && other->default_sql) {
        Add(*column.default_sql, column.own, {&*other->default_sql}, &*other->default_sql);
      }
      if (column.generated && other->generated) {
        Add(*column.generated, column.own, {&*other->generated}, &*other->generated);
      }
    }
    std::vector<const std::string*> checks;
    for (const TableCheck& check : standing.checks) checks.push_back(&check.expression);
    for (TableCheck& check : table.checks) {
      const TableCheck* named = Named(standing.checks, check);
      Add(check.expression, check.own, checks, named == nullptr ? nullptr : &named->expression);
    }
    AddIndexes(standing.indexes, table.indexes);
  }

  void AddIndexes(const std::vector<TableIndex>& standing, std::vector<TableIndex>& indexes) {
    std::vector<const std::string*> expressions, conditions;
    for (const TableIndex& index : standing) {
      expressions.push_back(&index.expression);
      conditions.push_back(&index.where);
    }
    for (TableIndex& index : indexes) {
      const TableIndex* named = Named(standing, index);
      Add(index.expression, index.own_expression, expressions, named == nullptr ? nullptr : &named->expression);
      Add(index.where, index.own_where, conditions, named == nullptr ? nullptr : &named->where);
    }
  }

  void Add(std::string& text, const OwnText& own, std::vector<const std::string*> standing, const std::string* named) {
    places_.push_back({&text, &own, std::move(standing), named});
  }

  std::vector<Place> places_;
};

}  // namespace

void AssumeStandingTexts(const DatabaseSchema& standing, DatabaseSchema& adapted) {
  const Places places(standing, adapted);
  for (const Place& place : places.list()) {
    if (place.named != nullptr && !place.named->empty() && !place.text->empty()) *place.text = *place.named;
  }
}

bool HasOtherTexts(const DatabaseSchema& standing, const DatabaseSchema& normal) {
  DatabaseSchema copy = normal;
  const Places places(standing, copy);
  return std::any_of(places.list().begin(), places.list().end(),
                     [](const Place& place) { return !place.text->empty() && !Stands(place, *place.text); });
}

void TakeStandingTexts(const DatabaseSchema& standing, DatabaseSchema& again, DatabaseSchema& normal) {
  const Places places(standing, normal);
  const Places others(standing, again);
  for (size_t i = 0; i < places.list().size() && i < others.list().size(); ++i) {
    const Place& place = places.list()[i];
    if (place.text->empty() || Stands(place, *place.text)) continue;
    if (Stands(place, *others.list()[i].text)) {
      *place.text = *others.list()[i].text;
    } else if (const std::string* own = SameOnOneLine(place, place.own->sql); own != nullptr && !own->empty()) {
      *place.text = *own;
    }
  }
}

}  // namespace ormd::postgres

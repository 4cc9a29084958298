#include "tests/unit/query/query_model.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "tests/unit/query/where_model.h"

namespace ormd {
namespace {

bool IsCut(const RandomQuery& query) { return query.limit.has_value() || query.offset > 0; }

std::set<size_t> FieldsOf(const EntityMetadata& type, const std::vector<std::string>& names) {
  std::set<size_t> slots;
  for (const auto& property : type.properties) {
    const bool named = std::find(names.begin(), names.end(), property->name) != names.end();
    const bool by_default = names.empty() && !property->lazy && !property->hidden;
    const bool always = property->primary || property->version;
    if (property->readable() && (named || by_default || always)) slots.insert(property->index);
  }
  return slots;
}

// Whether populate cannot lead over it, since its columns were not read.
bool IsUnread(const PropertyMetadata& relation, const std::set<size_t>& slots) {
  return relation.is_to_one() && !relation.is_inverse() && !slots.contains(relation.index);
}

std::vector<std::string> Sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

std::string Difference(const std::map<std::string, std::string>& is, const std::map<std::string, std::string>& wanted) {
  std::string text;
  for (const auto& [name, content] : wanted) {
    const auto at = is.find(name);
    if (at == is.end()) {
      StrAppend(&text, name, " is missing\n");
    } else if (at->second != content) {
      StrAppend(&text, name, at->second, "\n  instead of", content, "\n");
    }
  }
  for (const auto& [name, content] : is) {
    if (!wanted.contains(name)) StrAppend(&text, name, " does not belong there\n");
  }
  return text;
}

}  // namespace

std::string QueryModel::FaultOf(const RandomQuery& query, const QueryAnswer& answer) const {
  if (!answer.fault.empty()) return answer.fault;
  Rows roots = Matching(query);
  Sort(query, IsCut(query), roots);
  roots.erase(roots.begin(), roots.begin() + static_cast<std::ptrdiff_t>(std::min<size_t>(query.offset, roots.size())));
  if (query.limit.has_value()) roots.resize(std::min<size_t>(*query.limit, roots.size()));
  if (query.one && roots.size() > 1) roots = {OneOf(query, roots, answer.roots)};
  const std::string fault = FaultOfRoots(query, roots, answer.roots);
  return fault.empty() ? Difference(answer.entities, Graph(query, roots)) : fault;
}

size_t QueryModel::Count(const RandomQuery& query) const { return Matching(query).size(); }

QueryModel::Rows QueryModel::Matching(const RandomQuery& query) const {
  const WhereModel where(world_);
  Rows rows = world_.RowsOf(*query.type);
  std::erase_if(rows, [&](const WorldRow* row) {
    if (query.key.has_value()) return row->key != *query.key;
    return where.Matches(QueryWorld::PlaceOf(*row), query.where) != Truth::kTrue;
  });
  return rows;
}

void QueryModel::AppendTerms(const WorldRow& row, const OrderRequest& request, std::vector<Term>& terms) const {
  WorldPlace place = QueryWorld::PlaceOf(row);
  std::string_view path = request.path;
  for (size_t dot = path.find('.'); dot != path.npos; dot = path.find('.')) {
    place = world_.Follow(place, *place.type->FindProperty(path.substr(0, dot)));
    path.remove_prefix(dot + 1);
  }
  const bool by_default = request.descending ? !nulls_first_ : nulls_first_;
  const bool first = request.nulls == Nulls::kDefault ? by_default : request.nulls == Nulls::kFirst;
  const PropertyMetadata& property = *place.type->FindProperty(path);
  if (property.is_scalar()) {
    terms.push_back({property.type, request.descending, first, world_.ScalarAt(place, property)});
    return;
  }
  const WorldPlace there = world_.Follow(place, property);
  for (size_t i = 0; i < there.type->key_columns.size(); ++i) {
    const Type& type = there.type->columns[there.type->key_columns[i]].type;
    terms.push_back({type, request.descending, first, there.key.has_value() ? (*there.key)[i] : Value()});
  }
}

std::vector<QueryModel::Term> QueryModel::Terms(const RandomQuery& query, const WorldRow& row, bool total) const {
  std::vector<Term> terms;
  for (const OrderRequest& request : query.order) AppendTerms(row, request, terms);
  for (const OrderItem& item : row.type->order) AppendTerms(row, {item.property->name, item.descending}, terms);
  for (const PropertyMetadata* property : row.type->primary_key) {
    if (total) AppendTerms(row, {property->name}, terms);
  }
  return terms;
}

int QueryModel::Compare(const std::vector<Term>& a, const std::vector<Term>& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    const bool null = a[i].value.is_null(), other_null = b[i].value.is_null();
    if (null != other_null) return null == a[i].nulls_first ? -1 : 1;
    const int order = null ? 0 : CompareHeld(a[i].type, a[i].value, b[i].value);
    if (order != 0) return a[i].descending ? -order : order;
  }
  return 0;
}

void QueryModel::Sort(const RandomQuery& query, bool total, Rows& rows) const {
  std::stable_sort(rows.begin(), rows.end(), [&](const WorldRow* a, const WorldRow* b) {
    return Compare(Terms(query, *a, total), Terms(query, *b, total)) < 0;
  });
}

// Of several rows that the order puts first, any may be answered: the one that was.
const WorldRow* QueryModel::OneOf(const RandomQuery& query, const Rows& roots,
                                  const std::vector<std::string>& names) const {
  const std::vector<Term> first = Terms(query, *roots.front(), false);
  const auto is_answered = [&](const WorldRow* row) {
    return names == std::vector{ShownEntity(*row->type, row->key)} && Compare(Terms(query, *row, false), first) == 0;
  };
  const auto answered = std::find_if(roots.begin(), roots.end(), is_answered);
  return answered == roots.end() ? roots.front() : *answered;
}

std::string QueryModel::FaultOfRoots(const RandomQuery& query, const Rows& roots,
                                     const std::vector<std::string>& names) const {
  std::vector<std::string> wanted;
  for (const WorldRow* row : roots) wanted.push_back(ShownEntity(*row->type, row->key));
  const bool same = IsCut(query) ? names == wanted : Sorted(names) == Sorted(wanted);
  if (!same) return StrCat("found ", StrJoin(names, ", "), "\n  instead of ", StrJoin(wanted, ", "), "\n");
  return FaultOfOrder(query, roots, names);
}

std::string QueryModel::FaultOfOrder(const RandomQuery& query, const Rows& roots,
                                     const std::vector<std::string>& names) const {
  std::map<std::string, const WorldRow*> rows;
  for (const WorldRow* row : roots) rows[ShownEntity(*row->type, row->key)] = row;
  for (size_t i = 1; i < names.size(); ++i) {
    const WorldRow& before = *rows.at(names[i - 1]);
    const WorldRow& behind = *rows.at(names[i]);
    if (Compare(Terms(query, before, false), Terms(query, behind, false)) > 0) {
      return StrCat(names[i - 1], " stands before ", names[i], "\n");
    }
  }
  return "";
}

std::map<std::string, std::string> QueryModel::Graph(const RandomQuery& query, const Rows& roots) const {
  Loaded loaded;
  const auto nodes = ParsePopulate(*query.type, query.populate, {});
  std::set<size_t> slots = FieldsOf(*query.type, query.fields);
  for (const PopulateNode& node : *nodes) {
    if (node.relation->is_to_one() && !node.relation->is_inverse()) slots.insert(node.relation->index);
  }
  for (const WorldRow* root : roots) Reach(*root, slots, *nodes, loaded);
  std::map<std::string, std::string> shown;
  for (const auto& [row, slots] : loaded) {
    std::string& text = shown[ShownEntity(*row->type, row->key)];
    for (const size_t slot : slots) {
      const PropertyMetadata& property = row->type->property(slot);
      if (!property.hidden) StrAppend(&text, " ", property.name, "=", Shown(*row, property));
    }
  }
  return shown;
}

void QueryModel::Reach(const WorldRow& row, const std::set<size_t>& slots, const Nodes& nodes, Loaded& loaded) const {
  loaded[&row].insert(slots.begin(), slots.end());
  for (const PopulateNode& node : nodes) {
    const PropertyMetadata& relation = *node.relation;
    if (IsUnread(relation, slots)) continue;
    loaded[&row].insert(relation.index);
    for (const WorldRow* item : ItemsOf(row, relation)) {
      Reach(*item, FieldsOf(*relation.target, {}), node.children, loaded);
    }
  }
}

QueryModel::Rows QueryModel::ItemsOf(const WorldRow& row, const PropertyMetadata& relation) const {
  if (relation.is_to_one()) {
    const WorldRow* const item = world_.Follow(QueryWorld::PlaceOf(row), relation).row;
    return item == nullptr ? Rows() : Rows{item};
  }
  Rows items = world_.ItemsAt(QueryWorld::PlaceOf(row), relation);
  RandomQuery by;
  by.type = relation.target;
  for (const OrderItem& item : relation.order) by.order.push_back({item.property->name, item.descending});
  Sort(by, true, items);
  return items;
}

std::string QueryModel::Shown(const WorldRow& row, const PropertyMetadata& property) const {
  const WorldPlace place = QueryWorld::PlaceOf(row);
  if (property.is_scalar()) return ShownValue(property.type, world_.ScalarAt(place, property));
  if (property.is_to_one()) {
    const WorldPlace there = world_.Follow(place, property);
    return there.key.has_value() ? ShownEntity(*there.type, *there.key) : "null";
  }
  std::vector<std::string> items;
  for (const WorldRow* item : ItemsOf(row, property)) items.push_back(ShownEntity(*item->type, item->key));
  return StrCat("[", StrJoin(items, ", "), "]");
}

}  // namespace ormd

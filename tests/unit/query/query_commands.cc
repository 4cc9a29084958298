// Queries as requests and as text, and what is simpler.
#include <type_traits>

#include "orm/base/strings.h"
#include "orm/value/text.h"
#include "tests/unit/query/random_query.h"

namespace ormd {
namespace {

void PutMap(const Map& map, orm::v1::MapValue* out);

void PutValue(const Value& value, orm::v1::Value* out) {
  value.Visit([out]<typename T>(const T& content) {
    if constexpr (std::is_same_v<T, std::monostate>) out->set_null(orm::v1::NULL_VALUE_UNSPECIFIED);
    if constexpr (std::is_same_v<T, bool>) out->set_bool_(content);
    if constexpr (std::is_same_v<T, int64_t>) out->set_int64(content);
    if constexpr (std::is_same_v<T, double>) out->set_double_(content);
    if constexpr (std::is_same_v<T, std::string>) out->set_text(content);
    if constexpr (std::is_same_v<T, Bytes>) out->set_bytes(content.data);
    if constexpr (std::is_same_v<T, Map>) PutMap(content, out->mutable_map());
    if constexpr (std::is_same_v<T, List>) {
      out->mutable_list();
      for (const Value& item : content) PutValue(item, out->mutable_list()->add_values());
    }
    if constexpr (std::is_same_v<T, Timestamp>) {
      int64_t seconds = content.micros / 1'000'000;
      if (content.micros % 1'000'000 < 0) --seconds;
      out->mutable_timestamp()->set_seconds(seconds);
      out->mutable_timestamp()->set_nanos(static_cast<int32_t>(content.micros - seconds * 1'000'000) * 1000);
    }
  });
}

void PutMap(const Map& map, orm::v1::MapValue* out) {
  for (const auto& [name, value] : map) {
    orm::v1::Pair* pair = out->add_pairs();
    pair->set_name(name);
    PutValue(value, pair->mutable_value());
  }
}

template <typename Message>
void PutOptions(const RandomQuery& query, Message* find) {
  find->set_entity(query.type->name);
  for (const OrderRequest& term : query.order) {
    orm::v1::OrderBy* order = find->add_order_by();
    order->set_path(term.path);
    order->set_descending(term.descending);
    if (term.nulls == Nulls::kFirst) order->set_nulls(orm::v1::OrderBy::NULLS_FIRST);
    if (term.nulls == Nulls::kLast) order->set_nulls(orm::v1::OrderBy::NULLS_LAST);
  }
  for (const std::string& path : query.populate) find->add_populate(path);
  for (const std::string& name : query.fields) find->add_fields(name);
}

std::string TermText(const OrderRequest& term) {
  const char* const nulls[] = {"", " nulls first", " nulls last"};
  return StrCat(term.path, term.descending ? " desc" : "", nulls[static_cast<size_t>(term.nulls)]);
}

// Values that say less, each by one part.
std::vector<Value> Simpler(const Value& value) {
  std::vector<Value> simpler;
  const auto add = [&](const auto& content, auto&& child_of) {
    for (size_t i = 0; i < content.size(); ++i) {
      auto less = content;
      less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
      simpler.emplace_back(std::move(less));
      for (Value& child : Simpler(child_of(content[i]))) {
        auto other = content;
        const_cast<Value&>(child_of(other[i])) = std::move(child);
        simpler.emplace_back(std::move(other));
      }
    }
  };
  if (const List* list = value.get_if<List>()) {
    add(*list, [](const Value& item) -> const Value& { return item; });
  } else if (const Map* map = value.get_if<Map>()) {
    add(*map, [](const auto& entry) -> const Value& { return entry.second; });
  }
  return simpler;
}

template <typename T, typename Function>
void Without(const std::vector<T>& list, const Function& take) {
  for (size_t i = 0; i < list.size(); ++i) {
    std::vector<T> less = list;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    take(std::move(less));
  }
}

}  // namespace

orm::v1::Command FindCommand(const RandomQuery& query) {
  orm::v1::Command command;
  if (!query.one) {
    orm::v1::Find* find = command.mutable_find();
    PutOptions(query, find);
    PutMap(query.where.as<Map>(), find->mutable_where());
    if (query.limit.has_value()) find->set_limit(*query.limit);
    find->set_offset(query.offset);
    return command;
  }
  orm::v1::FindOne* find = command.mutable_find_one();
  PutOptions(query, find);
  find->set_allow_missing(true);
  if (!query.key.has_value()) {
    PutMap(query.where.as<Map>(), find->mutable_where());
    return command;
  }
  for (const Value& part : *query.key) PutValue(part, find->mutable_key()->add_values());
  return command;
}

orm::v1::Command CountCommand(const RandomQuery& query) {
  orm::v1::Command command;
  command.mutable_count()->set_entity(query.type->name);
  PutMap(query.where.as<Map>(), command.mutable_count()->mutable_where());
  return command;
}

std::string QueryText(const RandomQuery& query) {
  std::string text = StrCat(query.one ? "find one " : "find ", query.type->short_name);
  if (query.key.has_value()) {
    StrAppend(&text, " ", KeyText(*query.key));
  } else {
    StrAppend(&text, " where ", JsonText(query.where));
  }
  std::vector<std::string> order;
  for (const OrderRequest& term : query.order) order.push_back(TermText(term));
  if (!order.empty()) StrAppend(&text, " order by ", StrJoin(order, ", "));
  if (query.limit.has_value()) StrAppend(&text, " limit ", *query.limit);
  if (query.offset > 0) StrAppend(&text, " offset ", query.offset);
  if (!query.populate.empty()) StrAppend(&text, " populate ", StrJoin(query.populate, ", "));
  if (!query.fields.empty()) StrAppend(&text, " fields ", StrJoin(query.fields, ", "));
  return text;
}

std::vector<RandomQuery> SimplerQueries(const RandomQuery& query) {
  std::vector<RandomQuery> simpler;
  const auto add = [&](const auto& change) {
    simpler.push_back(query);
    change(simpler.back());
  };
  for (const Value& where : Simpler(query.where)) add([&](RandomQuery& less) { less.where = where; });
  Without(query.order, [&](auto order) { add([&](RandomQuery& less) { less.order = order; }); });
  Without(query.populate, [&](auto paths) { add([&](RandomQuery& less) { less.populate = paths; }); });
  Without(query.fields, [&](auto names) { add([&](RandomQuery& less) { less.fields = names; }); });
  if (query.limit.has_value()) add([](RandomQuery& less) { less.limit.reset(); });
  if (query.offset > 0) add([](RandomQuery& less) { less.offset = 0; });
  return simpler;
}

}  // namespace ormd

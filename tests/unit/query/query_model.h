// What a find must answer, over rows in memory.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/unit/query/query_answer.h"
#include "tests/unit/query/query_world.h"
#include "tests/unit/query/random_query.h"

namespace ormd {

class QueryModel {
 public:
  // `nulls_first`: where the database puts nulls that nobody asks about, in an ascending order.
  QueryModel(const QueryWorld& world, bool nulls_first) : world_(world), nulls_first_(nulls_first) {}

  // What is wrong with the answer to a query; empty where nothing is.
  std::string FaultOf(const RandomQuery& query, const QueryAnswer& answer) const;
  // Of all that match, without limit and offset.
  size_t Count(const RandomQuery& query) const;

 private:
  using Rows = std::vector<const WorldRow*>;
  using Nodes = std::vector<PopulateNode>;
  // Slots that were read of each entity.
  using Loaded = std::map<const WorldRow*, std::set<size_t>>;
  struct Term {
    Type type;
    bool descending;
    bool nulls_first;
    Value value;
  };

  Rows Matching(const RandomQuery& query) const;
  // What the rows are ordered by; `total`: with the key.
  std::vector<Term> Terms(const RandomQuery& query, const WorldRow& row, bool total) const;
  void AppendTerms(const WorldRow& row, const OrderRequest& request, std::vector<Term>& terms) const;
  static int Compare(const std::vector<Term>& a, const std::vector<Term>& b);
  const WorldRow* OneOf(const RandomQuery& query, const Rows& roots, const std::vector<std::string>& names) const;
  void Sort(const RandomQuery& query, bool total, Rows& rows) const;

  std::string FaultOfRoots(const RandomQuery& query, const Rows& roots, const std::vector<std::string>& names) const;
  std::string FaultOfOrder(const RandomQuery& query, const Rows& roots, const std::vector<std::string>& names) const;

  // What the roots and what populate reaches from them show.
  std::map<std::string, std::string> Graph(const RandomQuery& query, const Rows& roots) const;
  void Reach(const WorldRow& row, const std::set<size_t>& slots, const Nodes& nodes, Loaded& loaded) const;
  // In the order of a collection.
  Rows ItemsOf(const WorldRow& row, const PropertyMetadata& relation) const;
  std::string Shown(const WorldRow& row, const PropertyMetadata& property) const;

  const QueryWorld& world_;
  const bool nulls_first_;
};

}  // namespace ormd

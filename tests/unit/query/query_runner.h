// Runs queries in every way that the product has, and compares what they answer.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/session/workspace.h"
#include "tests/unit/query/query_answer.h"
#include "tests/unit/query/query_model.h"
#include "tests/unit/query/random_query.h"

namespace ormd {

// Works on a database that holds the rows of `world`, and that nobody changes meanwhile.
class QueryRunner {
 public:
  // All outlive it.
  QueryRunner(const OrmEnvironment& environment, const QueryWorld& world, AnswerReader& reader)
      : environment_(environment), world_(world), reader_(reader), session_(environment) {}

  // These say what is wrong; nothing where all is well.

  // A query that means something.
  std::string FaultOf(const RandomQuery& query);
  // One that must be refused.
  std::string FaultOfBad(const RandomQuery& query, const QueryFault& fault);
  // One that may be.
  std::string FaultOfDisturbed(const RandomQuery& query);

 private:
  // What one way answers.
  struct Way {
    std::string name;
    absl::Status status;
    QueryAnswer answer;
    std::string bytes;
    bool taken = true;  // else the product leaves it to another one
  };

  Way ThroughEntities(const RandomQuery& query);
  Way ThroughRows(const RandomQuery& query);
  Way ThroughSession(const RandomQuery& query);
  Way ThroughStream(const RandomQuery& query);
  Way Count(const RandomQuery& query, int64_t* count);
  absl::StatusOr<FindResult> Find(EntityManager& manager, const RandomQuery& query);
  void ReadReply(const orm::v1::FindReply& reply, Way& way);
  void ReadBytes(const std::string& bytes, Way& way);
  std::vector<Way> AllWays(const RandomQuery& query);

  const OrmEnvironment& environment_;
  const QueryWorld& world_;
  AnswerReader& reader_;
  Workspace session_;  // remembers what earlier queries have read
  bool in_parts_ = false;
};

}  // namespace ormd

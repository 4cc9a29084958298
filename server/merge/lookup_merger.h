// Look-ups of many callers in one statement.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "orm/base/context.h"
#include "orm/unit/entity_manager.h"
#include "orm/v1/query.pb.h"
#include "server/merge/answer.h"
#include "server/merge/lookup_shape.h"
#include "server/merge/merge_queue.h"

namespace ormd {

// Takes one-shot FindOne calls by key. Those of one entity type and the same fields that wait at the same time go out
// as one `WHERE key = ANY(…)`. Every caller gets the answer that its call alone would have got: the statement begins
// after the call came; who is cancelled or out of time is answered so, and the others go on; if the statement fails,
// each look-up is done again alone.
//
// Thread safe. The environment and the executor outlive it.
class LookupMerger {
 public:
  // `max_message`: the most bytes of an answer.
  LookupMerger(const OrmEnvironment& environment, Executor& executor, MergeOptions options, size_t max_message);

  // False, and `answer` is left alone, where the call is none to be merged: it asks for more than a row by its key.
  bool Take(const orm::v1::FindOne& find, const Context& context, Answer& answer);

 private:
  struct Lookup {
    std::shared_ptr<const LookupShape> shape;
    Key key;
    bool allow_missing;
    Context context;
    Answer answer;
  };

  absl::StatusOr<Lookup> Decode(const orm::v1::FindOne& find);
  void Run(std::vector<Lookup> lookups);
  void RunTogether(std::vector<Lookup>& lookups);
  absl::StatusOr<std::unique_ptr<Result>> Read(const LookupShape& shape, std::vector<Key> keys,
                                               const Context& context) const;
  absl::Status AnswerFrom(const Result& rows, std::vector<Lookup>& lookups) const;
  absl::StatusOr<grpc::ByteBuffer> Encode(const Lookup& lookup, const Result& rows, std::optional<size_t> row) const;

  const OrmEnvironment& environment_;
  const bool enabled_;
  const size_t max_message_;
  LookupShapes shapes_;
  MergeQueue<Lookup> queue_;
};

}  // namespace ormd

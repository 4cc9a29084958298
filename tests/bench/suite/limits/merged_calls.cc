#include "tests/bench/suite/limits/merged_calls.h"

#include "absl/container/flat_hash_map.h"
#include "tests/bench/suite/limits/new_authors.h"
#include "tests/bench/suite/limits/rows.h"
#include "tests/bench/suite/limits/shop_calls.h"

namespace ormd::bench {
namespace {

template <typename Calls, typename Call>
void RunAlone(Connection& connection, const Calls& calls, const Call& call) {
  for (const auto& waiting : calls) {
    waiting.reactor->Finish(call(connection, *waiting.request, waiting.response));
  }
}

}  // namespace

void GetAuthors(Connection& connection, const AuthorMerger::Calls& calls) {
  if (calls.size() == 1) return RunAlone(connection, calls, GetAuthor);
  ArrayText keys;
  for (const auto& call : calls) keys.Add(call.request->id());
  Rows rows;
  const grpc::Status status = connection.Execute(Statement::kGetAuthors, {keys.Finish()}, &rows);
  absl::flat_hash_map<int, int> row_of_key;
  for (int row = 0; status.ok() && row < PQntuples(rows.get()); ++row)
    row_of_key.emplace(IntAt(rows.get(), row, 0), row);
  for (const auto& call : calls) {
    const auto row = row_of_key.find(call.request->id());
    if (row != row_of_key.end()) ReadAuthor(rows.get(), row->second, call.response);
    call.reactor->Finish(status.ok() && row == row_of_key.end() ? NoSuchAuthor() : status);
  }
}

void CreateSingleAuthors(Connection& connection, const CreateMerger::Calls& calls) {
  if (calls.size() == 1) return RunAlone(connection, calls, CreateAuthor);
  NewAuthors authors;
  for (const auto& call : calls) authors.Add(*call.request);
  Rows keys;
  if (!authors.Insert(connection, &keys).ok()) return RunAlone(connection, calls, CreateAuthor);
  for (size_t i = 0; i < calls.size(); ++i) {
    calls[i].response->set_id(IntAt(keys.get(), static_cast<int>(i), 0));
    calls[i].reactor->Finish(grpc::Status::OK);
  }
}

}  // namespace ormd::bench

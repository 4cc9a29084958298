// What W9 and W10 cost PostgreSQL: one connection, without an ORM and without a network, in as few round trips as the
// work allows.
//   bench_libpq --database URL --workload W9|W10 [--seconds S] [--warmup S]    prints a line of JSON like that of
//   bench_load
#include <CLI/CLI.hpp>
#include <cstring>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/suite/limits/connection.h"
#include "tests/bench/suite/limits/local_run.h"
#include "tests/bench/suite/limits/new_authors.h"
#include "tests/bench/suite/limits/parameters.h"
#include "tests/bench/suite/limits/rows.h"
#include "tests/bench/suite/load/known_data.h"
#include "tests/bench/suite/load/library_player.h"
#include "tests/bench/suite/load/random.h"

namespace ormd::bench {
namespace {

// Statements that go out at once: one round trip. A failure ends the program.
class Pipeline {
 public:
  explicit Pipeline(PGconn* connection) : connection_(connection) {
    Require(PQenterPipelineMode(connection) == 1, PQerrorMessage(connection));
  }

  void Add(Statement statement, std::initializer_list<const char*> parameters) {
    const int sent = PQsendQueryPrepared(connection_, NameOf(statement), static_cast<int>(parameters.size()),
                                         parameters.begin(), nullptr, nullptr, 0);
    Require(sent == 1, PQerrorMessage(connection_));
    ++statements_;
  }

  // Their results, in order.
  std::vector<Rows> Run() {
    Require(PQpipelineSync(connection_) == 1, PQerrorMessage(connection_));
    std::vector<Rows> results;
    for (; statements_ > 0; --statements_) results.push_back(Next());
    const Rows synced(PQgetResult(connection_));
    Require(PQresultStatus(synced.get()) == PGRES_PIPELINE_SYNC, PQerrorMessage(connection_));
    return results;
  }

 private:
  Rows Next() {
    Rows rows(PQgetResult(connection_));
    const ExecStatusType status = PQresultStatus(rows.get());
    Require(status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK, PQerrorMessage(connection_));
    Require(PQgetResult(connection_) == nullptr, "a statement with two results");
    return rows;
  }

  PGconn* const connection_;
  int statements_ = 0;
};

// W9. The change needs the row: two round trips.
size_t CopyBook(Pipeline& pipeline, int id) {
  const NumberText key(id);
  pipeline.Add(Statement::kBegin, {});
  pipeline.Add(Statement::kLockBook, {key.c_str()});
  const Rows locked = std::move(pipeline.Run().back());
  Require(PQntuples(locked.get()) == 1, "no such book");
  const auto text = [&](int column) { return PQgetvalue(locked.get(), 0, column); };
  const std::string price = NextPrice(text(2));
  pipeline.Add(Statement::kChangePrice, {key.c_str(), price.c_str()});
  pipeline.Add(Statement::kCreateBook, {text(1), price.c_str(), text(3), text(4), text(5)});
  pipeline.Add(Statement::kCommit, {});
  const std::vector<Rows> written = pipeline.Run();
  Require(std::strcmp(PQcmdTuples(written[0].get()), "1") == 0, "the book was not changed");
  return static_cast<size_t>(PQgetlength(written[1].get(), 0, 0));
}

// The keys of new authors, as the text of an array.
std::string CreateAuthors(Connection& connection, FreshEmails& emails) {
  NewAuthors authors;
  shop::Author author;
  for (int i = 0; i < kRemovedAuthors; ++i) {
    FillNewAuthor(emails.Next(), &author);
    authors.Add(author);
  }
  Rows rows;
  const grpc::Status status = authors.Insert(connection, &rows);
  Require(status.ok(), status.error_message());
  ArrayText keys;
  for (int row = 0; row < PQntuples(rows.get()); ++row) keys.Add(IntAt(rows.get(), row, 0));
  return keys.Finish();
}

// W10. One statement that is its own transaction.
size_t RemoveAuthors(Connection& connection, const std::string& keys) {
  Rows rows;
  const grpc::Status status = connection.Execute(Statement::kRemoveAuthors, {keys.c_str()}, &rows);
  Require(status.ok(), status.error_message());
  const std::string_view removed = PQcmdTuples(rows.get());
  Require(removed == std::to_string(kRemovedAuthors), "not every author was removed");
  return removed.size();
}

void Measure(const LocalRun& run, const std::string& workload, Connection& connection) {
  FreshEmails emails;
  std::string keys;
  if (workload == "W10") {
    run.Measure(workload, [&] { keys = CreateAuthors(connection, emails); },
                [&] { return RemoveAuthors(connection, keys); });
    return;
  }
  Random random(std::random_device{}());
  Pipeline pipeline(connection.raw());
  run.Measure(workload, [] {}, [&] { return CopyBook(pipeline, random.Between(1, kBooks)); });
}

int Main(int argc, char** argv) {
  std::string database, workload;
  LocalRun run("bare-libpq");
  CLI::App app("What PostgreSQL costs without an ORM");
  app.add_option("--database", database)->required();
  app.add_option("--workload", workload)->required()->check(CLI::IsMember({"W9", "W10"}));
  run.AddOptions(app);
  CLI11_PARSE(app, argc, argv);
  Connection connection(database);
  Measure(run, workload, connection);
  return 0;
}

}  // namespace
}  // namespace ormd::bench

int main(int argc, char** argv) { return ormd::bench::Main(argc, argv); }

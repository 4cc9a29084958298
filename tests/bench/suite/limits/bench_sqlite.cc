// What reading 1,000 books from SQLite costs without an ORM and without a network: one prepared statement, and the
// bytes that ormd answers for the same find.
//   bench_sqlite --database FILE [--seconds S] [--warmup S]     prints a line of JSON like that of bench_load
//   bench_sqlite --database FILE --check ADDRESS                compares the bytes with those of an ormd on the same
//   file
#include <google/protobuf/arena.h>
#include <grpcpp/grpcpp.h>
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "library.pb.h"
#include "orm/v1/entity_manager.grpc.pb.h"
#include "tests/bench/suite/limits/local_run.h"
#include "tests/bench/suite/load/random.h"

namespace ormd::bench {
namespace {

using ::bench::library::Book;

constexpr int kBooks = 100'000;
constexpr int kCount = 1000;
constexpr char kSelect[] =
    R"(SELECT "id", "title", "price", "published_at", "author_id", "meta" FROM "book" WHERE "id" >= ?
       ORDER BY "id" LIMIT ?)";

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

int Digits(std::string_view text, size_t at, size_t length) {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + length, number);
  return number;
}

// "2024-01-01 00:01:01.123457", in UTC.
void ParseTime(std::string_view text, google::protobuf::Timestamp* time) {
  const std::chrono::year_month_day date(std::chrono::year(Digits(text, 0, 4)),
                                         std::chrono::month(static_cast<unsigned>(Digits(text, 5, 2))),
                                         std::chrono::day(static_cast<unsigned>(Digits(text, 8, 2))));
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  time->set_seconds(days * 86400 + Digits(text, 11, 2) * 3600 + Digits(text, 14, 2) * 60 + Digits(text, 17, 2));
  time->set_nanos(Digits(text, 20, 6) * 1000);
}

class Reader {
 public:
  explicit Reader(const std::string& file) {
    sqlite3* database = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(database);
    Require(opened == SQLITE_OK, "cannot open " + file);
    sqlite3_stmt* statement = nullptr;
    const int prepared = sqlite3_prepare_v3(database, kSelect, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    Require(prepared == SQLITE_OK, sqlite3_errmsg(database));
    statement_.reset(statement);
  }

  // A serialised FindReply of the books from `first` on.
  std::string Read(int first) {
    google::protobuf::Arena arena;
    auto* reply = google::protobuf::Arena::CreateMessage<orm::v1::FindReply>(&arena);
    orm::v1::EntitySet* set = reply->mutable_graph()->add_sets();
    set->set_entity("bench.library.Book");
    for (const char* name : {"id", "title", "price", "published_at", "author", "meta"}) set->add_loaded(name);
    set->mutable_entities()->Reserve(kCount);
    sqlite3_bind_int(statement_.get(), 1, first);
    sqlite3_bind_int(statement_.get(), 2, kCount);
    while (sqlite3_step(statement_.get()) == SQLITE_ROW) {
      ReadRow();
      book_.SerializeToString(set->add_entities());
    }
    Require(sqlite3_reset(statement_.get()) == SQLITE_OK, sqlite3_errmsg(database_.get()));
    return reply->SerializeAsString();
  }

 private:
  std::string_view Text(int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return {text, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
  }

  void ReadRow() {
    const auto assign = [&](std::string* field, int column) { field->assign(Text(column)); };
    book_.set_id(sqlite3_column_int(statement_.get(), 0));
    assign(book_.mutable_title(), 1);
    assign(book_.mutable_price(), 2);
    ParseTime(Text(3), book_.mutable_published_at());
    book_.mutable_author()->set_id(sqlite3_column_int(statement_.get(), 4));
    assign(book_.mutable_meta(), 5);
  }

  std::unique_ptr<sqlite3, Close> database_;
  std::unique_ptr<sqlite3_stmt, Close> statement_;
  Book book_;
};

int AnyFirst(Random& random) { return random.Between(1, kBooks - kCount + 1); }

std::string AskDaemon(orm::v1::EntityManager::Stub& stub, int first) {
  grpc::ClientContext context;
  orm::v1::FindRequest request;
  orm::v1::FindReply reply;
  request.mutable_find()->set_entity("bench.library.Book");
  request.mutable_find()->set_limit(kCount);
  request.mutable_find()->add_order_by()->set_path("id");
  orm::v1::Pair* id = request.mutable_find()->mutable_where()->add_pairs();
  id->set_name("id");
  orm::v1::Pair* from = id->mutable_value()->mutable_map()->add_pairs();
  from->set_name("$gte");
  from->mutable_value()->set_int64(first);
  const grpc::Status status = stub.Find(&context, request, &reply);
  Require(status.ok(), status.error_message());
  return reply.SerializeAsString();
}

void Check(Reader& reader, const std::string& address) {
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  const auto stub = orm::v1::EntityManager::NewStub(channel);
  Random random(1);
  for (int i = 0; i < 24; ++i) {
    const int first = AnyFirst(random);
    Require(reader.Read(first) == AskDaemon(*stub, first), "ormd answers other bytes from " + std::to_string(first));
  }
}

int Main(int argc, char** argv) {
  std::string database, address;
  LocalRun run("bare-sqlite");
  CLI::App app("What SQLite costs without an ORM");
  app.add_option("--database", database)->required();
  run.AddOptions(app);
  app.add_option("--check", address);
  CLI11_PARSE(app, argc, argv);
  Reader reader(database);
  if (!address.empty()) {
    Check(reader, address);
    return 0;
  }
  Random random(std::random_device{}());
  run.Measure("W3", [] {}, [&] { return reader.Read(AnyFirst(random)).size(); });
  return 0;
}

}  // namespace
}  // namespace ormd::bench

int main(int argc, char** argv) { return ormd::bench::Main(argc, argv); }

// A real schema and its data: the Chinook music store, loaded in one flush and read back.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/ascii.h"
#include "orm/driver/driver.h"
#include "tests/conformance/chinook/chinook_data.h"
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

// "13.86" in hundredths.
int64_t Hundredths(const Json& decimal) {
  const std::string text = decimal.get<std::string>();
  const size_t point = text.find('.');
  EXPECT_EQ(text.size() - point, 3u) << text;
  return std::stoll(text.substr(0, point)) * 100 + std::stoll(text.substr(point + 1));
}

// Where the tables and the entities come from.
enum class Origin {
  kEntities,   // the entities of this folder, and tables made of them
  kGenerated,  // entities generated from those tables
  kByHand,     // entities generated from tables that SQL made
};

struct Case {
  const char* platform;
  Origin origin;
};

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  static const std::map<Origin, std::string> kNames = {
      {Origin::kEntities, ""}, {Origin::kGenerated, "_generated"}, {Origin::kByHand, "_by_hand"}};
  return info.param.platform + kNames.at(info.param.origin);
}

// Integers of 64 bits, which SQLite's are unless ormd made them, travel as text in JSON.
int Int(const Json& number) { return number.is_string() ? std::stoi(number.get<std::string>()) : number.get<int>(); }

Json Plain(const Json& given, const Json& read) {
  if (given.is_number_integer() && read.is_string()) return Int(read);
  if (!given.is_object() || !read.is_object()) return read;
  const std::string& key = given.begin().key();
  return {{key, Plain(given.begin().value(), read[key])}};
}

class ChinookTest : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(ChinookPath())) {
      std::cout << "chinook: no data at " << ChinookPath() << ", skipped\n";
      GTEST_SKIP();
    }
    rows_ = ReadChinook(ChinookPath());
    database_ = std::make_unique<TestDatabase>(GetParam().platform);
    ASSERT_NO_FATAL_FAILURE(GetParam().origin == Origin::kByHand ? RunScript() : MakeTables());
    if (GetParam().origin != Origin::kEntities) {
      ASSERT_NO_FATAL_FAILURE(ServeGenerated());
    }
    one_ = std::make_unique<UnaryDoor>(server_->OneShot());
    const auto flushed = one_->Flush(ChinookCreates(rows_));
    ORMD_ASSERT_OK(flushed);
    ASSERT_THAT(*flushed, SizeIs(6892));
  }

  void Serve(const std::string& entities, const std::string& schema_check) {
    server_.reset();
    server_ = std::make_unique<Server>(Daemon::Options{entities, database_->url(), {"--schema-check", schema_check}});
    ASSERT_TRUE(server_->listening()) << server_->daemon().Log();
  }

  void MakeTables() {
    Serve(ORMD_CHINOOK_SCHEMA, "ignore");
    ASSERT_THAT(server_->CreateTables(), IsOk());
  }

  void RunScript() {
    const auto driver = MakeDriver(database_->url());
    ASSERT_TRUE(driver.ok());
    const auto connection = (*driver)->Connect(Access::kWrite, {});
    ASSERT_TRUE(connection.ok()) << connection.status();
    const std::string script = ORMD_CHINOOK_SCHEMA "/by_hand." + std::string(GetParam().platform) + ".sql";
    const absl::Status made = (*connection)->ExecuteScript(ReadFile(script), {});
    ASSERT_TRUE(made.ok()) << made;
    Serve(ORMD_CHINOOK_SCHEMA, "ignore");
  }

  // Entities of the tables that stand, which then lack nothing that the entities ask for, nor have anything beyond.
  void ServeGenerated() {
    grpc::ClientContext first, second;
    orm::v1::GenerateEntitiesRequest request;
    request.set_package("chinook");
    orm::v1::GenerateEntitiesResponse generated;
    ASSERT_THAT(server_->schema().GenerateEntities(&first, request, &generated), IsOk());
    for (const auto& file : generated.files()) std::ofstream(entities_.path() + "/" + file.name()) << file.content();
    ASSERT_NO_FATAL_FAILURE(Serve(entities_.path(), "require"));
    orm::v1::DiffSchemaRequest everything;
    everything.mutable_filter()->set_drop_unknown(true);
    orm::v1::DiffSchemaResponse diff;
    ASSERT_THAT(server_->schema().Diff(&second, everything, &diff), IsOk());
    EXPECT_EQ(diff.operations_size(), 0) << diff.DebugString();
  }

  Rows All(const Json& find) {
    auto session = server_->Stream();
    const auto rows = session.Find(find);
    EXPECT_THAT(rows.status, IsOk()) << find.dump();
    return *rows;
  }

  std::vector<std::string> QueriesSince(size_t mark) {
    std::vector<std::string> statements = server_->daemon().Statements();
    statements.erase(statements.begin(), statements.begin() + static_cast<std::ptrdiff_t>(mark));
    return WithoutControl(statements);
  }

  // Every row is as it was given, by key.
  void ExpectSame(const std::string& entity, const std::string& key) {
    std::map<int, Json> found;
    const Rows rows = All({{"entity", entity}});
    for (const Json& row : rows.items) found[Int(row[key])] = row;
    ASSERT_EQ(found.size(), rows_[entity].size());
    for (const Json& given : rows_[entity]) {
      const Json& read = found[given[key].get<int>()];
      for (const auto& [name, value] : given.items()) {
        if (name == "tracks") continue;
        // A relation may be read as well, where it leads to the same type: only its key is compared.
        ASSERT_EQ(Plain(value, read[name]), value) << entity << " " << given[key] << " " << name;
      }
    }
  }

  TempDir entities_;
  std::map<std::string, std::vector<Json>> rows_;
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<UnaryDoor> one_;
};

TEST_P(ChinookTest, EveryRowIsThereExactly) {
  const std::map<std::string, std::pair<std::string, size_t>> kTables = {
      {"Genre", {"genre_id", 25}},
      {"MediaType", {"media_type_id", 5}},
      {"Artist", {"artist_id", 275}},
      {"Album", {"album_id", 347}},
      {"Track", {"track_id", 3503}},
      {"Employee", {"employee_id", 8}},
      {"Customer", {"customer_id", 59}},
      {"Invoice", {"invoice_id", 412}},
      {"InvoiceLine", {"invoice_line_id", 2240}},
      {"Playlist", {"playlist_id", 18}},
  };
  for (const auto& [entity, table] : kTables) {
    EXPECT_EQ(*one_->Count(entity), static_cast<int64_t>(table.second)) << entity;
    ExpectSame(entity, table.first);
  }
}

TEST_P(ChinookTest, TracksOfAnAlbumWithItsArtist) {
  const Rows tracks = All({{"entity", "Track"}, {"where", {{"album", 1}}}, {"populate", {"album.artist"}}});
  ASSERT_EQ(tracks.size(), 10u);
  for (const Json& track : tracks.items) EXPECT_EQ(track["album"]["artist"]["name"], "AC/DC");
}

TEST_P(ChinookTest, EveryInvoiceIsTheSumOfItsLines) {
  const Rows invoices = All({{"entity", "Invoice"}, {"populate", {"lines"}}});
  ASSERT_EQ(invoices.size(), 412u);
  size_t lines = 0;
  for (const Json& invoice : invoices.items) {
    int64_t sum = 0;
    for (const Json& line : invoice["lines"]) sum += Hundredths(line["unit_price"]) * Int(line["quantity"]);
    EXPECT_EQ(sum, Hundredths(invoice["total"])) << invoice["invoice_id"];
    lines += invoice["lines"].size();
  }
  EXPECT_EQ(lines, 2240u);
}

TEST_P(ChinookTest, EmployeesWithTheirManagers) {
  const Rows employees =
      All({{"entity", "Employee"}, {"order_by", {"employee_id"}}, {"populate", {"reports_to.reports_to"}}});
  ASSERT_EQ(employees.size(), 8u);
  EXPECT_EQ(employees[0]["reports_to"], nullptr);
  EXPECT_EQ(employees[1]["reports_to"]["last_name"], "Adams");
  EXPECT_EQ(employees[7]["reports_to"]["last_name"], "Mitchell");
  EXPECT_EQ(employees[7]["reports_to"]["reports_to"]["last_name"], "Adams");
}

TEST_P(ChinookTest, PlaylistsWithTheirTracks) {
  const size_t mark = server_->daemon().Statements().size();
  const Rows playlists = All({{"entity", "Playlist"}, {"order_by", {"playlist_id"}}, {"populate", {"tracks"}}});
  EXPECT_LE(QueriesSince(mark).size(), 3u) << "playlists, links, tracks";
  size_t links = 0;
  for (size_t i = 0; i < playlists.size(); ++i) {
    std::set<int> given, read;
    for (const Json& track : rows_["Playlist"][i].value("tracks", Json::array()))
      given.insert(track["track_id"].get<int>());
    for (const Json& track : playlists[i]["tracks"]) read.insert(Int(track["track_id"]));
    EXPECT_EQ(read, given);
    links += playlists[i]["tracks"].size();
  }
  EXPECT_EQ(links, 8715u);
}

TEST_P(ChinookTest, AnInvoiceGoesWithItsLines) {
  const Rows lines = All({{"entity", "InvoiceLine"}, {"where", {{"invoice", 5}}}, {"fields", {"invoice_line_id"}}});
  ASSERT_EQ(lines.size(), 14u);
  Json changes = {{{"remove", {{"entity", "Invoice"}, {"key", 5}}}}};
  for (const Json& line : lines.items) {
    changes.push_back({{"remove", {{"entity", "InvoiceLine"}, {"key", line["invoice_line_id"]}}}});
  }
  ORMD_ASSERT_OK(one_->Flush(changes));
  EXPECT_EQ(*one_->Count("Invoice"), 411);
  EXPECT_EQ(*one_->Count("InvoiceLine"), 2226);
}

TEST_P(ChinookTest, ARenameIsOneUpdateOfOneColumn) {
  auto session = server_->Stream();
  ORMD_ASSERT_OK(session.FindOne({{"entity", "Artist"}, {"key", 1}, {"populate", {"albums"}}}));
  ORMD_ASSERT_OK(session.Assign("Artist", 1, {{"name", "AC⚡DC"}}));
  const size_t mark = server_->daemon().Statements().size();
  ORMD_ASSERT_OK(session.Flush());
  const auto queries = QueriesSince(mark);
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_THAT(absl::AsciiStrToLower(queries[0]), HasSubstr("set \"name\" = "));
  EXPECT_THAT(queries[0].substr(0, queries[0].find("WHERE")), Not(HasSubstr(",")));
  EXPECT_EQ(one_->FindOne({{"entity", "Artist"}, {"key", 1}}).value["name"], "AC⚡DC");
}

INSTANTIATE_TEST_SUITE_P(, ChinookTest,
                         testing::Values(Case{"postgresql", Origin::kEntities}, Case{"postgresql", Origin::kGenerated},
                                         Case{"postgresql", Origin::kByHand}, Case{"sqlite", Origin::kEntities},
                                         Case{"sqlite", Origin::kGenerated}, Case{"sqlite", Origin::kByHand}),
                         NameOf);

}  // namespace
}  // namespace ormd::conformance

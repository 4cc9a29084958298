#include "tests/bench/suite/load/postgraphile_library.h"

#include <nlohmann/json.hpp>

#include "absl/time/time.h"
#include "orm/base/strings.h"
#include "tests/bench/suite/load/known_data.h"

namespace ormd::bench {
namespace {

using nlohmann::json;

// Complete but for the variable and "}}".
constexpr char kGetAuthor[] =
    R"({"query":"query ($id: Int!) { authorByRowId(rowId: $id) { rowId name email born createdAt bio } }",)"
    R"("variables":{"id":)";
constexpr char kCreateAuthor[] =
    R"({"query":"mutation ($author: AuthorInput!) { createAuthor(input: {author: $author}) { author { rowId } } }",)"
    R"("variables":{"author":)";

Outcome Malformed(size_t bytes) {
  return {grpc::Status(grpc::StatusCode::INTERNAL, "the answer is not what was asked for"), bytes};
}

void SetTime(const std::string& text, google::protobuf::Timestamp* out) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) return;
  out->set_seconds(absl::ToUnixSeconds(time));
  out->set_nanos(static_cast<int>((time - absl::FromUnixSeconds(out->seconds())) / absl::Nanoseconds(1)));
}

void ReadAuthor(const json& from, shop::Author* author) {
  author->set_id(from.at("rowId").get<int>());
  author->set_name(from.at("name").get<std::string>());
  author->set_email(from.at("email").get<std::string>());
  author->set_born(from.at("born").get<std::string>());
  SetTime(from.at("createdAt").get<std::string>(), author->mutable_created_at());
  author->set_bio(from.at("bio").get<std::string>());
}

std::string NewAuthor(const std::string& email) {
  shop::Author author;
  FillNewAuthor(email, &author);
  const absl::Time created =
      absl::FromUnixSeconds(author.created_at().seconds()) + absl::Nanoseconds(author.created_at().nanos());
  return json{{"name", author.name()},
              {"email", email},
              {"born", author.born()},
              {"createdAt", absl::FormatTime(absl::RFC3339_full, created, absl::UTCTimeZone())},
              {"bio", author.bio()}}
      .dump();
}

}  // namespace

Outcome PostgraphileLibrary::Ask(std::string_view request, std::string* answer) {
  HttpResponse response = connection_.Post("/graphql", request);
  *answer = std::move(response.body);
  if (response.status == 0) return {grpc::Status(grpc::StatusCode::UNAVAILABLE, "the connection is broken"), 0};
  if (response.status != 200 || answer->find("\"errors\"") != std::string::npos) {
    return {grpc::Status(grpc::StatusCode::UNKNOWN, StrCat(response.status, " ", *answer)), answer->size()};
  }
  return {grpc::Status::OK, answer->size()};
}

Task<Outcome> PostgraphileLibrary::GetAuthor(int id, shop::Author* out) {
  std::string answer;
  const Outcome outcome = Ask(StrCat(kGetAuthor, id, "}}"), &answer);
  if (!outcome.status.ok() || (!decode_ && out == nullptr)) co_return outcome;
  const json body = json::parse(answer, nullptr, false);
  if (body.is_discarded() || !body.contains(json::json_pointer("/data/authorByRowId")))
    co_return Malformed(answer.size());
  const json& author = body["data"]["authorByRowId"];
  if (author.is_null()) co_return Outcome{grpc::Status(grpc::StatusCode::NOT_FOUND, "no such author"), answer.size()};
  shop::Author read;
  ReadAuthor(author, out != nullptr ? out : &read);
  co_return outcome;
}

Task<Outcome> PostgraphileLibrary::CreateAuthor(const std::string& email, int* out) {
  std::string answer;
  const Outcome outcome = Ask(StrCat(kCreateAuthor, NewAuthor(email), "}}"), &answer);
  if (!outcome.status.ok() || (!decode_ && out == nullptr)) co_return outcome;
  const json body = json::parse(answer, nullptr, false);
  constexpr char kKey[] = "/data/createAuthor/author/rowId";
  if (body.is_discarded() || !body.contains(json::json_pointer(kKey))) co_return Malformed(answer.size());
  const int key = body.at(json::json_pointer(kKey)).get<int>();
  if (out != nullptr) *out = key;
  co_return outcome;
}

}  // namespace ormd::bench

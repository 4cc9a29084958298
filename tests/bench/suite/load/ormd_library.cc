#include "tests/bench/suite/load/ormd_library.h"

#include <utility>

#include "tests/bench/suite/load/known_data.h"

namespace ormd::bench {
namespace {

Outcome Unread(const Answer& answer) { return {answer.status, answer.bytes()}; }

Outcome Malformed(const Answer& answer) {
  return {grpc::Status(grpc::StatusCode::INTERNAL, "malformed answer"), answer.bytes()};
}

bool ReadGraph(const OrmdDoor& door, const Verb& verb, const Answer& answer, EntityGraph* graph) {
  for (const std::string& part : answer.parts) {
    orm::v1::Reply* const reply = graph->NewPart();
    if (!door.Read(verb, part, reply) || !graph->Add(reply->find().graph())) return false;
  }
  return true;
}

bool AddKey(const orm::v1::ChangeResult& result, std::vector<int>* keys) {
  if (result.key().values_size() != 1) return false;
  if (keys != nullptr) keys->push_back(static_cast<int>(result.key().values(0).int64()));
  return true;
}

// The keys of the changes of a flush, or of the one that was made at once.
bool ReadKeys(const OrmdDoor& door, const Verb& verb, const Answer& answer, std::vector<int>* keys) {
  google::protobuf::Arena arena;
  auto* const reply = google::protobuf::Arena::CreateMessage<orm::v1::Reply>(&arena);
  if (!door.Read(verb, answer.parts[0], reply)) return false;
  if (reply->has_change()) return AddKey(reply->change().result(), keys);
  for (const orm::v1::ChangeResult& result : reply->flush().results()) {
    if (!AddKey(result, keys)) return false;
  }
  return true;
}

// The two protos number the fields of an entity alike.
template <typename To>
void Convert(const google::protobuf::MessageLite& from, To* to) {
  to->ParseFromString(from.SerializeAsString());
}

}  // namespace

OrmdLibrary::OrmdLibrary(std::shared_ptr<OrmdDoor> door, std::shared_ptr<StreamDoor> session, bool decode)
    : door_(std::move(door)),
      session_(std::move(session)),
      decode_(decode),
      author_by_key_(library::Author::descriptor()->full_name()),
      book_for_update_(library::Book::descriptor()->full_name(), orm::v1::PESSIMISTIC_WRITE),
      books_from_(library::Book::descriptor()->full_name(), {}),
      populated_authors_from_(library::Author::descriptor()->full_name(), {"books.tags"}) {}

Task<Outcome> OrmdLibrary::GetAuthor(int id, shop::Author* out) {
  const Answer answer = co_await door_->Call(kFindOne, author_by_key_.Of(id));
  if (!Wanted(answer, out)) co_return Unread(answer);
  EntityGraph graph;
  if (!ReadGraph(*door_, kFindOne, answer, &graph)) co_return Malformed(answer);
  const auto authors = graph.Roots<library::Author>();
  if (authors.size() != 1) co_return Malformed(answer);
  if (out != nullptr) Convert(*authors[0], out);
  co_return Unread(answer);
}

Task<Outcome> OrmdLibrary::ListBooks(Span span, shop::Books* out) {
  const Answer answer = co_await door_->Call(kFind, books_from_.Of(span));
  if (!Wanted(answer, out)) co_return Unread(answer);
  EntityGraph graph;
  if (!ReadGraph(*door_, kFind, answer, &graph)) co_return Malformed(answer);
  if (out != nullptr) {
    for (const library::Book* book : graph.Roots<library::Book>()) Convert(*book, out->add_books());
  }
  co_return Unread(answer);
}

Task<Outcome> OrmdLibrary::ListAuthorsWithBooks(Span span, shop::Authors* out) {
  const Answer answer = co_await door_->Call(kFind, populated_authors_from_.Of(span));
  if (!Wanted(answer, out)) co_return Unread(answer);
  EntityGraph graph;
  if (!ReadGraph(*door_, kFind, answer, &graph)) co_return Malformed(answer);
  graph.Stitch();
  if (out != nullptr) {
    for (const library::Author* author : graph.Roots<library::Author>()) Convert(*author, out->add_authors());
  }
  co_return Unread(answer);
}

Task<Outcome> OrmdLibrary::CreateAuthor(const std::string& email, int* out) {
  const bool stages = door_->stages();
  const Verb& verb = stages ? kFlush : kCreate;
  const google::protobuf::MessageLite* command = nullptr;
  if (stages) {
    command = &flush_.CreateAuthors({email});
  } else {
    command = &create_.Of(email);
  }
  const Answer answer = co_await door_->Call(verb, *command);
  if (!Wanted(answer, out)) co_return Unread(answer);
  std::vector<int> keys;
  if (!ReadKeys(*door_, verb, answer, &keys) || keys.size() != 1) co_return Malformed(answer);
  if (out != nullptr) *out = keys[0];
  co_return Unread(answer);
}

Task<Outcome> OrmdLibrary::CreateAuthors(const Emails& emails, std::vector<int>* out) {
  const Answer answer = co_await door_->Call(kFlush, flush_.CreateAuthors(emails));
  if (!Wanted(answer, out)) co_return Unread(answer);
  if (!ReadKeys(*door_, kFlush, answer, out)) co_return Malformed(answer);
  co_return Unread(answer);
}

Task<Outcome> OrmdLibrary::RemoveAuthors(const std::vector<int>& ids) {
  const Answer answer = co_await door_->Call(kFlush, flush_.RemoveAuthors(ids));
  if (Wanted(answer, nullptr) && !ReadKeys(*door_, kFlush, answer, nullptr)) co_return Malformed(answer);
  co_return Unread(answer);
}

Task<Outcome> OrmdLibrary::ChangePrices(Span span, shop::Books* out) {
  OrmdSession& session = session_->session();
  StreamAnswer found;
  session.Send(kFind, books_from_.Of(span), &found);
  const Answer read = co_await found;
  EntityGraph graph;
  if (!read.status.ok() || !ReadGraph(*session_, kFind, read, &graph)) {
    session.Clear();
    co_return read.status.ok() ? Malformed(read) : Unread(read);
  }
  const auto books = graph.Roots<library::Book>();
  for (library::Book* book : books) book->set_price(NextPrice(book->price()));
  StreamAnswer flushed;
  session.Send(kFlush, flush_.ChangePrices(books), &flushed, true);
  session.Clear();
  const Answer written = co_await flushed;
  if (out != nullptr) {
    for (const library::Book* book : books) Convert(*book, out->add_books());
  }
  if (Wanted(written, out) && !ReadKeys(*session_, kFlush, written, nullptr)) co_return Malformed(written);
  co_return Outcome{written.status, read.bytes() + written.bytes()};
}

Task<Outcome> OrmdLibrary::CopyBook(int id, shop::Book* out) {
  OrmdSession& session = session_->session();
  StreamAnswer begun, found;
  session.Send(kBegin, orm::v1::Begin(), &begun, true);
  session.Send(kFindOne, book_for_update_.Of(id), &found);
  const Answer begin = co_await begun;
  const Answer read = co_await found;
  EntityGraph graph;
  if (!read.status.ok() || !ReadGraph(*session_, kFindOne, read, &graph) || graph.Roots<library::Book>().size() != 1) {
    session.Rollback();
    co_return read.status.ok() ? Malformed(read) : Unread(read);
  }
  library::Book* const book = graph.Roots<library::Book>()[0];
  book->set_price(NextPrice(book->price()));
  library::Book copy = *book;
  copy.clear_id();
  StreamAnswer flushed, committed;
  session.Send(kFlush, flush_.ChangePriceAndCreate(*book, copy), &flushed, true);
  session.Send(kCommit, orm::v1::Commit(), &committed, true);
  session.Clear();
  const Answer written = co_await flushed;
  const Answer commit = co_await committed;
  if (!commit.status.ok()) {
    session.Rollback();
    co_return written.status.ok() ? Unread(commit) : Unread(written);
  }
  std::vector<int> keys;
  if (!ReadKeys(*session_, kFlush, written, &keys) || keys.size() != 2) co_return Malformed(written);
  if (out != nullptr) {
    Convert(copy, out);
    out->set_id(keys[1]);
  }
  co_return Outcome{commit.status, begin.bytes() + read.bytes() + written.bytes() + commit.bytes()};
}

}  // namespace ormd::bench

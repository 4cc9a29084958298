#include "tests/conformance/load/client.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/conformance/hostile/verdict.h"
#include "tests/conformance/load/requests.h"

namespace ormd::conformance {
namespace {

using load::v1::Account;
using load::v1::Cell;
using load::v1::Note;
using load::v1::Seat;

constexpr size_t kRememberedSeats = 6;

template <typename Entity>
bool IsWhole(const Entity& entity) {
  return !entity.stamp().empty() && entity.stamp() == entity.echo();
}

bool HasItsBalance(const Account& account) {
  return absl::EndsWith(account.stamp(), absl::StrCat("=", account.balance()));
}

// The client itself had no patience.
bool IsOwnHurry(const Told& told) {
  if (!told.hurried) return false;
  if (!told.status.has_value()) return true;
  const bool by_grpc = told.failure.reason == "(none)" && (told.failure.code == StatusCode::CANCELLED ||
                                                           told.failure.code == StatusCode::DEADLINE_EXCEEDED);
  return by_grpc || told.Failed("STATEMENT_CANCELLED") || told.Failed("STATEMENT_TIMEOUT");
}

// A connection is gone, or the transaction that it had.
bool IsBrokenLink(const Told& told) {
  return told.Failed("DATABASE_UNAVAILABLE") || told.Failed("COMMIT_UNKNOWN") || told.Failed("TRANSACTION_ABORTED");
}

// Who waits for a row of PostgreSQL keeps others behind it, and so may be part of a circle with a single statement.
bool IsVictim(const Told& told) { return told.Failed("DEADLOCK"); }

std::string NameOf(const Told& told) {
  if (!told.status.has_value()) return "(no answer)";
  if (told.ok()) return "OK";
  if (told.failure.reason != "(none)") return told.failure.reason;
  return told.failure.code == StatusCode::CANCELLED ? "(cancelled)" : "(out of time)";
}

}  // namespace

std::string AccountRow(int64_t id) { return absl::StrCat("account ", id); }
std::string CellRow(const std::string& name) { return "cell " + name; }
std::string SeatRow(const Seat& seat) {
  return seat.has_holder() ? absl::StrCat("seat of account ", seat.holder().id()) : "seat " + seat.name();
}

Client::Client(Surroundings surroundings, uint64_t seed, size_t number)
    : surroundings_(surroundings), dice_(seed * 100 + number), name_(absl::StrCat(seed, ".", number)) {}

void Client::Run(size_t acts) {
  using Act = void (Client::*)();
  static const std::vector<Act> kActs = {
      &Client::Burst,       &Client::Burst,         &Client::Burst,          &Client::LookBack,
      &Client::WorkOnCell,  &Client::Restamp,       &Client::Transfer,       &Client::Transfer,
      &Client::ReadInSession, &Client::WriteInSession, &Client::ReadInTransaction, &Client::Transact,
      &Client::Transact,    &Client::Transact,      &Client::Transact,
  };
  for (size_t i = 0; i < acts; ++i) (this->*dice_.Any(kActs))();
}

std::string Client::NewStamp() { return absl::StrCat(name_, ".", ++stamps_); }

Account Client::NewAccount(int64_t balance) {
  Account account;
  account.set_balance(balance);
  account.set_stamp(absl::StrCat(NewStamp(), "=", balance));
  account.set_echo(account.stamp());
  return account;
}

Cell Client::NewCell() {
  Cell cell;
  cell.set_name(absl::StrCat("c", dice_.Pick(kCells)));
  cell.set_stamp(NewStamp());
  cell.set_echo(cell.stamp());
  return cell;
}

Seat Client::NewSeat() {
  Seat seat;
  const size_t place = dice_.Pick(kSeats);
  if (dice_.Chance(50)) {
    seat.set_name(absl::StrCat("s", place));
  } else {
    seat.mutable_holder()->set_id(static_cast<int64_t>(place) + 1);
  }
  seat.set_stamp(NewStamp());
  seat.set_echo(seat.stamp());
  return seat;
}

Note Client::NewNote() {
  Note note;
  note.set_text(NewStamp());
  NoteStory& story = testimony_.notes[note.text()];
  for (size_t i = 0, count = dice_.Pick(4); i < count; ++i) {
    load::v1::Line* const line = note.add_lines();
    line->set_number(static_cast<int32_t>(i) + 1);
    line->set_text(absl::StrCat(note.text(), "/", i + 1));
    story.lines.push_back(line->text());
  }
  return note;
}

Hurry Client::AnyHurry(size_t percent) {
  Hurry hurry;
  if (!dice_.Chance(percent)) return hurry;
  if (dice_.Chance(50)) {
    hurry.deadline = std::chrono::milliseconds(dice_.Pick(8));
  } else {
    hurry.cancels_after = std::chrono::microseconds(dice_.Pick(5000));
  }
  return hurry;
}

std::string Client::Who(const std::string& act) const { return absl::StrCat("client ", name_, " (", act, ")"); }

void Client::Fault(const std::string& fault) {
  testimony_.faults.push_back(absl::StrCat("client ", name_, " (", act_, "): ", fault));
}

bool Client::Expect(const std::string& what, const Told& told, const Reasons& reasons) {
  ++testimony_.answers[NameOf(told)];
  if (told.ok()) return true;
  const bool is_expected = std::find(reasons.begin(), reasons.end(), told.failure.reason) != reasons.end();
  const bool may_be = IsOwnHurry(told) || (!surroundings_.sqlite && IsVictim(told));
  if (is_expected || may_be || (!surroundings_.calm && IsBrokenLink(told))) return false;
  Fault(absl::StrCat(what, ": ", told.status.has_value() ? Describe(*told.status) : "no answer"));
  return false;
}

bool Client::Expect(const std::string& what, const std::vector<Told>& told, const Reasons& reasons) {
  bool all = true;
  bool skips = false;
  for (size_t i = 0; i < told.size(); ++i) {
    const std::string place = absl::StrCat(what, ", command ", i);
    skips = skips && !told[i].ends_skipping;
    if (skips && told[i].ok()) Fault(place + " was run behind one that failed");
    if (Expect(place, told[i], skips ? Reasons{"SKIPPED"} : reasons)) continue;
    all = false;
    skips = skips || told[i].begins_skipping();
  }
  return all;
}

std::optional<Account> Client::SeeAccount(int64_t id, const Told& told) {
  const std::vector<Account> found = FoundIn<Account>(told);
  SeeAccounts(told, told.span);
  if (found.size() == 1 && found.front().id() == id) return found.front();
  Fault(absl::StrCat("instead of account ", id, ": ", told.reply.ShortDebugString()));
  return std::nullopt;
}

void Client::SeeAccounts(const Told& told, Span span) {
  for (const Account& account : FoundIn<Account>(told)) {
    if (!IsWhole(account) || !HasItsBalance(account)) Fault("a mixed row: " + account.ShortDebugString());
    testimony_.seen.insert(account.stamp());
    testimony_.Add(AccountRow(account.id()), Saw(span, {account.version(), account.stamp()}, Who(act_)));
  }
}

// Of one state of all.
void Client::SeeSum(const Accounts& accounts) {
  int64_t sum = 0;
  for (const Account& account : accounts) sum += account.balance();
  const bool whole = accounts.size() == kAccounts && sum == kAccounts * kBalance;
  if (!whole) Fault(absl::StrCat(act_, ": ", accounts.size(), " accounts have ", sum));
}

void Client::SeeCell(const std::string& name, const Told& told) {
  const std::vector<Cell> found = FoundIn<Cell>(told);
  if (found.empty()) return testimony_.Add(CellRow(name), FoundItMissing(told.span, Who(act_)));
  const Cell& cell = found.front();
  if (found.size() > 1 || !IsWhole(cell) || cell.name() != name) Fault("a mixed row: " + cell.ShortDebugString());
  testimony_.seen.insert(cell.stamp());
  testimony_.Add(CellRow(name), Saw(told.span, {cell.version(), cell.stamp()}, Who(act_)));
}

void Client::SeeSeat(const Seat& seat, Span span) {
  if (!IsWhole(seat)) Fault("a mixed row: " + seat.ShortDebugString());
  testimony_.seen.insert(seat.stamp());
  testimony_.Add(SeatRow(seat), Saw(span, {1, seat.stamp()}, Who(act_)));
  KnowSeat(seat);
}

void Client::KnowSeat(const Seat& seat) {
  known_seats_.push_back(seat);
  if (known_seats_.size() > kRememberedSeats) known_seats_.erase(known_seats_.begin());
}

// Of a note that stands, and that only this client may remove.
void Client::SeeNote(const std::string& text, bool populated, const Told& told) {
  const NoteStory& story = testimony_.notes.at(text);
  const std::vector<Note> found = FoundIn<Note>(told);
  std::vector<std::string> lines;
  for (const load::v1::Line& line : FoundIn<load::v1::Line>(told)) lines.push_back(line.text());
  std::sort(lines.begin(), lines.end());
  const bool is_there = found.size() == 1 && found.front().text() == text && found.front().mark() == story.mark &&
                        (!populated || lines == story.lines);
  const bool fits = story.removed == Fate::kNot ? is_there : story.removed == Fate::kDone ? found.empty() : true;
  if (!fits) Fault(absl::StrCat("instead of note ", text, ": ", told.reply.ShortDebugString()));
}

void Client::TakeNote(const std::string& text, const orm::v1::ChangeResult& result) {
  NoteStory& story = testimony_.notes.at(text);
  story.id = result.key().values_size() == 1 ? result.key().values(0).int64() : 0;
  story.mark = MadeBy<Note>(result).mark();
  if (story.id == 0 || story.mark.empty()) Fault("a note without key or mark: " + result.ShortDebugString());
  own_notes_.push_back(text);
}

}  // namespace ormd::conformance

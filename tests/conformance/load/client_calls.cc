// The one-shot calls of a client.
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/conformance/load/client.h"
#include "tests/conformance/load/requests.h"

namespace ormd::conformance {

using load::v1::Account;
using load::v1::Cell;
using load::v1::Note;
using load::v1::Seat;

namespace {

constexpr size_t kHurried = 12;  // in percent
constexpr int kTries = 3;

const std::vector<std::string> kStamped = {"stamp", "echo"};
const std::vector<std::string> kMoneyAndStamp = {"balance", "stamp", "echo"};

std::optional<int64_t> Known(int64_t version) { return version > 0 ? std::optional(version) : std::nullopt; }

}  // namespace

template <typename Request>
Call Client::Ask(const std::string& method, const Request& request, std::function<void(const Told&)> told) {
  return {method, request.SerializeAsString(), AnyHurry(kHurried), std::move(told)};
}

Call Client::LookUpAccount(int64_t id) {
  orm::v1::FindOneRequest request;
  *request.mutable_find_one() = ByKey("Account", id);
  return Ask("FindOne", request, [this, id](const Told& told) {
    if (Expect("a look-up of an account", told, {})) SeeAccount(id, told);
  });
}

Call Client::LookUpCell(const std::string& name) {
  orm::v1::FindOneRequest request;
  *request.mutable_find_one() = ByKey("Cell", name);
  if (dice_.Chance(30)) {  // another statement than that of whole rows
    for (const char* field : {"stamp", "version", "echo"}) request.mutable_find_one()->add_fields(field);
  }
  return Ask("FindOne", request, [this, name](const Told& told) {
    if (Expect("a look-up of a cell", told, {})) SeeCell(name, told);
  });
}

Call Client::LookUpSeat(const Seat& seat) {
  orm::v1::FindOneRequest request;
  *request.mutable_find_one() = ByKey("Seat", seat.id());
  return Ask("FindOne", request, [this, seat](const Told& told) {
    if (!Expect("a look-up of a seat", told, {})) return;
    const std::vector<Seat> found = FoundIn<Seat>(told);
    if (found.empty()) return testimony_.Add(SeatRow(seat), SawNothingOf(told.span, seat.stamp(), Who(act_)));
    if (found.front().stamp() != seat.stamp()) Fault("another seat: " + found.front().ShortDebugString());
    SeeSeat(found.front(), told.span);
  });
}

Call Client::FindSeat(const Seat& like) {
  orm::v1::FindRequest request;
  request.mutable_find()->set_entity("Seat");
  orm::v1::Pair* const pair = request.mutable_find()->mutable_where()->add_pairs();
  pair->set_name(like.has_holder() ? "holder" : "name");
  *pair->mutable_value() = like.has_holder() ? ValueOf(like.holder().id()) : ValueOf(like.name());
  return Ask("Find", request, [this, row = SeatRow(like)](const Told& told) {
    if (!Expect("a find of a seat", told, {})) return;
    const std::vector<Seat> found = FoundIn<Seat>(told);
    if (found.size() > 1) Fault("twice: " + row);
    if (found.empty()) return testimony_.Add(row, FoundItMissing(told.span, Who(act_)));
    if (SeatRow(found.front()) != row) Fault("another seat: " + found.front().ShortDebugString());
    SeeSeat(found.front(), told.span);
  });
}

// One statement sees one state of all accounts.
Call Client::Snapshot() {
  orm::v1::FindRequest request;
  request.mutable_find()->set_entity("Account");
  return Ask(dice_.Chance(50) ? "Find" : "FindStream", request, [this](const Told& told) {
    if (!Expect("a find of all accounts", told, {})) return;
    SeeAccounts(told, told.span);
    SeeSum(FoundIn<Account>(told));
  });
}

Call Client::CreateNote() {
  const Note note = NewNote();
  orm::v1::CreateRequest request;
  *request.mutable_create() = CreateOf(note);
  return Ask("Create", request, [this, text = note.text()](const Told& told) {
    testimony_.notes.at(text).written = told.fate();
    if (Expect("a create of a note", told, {})) TakeNote(text, told.reply.change().result());
  });
}

Call Client::CreateCell() {
  const Cell cell = NewCell();
  orm::v1::CreateRequest request;
  *request.mutable_create() = CreateOf(cell);
  return Ask("Create", request, [this, cell](const Told& told) {
    Expect("a create of a cell", told, {"UNIQUE_VIOLATION"});
    testimony_.Add(CellRow(cell.name()), Created(told.span, cell.stamp(), Who(act_)), told.fate());
    if (told.Failed("UNIQUE_VIOLATION")) testimony_.Add(CellRow(cell.name()), FoundItTaken(told.span, Who(act_)));
  });
}

Call Client::CreateSeat() {
  Seat seat = NewSeat();
  orm::v1::CreateRequest request;
  *request.mutable_create() = CreateOf(seat);
  return Ask("Create", request, [this, seat](const Told& told) mutable {
    Reasons reasons = {"UNIQUE_VIOLATION"};
    // It waits for who has locked the holder, and keeps others with this holder waiting.
    if (!surroundings_.sqlite && seat.has_holder()) reasons.push_back("DEADLOCK");
    Expect("a create of a seat", told, reasons);
    testimony_.Add(SeatRow(seat), Created(told.span, seat.stamp(), Who(act_)), told.fate());
    if (told.Failed("UNIQUE_VIOLATION")) testimony_.Add(SeatRow(seat), FoundItTaken(told.span, Who(act_)));
    if (!told.ok()) return;
    seat.set_id(told.reply.change().result().key().values(0).int64());
    KnowSeat(seat);
  });
}

// Without a version it changes whatever stands; the daemon reads that first, so that others may come between.
Call Client::AssignCell(int64_t version) {
  Cell cell = NewCell();
  const std::string name = std::exchange(*cell.mutable_name(), "");
  orm::v1::AssignRequest request;
  *request.mutable_assign() = AssignOf(name, cell, kStamped, Known(version));
  return Ask("Assign", request, [this, name, cell, version](const Told& told) {
    Expect("an assign of a cell", told, {"OPTIMISTIC_LOCK", "ENTITY_NOT_FOUND"});
    const std::string row = CellRow(name);
    const int64_t made = told.ok() ? MadeBy<Cell>(told.reply.change().result()).version() : 0;
    if (told.ok() && (made < 2 || (version > 0 && made != version + 1))) Fault(absl::StrCat("made version ", made));
    const RowState before{told.ok() ? made - 1 : version, ""};
    testimony_.Add(row, Changed(told.span, before, cell.stamp(), Who(act_)), told.fate());
    if (told.Failed("ENTITY_NOT_FOUND")) testimony_.Add(row, FoundItMissing(told.span, Who(act_)));
    const bool refused = version > 0 && told.Failed("OPTIMISTIC_LOCK");
    if (refused) testimony_.Add(row, FoundAnotherVersion(told.span, version, Who(act_)));
  });
}

Call Client::RemoveCell(const std::string& name, int64_t version) {
  orm::v1::RemoveRequest request;
  *request.mutable_remove() = RemoveOf("Cell", name, Known(version));
  return Ask("Remove", request, [this, row = CellRow(name), version](const Told& told) {
    Expect("a removal of a cell", told, {version > 0 ? "OPTIMISTIC_LOCK" : "ENTITY_NOT_FOUND"});
    testimony_.Add(row, Removed(told.span, {version, ""}, Who(act_)), told.fate());
    if (told.Failed("ENTITY_NOT_FOUND")) testimony_.Add(row, FoundItMissing(told.span, Who(act_)));
    if (told.Failed("OPTIMISTIC_LOCK")) testimony_.Add(row, FoundAnotherVersion(told.span, version, Who(act_)));
  });
}

Call Client::RemoveSeat(const Seat& seat) {
  orm::v1::RemoveRequest request;
  *request.mutable_remove() = RemoveOf("Seat", seat.id());
  return Ask("Remove", request, [this, seat](const Told& told) {
    Expect("a removal of a seat", told, {"ENTITY_NOT_FOUND"});
    const std::string row = SeatRow(seat);
    testimony_.Add(row, Removed(told.span, {1, seat.stamp()}, Who(act_)), told.fate());
    if (told.Failed("ENTITY_NOT_FOUND")) testimony_.Add(row, SawNothingOf(told.span, seat.stamp(), Who(act_)));
  });
}

Call Client::AnyCall() {
  const std::string cell = absl::StrCat("c", dice_.Pick(kCells));
  const size_t kind = dice_.Pick(100);
  if (kind < 30) return LookUpAccount(AnyAccount());
  if (kind < 42) return LookUpCell(cell);
  if (kind < 50) return known_seats_.empty() ? FindSeat(NewSeat()) : LookUpSeat(dice_.Any(known_seats_));
  if (kind < 55) return FindSeat(NewSeat());
  if (kind < 60) return Snapshot();
  if (kind < 74) return CreateNote();
  if (kind < 82) return CreateCell();
  if (kind < 88) return CreateSeat();
  if (kind < 93) return AssignCell(0);
  if (kind < 96 || known_seats_.empty()) return RemoveCell(cell, 0);
  return RemoveSeat(dice_.Any(known_seats_));
}

void Client::Burst() {
  act_ = "burst";
  std::vector<Call> calls;
  for (size_t i = 0, count = 2 + dice_.Pick(7); i < count; ++i) calls.push_back(AnyCall());
  Play(surroundings_.server.channel(), calls);
}

// What was answered is there for whoever asks next.
void Client::LookBack() {
  act_ = "look back";
  Do(CreateNote());
  if (own_notes_.empty()) return;
  const std::string text = dice_.Any(own_notes_);
  NoteStory& story = testimony_.notes.at(text);
  orm::v1::FindOneRequest look;
  *look.mutable_find_one() = ByKey("Note", story.id);
  const bool populates = dice_.Chance(50);
  if (populates) look.mutable_find_one()->add_populate("lines");
  const auto look_up = [&] {
    Do(Ask("FindOne", look, [&](const Told& told) {
      if (Expect("a look-up of a note", told, {})) SeeNote(text, populates, told);
    }));
  };
  look_up();
  if (!dice_.Chance(40)) return;
  orm::v1::RemoveRequest remove;
  *remove.mutable_remove() = RemoveOf("Note", story.id);
  Do(Ask("Remove", remove, [&](const Told& told) {
    Expect("a removal of a note", told, {});
    story.removed = told.fate();
  }));
  look_up();
  if (story.removed != Fate::kNot) std::erase(own_notes_, text);
}

// By the version that it has just read.
void Client::WorkOnCell() {
  act_ = "work on a cell";
  const std::string name = absl::StrCat("c", dice_.Pick(kCells));
  Cell cell;
  orm::v1::FindOneRequest look;
  *look.mutable_find_one() = ByKey("Cell", name);
  Do(Ask("FindOne", look, [&](const Told& told) {
    if (!Expect("a look-up of a cell", told, {})) return;
    SeeCell(name, told);
    if (const std::vector<Cell> found = FoundIn<Cell>(told); !found.empty()) cell = found.front();
  }));
  if (cell.version() == 0) return Do(CreateCell());
  Do(dice_.Chance(40) ? RemoveCell(name, cell.version()) : AssignCell(cell.version()));
  Do(LookUpCell(name));
}

void Client::Restamp() {
  act_ = "restamp";
  const std::vector<Account> read = LookUpAccounts({AnyAccount()});
  if (!read.empty()) Write(read, {0});
}

// From one to the other, in one flush, as long as nobody comes between.
void Client::Transfer() {
  act_ = "transfer";
  const int64_t from = AnyAccount();
  const int64_t to = 1 + from % kAccounts;
  const int64_t amount = 1 + static_cast<int64_t>(dice_.Pick(50));
  for (int i = 0; i < kTries; ++i) {
    const std::vector<Account> read = LookUpAccounts({from, to});
    if (read.size() == 2 && Write(read, {-amount, amount})) return;
  }
}

std::vector<Account> Client::LookUpAccounts(const std::vector<int64_t>& ids) {
  std::vector<Account> read;
  std::vector<Call> calls;
  for (const int64_t id : ids) {
    calls.push_back(LookUpAccount(id));
    calls.back().told = [this, id, &read](const Told& told) {
      if (!Expect("a look-up of an account", told, {})) return;
      if (std::optional<Account> account = SeeAccount(id, told)) read.push_back(*std::move(account));
    };
  }
  Play(surroundings_.server.channel(), calls);
  return read;
}

bool Client::Write(const std::vector<Account>& read, const std::vector<int64_t>& amounts) {
  std::vector<Account> made;
  orm::v1::FlushRequest flush;
  orm::v1::AssignRequest assign;
  for (size_t i = 0; i < read.size(); ++i) {
    made.push_back(NewAccount(read[i].balance() + amounts[i]));
    *assign.mutable_assign() = AssignOf(read[i].id(), made[i], kMoneyAndStamp, read[i].version());
    *flush.mutable_flush()->add_changes()->mutable_assign() = assign.assign();
  }
  bool written = false;
  const auto told = [&](const Told& told) {
    // One row alone is never part of a deadlock.
    written = read.size() > 1 ? Expect("a transfer", told, {"OPTIMISTIC_LOCK", "DEADLOCK"})
                              : Expect("an assign of an account", told, {"OPTIMISTIC_LOCK"});
    const bool refused = read.size() == 1 && told.Failed("OPTIMISTIC_LOCK");
    if (refused) {
      testimony_.Add(AccountRow(read[0].id()), FoundAnotherVersion(told.span, read[0].version(), Who(act_)));
    }
    TellAccounts(read, made, told.span, told.fate());
  };
  Do(read.size() == 1 && dice_.Chance(70) ? Ask("Assign", assign, told) : Ask("Flush", flush, told));
  return written;
}

void Client::TellAccounts(const std::vector<Account>& before, const std::vector<Account>& made, Span span, Fate fate) {
  Bundle bundle{fate, {}};
  for (size_t i = 0; i < before.size(); ++i) {
    const RowState state{before[i].version(), before[i].stamp()};
    testimony_.Add(AccountRow(before[i].id()), Changed(span, state, made[i].stamp(), Who(act_)), fate);
    bundle.marks.push_back(made[i].stamp());
  }
  testimony_.bundles.push_back(std::move(bundle));
}

}  // namespace ormd::conformance

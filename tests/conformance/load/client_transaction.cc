// Transactions that write: read, lock, take a detour, change, and end in one way or another.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/conformance/load/client.h"
#include "tests/conformance/load/commands.h"
#include "tests/conformance/load/requests.h"

namespace ormd::conformance {

using load::v1::Account;
using load::v1::Cell;
using load::v1::Note;
using load::v1::Seat;
using orm::v1::Command;

// One transaction within a session: money from the first account to the second, and with it, perhaps, a seat, a note
// and a cell that comes or goes.
class ClientTransaction {
 public:
  ClientTransaction(Client& client, Conversation& talk) : client_(client), dice_(client.dice_), talk_(talk) {}

  // Whether it has ended. Where not, something has failed, and it is to be rolled back.
  bool Run() {
    Draw();
    if (!BeginAndRead()) return false;
    if (dice_.Chance(25) && !TakeDetour()) return false;
    if (dice_.Chance(25) && !WriteBetween()) return false;
    Prepare();
    return End();
  }

 private:
  void Draw() {
    const std::vector<int64_t> all = client_.AllAccounts();
    ids_ = {all[0], all[1]};
    if (dice_.Chance(85)) std::sort(ids_.begin(), ids_.end());  // who does not may meet in a deadlock
    locks_ = dice_.Chance(75);
    using orm::v1::Isolation;
    isolation_ = std::vector<Isolation>{orm::v1::REPEATABLE_READ, orm::v1::SERIALIZABLE,
                                        orm::v1::ISOLATION_UNSPECIFIED}[std::min<size_t>(dice_.Pick(10), 2)];
    if (dice_.Chance(25)) cell_name_ = absl::StrCat("c", dice_.Pick(kCells));
  }

  bool on_postgres() const { return !client_.surroundings_.sqlite; }
  bool has_snapshot() const { return isolation_ != orm::v1::ISOLATION_UNSPECIFIED; }
  // Whether what was read stays so until the end, as far as this transaction does not change it.
  bool holds_rows() const { return locks_ || has_snapshot() || !on_postgres(); }

  // Why a statement may fail. On SQLite one transaction writes at a time, so nothing comes between.
  Client::Reasons Reasons() const {
    Client::Reasons reasons;
    if (on_postgres()) reasons.push_back("DEADLOCK");
    if (on_postgres() && has_snapshot()) reasons.push_back("SERIALIZATION_FAILURE");
    if (!holds_rows()) reasons.push_back("OPTIMISTIC_LOCK");
    return reasons;
  }

  std::vector<Command> Reads() const {
    const auto lock = locks_ ? orm::v1::PESSIMISTIC_WRITE : orm::v1::LOCK_MODE_UNSPECIFIED;
    std::vector<Command> reads;
    for (const int64_t id : ids_) reads.push_back(FindOneCommand(ByKey("Account", id), lock));
    if (!cell_name_.empty()) reads.push_back(FindOneCommand(ByKey("Cell", cell_name_), lock));
    return reads;
  }

  // The answers to Reads, from `told[first]` on.
  bool TakeReads(std::vector<Told>& told, size_t first) {
    read_.clear();
    for (size_t i = first; i < told.size(); ++i) {
      if (!told[i].ok()) continue;
      if (has_snapshot()) told[i].span.begin = begun_;
      if (i < first + ids_.size()) {
        std::optional<Account> account = client_.SeeAccount(ids_[i - first], told[i]);
        if (account.has_value()) read_.push_back(*std::move(account));
      } else {
        client_.SeeCell(cell_name_, told[i]);
        const std::vector<Cell> found = FoundIn<Cell>(told[i]);
        cell_ = found.empty() ? Cell() : found.front();
      }
    }
    return told.back().ok() && read_.size() == ids_.size();
  }

  bool BeginAndRead() {
    std::vector<Command> commands = Reads();
    commands.insert(commands.begin(), BeginCommand(isolation_));
    std::vector<Told> told = talk_.Ask(std::move(commands));
    begun_ = told.front().span.begin;
    client_.Expect("the reads of a transaction", told, Reasons());
    return TakeReads(told, 1);
  }

  // Something is written behind a savepoint, and taken back.
  bool TakeDetour() {
    const Account detour = client_.NewAccount(read_[0].balance() - 7);
    std::vector<Command> commands = {BeginCommand(), AssignTo(0, detour), FlushCommand({}), RollbackCommand()};
    const size_t first = commands.size();
    for (Command& read : Reads()) commands.push_back(std::move(read));
    std::vector<Told> told = talk_.Ask(std::move(commands));
    client_.Expect("a savepoint", told, Reasons());
    const Client::Accounts before = read_;
    if (!TakeReads(told, first)) return false;
    for (size_t i = 0; i < before.size() && holds_rows(); ++i) {
      if (before[i].stamp() != read_[i].stamp()) client_.Fault("a savepoint was rolled back, and more with it");
    }
    return true;
  }

  // Something is written before the end, behind a savepoint or not; it is never seen by others.
  bool WriteBetween() {
    const Account between = client_.NewAccount(read_[0].balance() - 3);
    std::vector<Command> commands = {AssignTo(0, between), FlushCommand({})};
    if (dice_.Chance(50)) {
      commands.insert(commands.begin(), BeginCommand());
      commands.push_back(CommitCommand());
    }
    orm::v1::FindOne look = ByKey("Account", ids_[0]);
    look.set_refresh(true);
    commands.push_back(FindOneCommand(std::move(look)));
    const std::vector<Told> told = talk_.Ask(std::move(commands));
    if (!client_.Expect("a flush within a transaction", told, Reasons())) return false;
    const Client::Accounts found = FoundIn<Account>(told.back());
    const bool own = found.size() == 1 && found[0].stamp() == between.stamp() && found[0].echo() == between.stamp() &&
                     found[0].version() == read_[0].version() + 1;
    if (!own) client_.Fault("a transaction does not see what it has flushed");
    versions_ = 2;
    return true;
  }

  Command AssignTo(size_t i, const Account& made) const {
    return AssignCommand(AssignOf(ids_[i], made, {"balance", "stamp", "echo"}));
  }

  void Prepare() {
    const int64_t amount = 1 + static_cast<int64_t>(dice_.Pick(50));
    for (const size_t i : {0, 1}) {
      made_.push_back(client_.NewAccount(read_[i].balance() + (i == 0 ? -amount : amount)));
      *changes_.emplace_back().mutable_assign() = AssignTo(i, made_[i]).assign();
    }
    if (!cell_name_.empty()) PrepareCell();
    if (dice_.Chance(30)) {
      seat_ = client_.NewSeat();
      seat_place_ = changes_.size();
      *changes_.emplace_back().mutable_create() = CreateOf(*seat_);
    }
    if (dice_.Chance(30)) {
      note_ = client_.NewNote();
      note_place_ = changes_.size();
      *changes_.emplace_back().mutable_create() = CreateOf(*note_);
    }
  }

  void PrepareCell() {
    if (cell_.version() > 0) {
      *changes_.emplace_back().mutable_remove() = RemoveOf("Cell", cell_name_, cell_.version());
      return;
    }
    made_cell_ = client_.NewCell();
    made_cell_->set_name(cell_name_);
    *changes_.emplace_back().mutable_create() = CreateOf(*made_cell_);
  }

  // All in one Flush, or each by a command of its own, which leaves them to the Commit.
  std::vector<Command> Writes() {
    if (dice_.Chance(60)) return {FlushCommand(changes_)};
    std::vector<Command> commands;
    for (const orm::v1::Change& change : changes_) {
      if (change.has_create()) commands.push_back(CreateCommand(change.create()));
      if (change.has_assign()) commands.push_back(AssignCommand(change.assign()));
      if (change.has_remove()) commands.push_back(RemoveCommand(change.remove()));
    }
    return commands;
  }

  bool End() {
    std::vector<Command> commands = Writes();
    const size_t kind = dice_.Pick(100);
    if (kind < 15) return GiveUp(std::move(commands));
    if (kind < 22) return LeaveBefore(std::move(commands));
    commands.push_back(CommitCommand());
    if (kind < 32) return LeaveBehind(std::move(commands));
    const std::optional<uint64_t> id = talk_.next_id();
    if (kind < 40 && id.has_value()) {
      commands.push_back(CancelCommand(*id + commands.size() - 1));
    } else if (kind < 47 && id.has_value()) {
      commands.back().mutable_timeout()->set_nanos(static_cast<int32_t>(1 + dice_.Pick(4'000'000)));
    }
    const bool cancels = commands.back().has_cancel();
    std::vector<Told> told = talk_.Ask(std::move(commands));
    if (cancels) {
      told.pop_back();
      told.back().hurried = true;
    }
    return Judge(told);
  }

  bool GiveUp(std::vector<Command> commands) {
    if (!commands.front().has_flush() && dice_.Chance(50)) commands.push_back(FlushCommand({}));
    commands.push_back(RollbackCommand());
    std::vector<Told> told = talk_.Ask(std::move(commands));
    client_.Expect("a transaction that is rolled back", told, ReasonsOfWrites());
    TellTaken(told);
    Tell(Fate::kNot, told.back().span);
    return true;
  }

  bool LeaveBefore(std::vector<Command> commands) {
    const auto told = talk_.AskAndLeave(std::move(commands), std::chrono::microseconds(dice_.Pick(4000)));
    Tell(Fate::kNot, told.back().span);
    return true;
  }

  bool LeaveBehind(std::vector<Command> commands) {
    const auto told = talk_.AskAndLeave(std::move(commands), std::chrono::microseconds(dice_.Pick(4000)));
    Tell(FateOfCommit(told), told.back().span);
    return true;
  }

  bool Judge(const std::vector<Told>& told) {
    const bool committed = client_.Expect("a transaction", told, ReasonsOfWrites());
    TellTaken(told);
    Tell(FateOfCommit(told), told.back().span);
    const orm::v1::FlushReply& flushed = told.front().reply.flush();
    if (!committed || flushed.results().empty()) return committed;
    if (note_.has_value()) client_.TakeNote(note_->text(), flushed.results(static_cast<int>(note_place_)));
    if (seat_.has_value()) {
      seat_->set_id(flushed.results(static_cast<int>(seat_place_)).key().values(0).int64());
      client_.KnowSeat(*seat_);
    }
    return true;
  }

  Client::Reasons ReasonsOfWrites() const {
    Client::Reasons reasons = Reasons();
    if (seat_.has_value() || made_cell_.has_value()) reasons.push_back("UNIQUE_VIOLATION");
    return reasons;
  }

  // Who has what this transaction wanted was there.
  void TellTaken(const std::vector<Told>& told) {
    for (const Told& answer : told) {
      if (!answer.Failed("UNIQUE_VIOLATION")) continue;
      const auto entity = answer.failure.metadata.find("entity");
      const bool is_seat = entity != answer.failure.metadata.end() && entity->second == "load.v1.Seat";
      const std::string row = is_seat ? SeatRow(*seat_) : CellRow(cell_name_);
      client_.testimony_.Add(row, FoundItTaken(answer.span, client_.Who(client_.act_)));
    }
  }

  void Tell(Fate fate, Span span) {
    const std::string who = client_.Who(client_.act_);
    Bundle bundle{fate, {}};
    for (const size_t i : {0, 1}) {
      const RowState before{read_[i].version(), read_[i].stamp()};
      client_.testimony_.Add(AccountRow(ids_[i]),
                             Changed(span, before, made_[i].stamp(), who, i == 0 ? versions_ : 1), fate);
      bundle.marks.push_back(made_[i].stamp());
    }
    if (made_cell_.has_value()) {
      client_.testimony_.Add(CellRow(cell_name_), Created(span, made_cell_->stamp(), who), fate);
    } else if (!cell_name_.empty()) {
      client_.testimony_.Add(CellRow(cell_name_), Removed(span, {cell_.version(), cell_.stamp()}, who), fate);
    }
    if (seat_.has_value()) {
      client_.testimony_.Add(SeatRow(*seat_), Created(span, seat_->stamp(), who), fate);
      bundle.marks.push_back(seat_->stamp());
    }
    if (note_.has_value()) {
      client_.testimony_.notes.at(note_->text()).written = fate;
      bundle.marks.push_back(note_->text());
    }
    client_.testimony_.bundles.push_back(std::move(bundle));
  }

  Client& client_;
  Dice& dice_;
  Conversation& talk_;
  std::vector<int64_t> ids_;
  bool locks_ = false;
  orm::v1::Isolation isolation_ = orm::v1::ISOLATION_UNSPECIFIED;
  std::string cell_name_;  // empty: none
  Instant begun_;
  Client::Accounts read_;  // as the others know them
  Cell cell_;              // as it was read
  int64_t versions_ = 1;   // by which the first account is changed
  std::vector<orm::v1::Change> changes_;
  Client::Accounts made_;
  std::optional<Cell> made_cell_;
  std::optional<Seat> seat_;
  std::optional<Note> note_;
  size_t seat_place_ = 0, note_place_ = 0;  // in the changes
};

void Client::Transact() {
  const std::unique_ptr<Conversation> talk = Talk();
  for (int i = 0; i < 2; ++i) {
    act_ = "transaction";
    if (ClientTransaction(*this, *talk).Run()) return;
    const std::vector<Told> told = talk->Ask({RollbackCommand(1)});
    if (!Expect("a rollback", told, {"NO_TRANSACTION"})) return;
  }
}

}  // namespace ormd::conformance

// What a client does in sessions, but for transactions that write.
#include <algorithm>
#include <numeric>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/conformance/load/client.h"
#include "tests/conformance/load/commands.h"
#include "tests/conformance/load/requests.h"

namespace ormd::conformance {

using load::v1::Account;
using load::v1::Note;
using orm::v1::Command;

namespace {

std::vector<Command> ReadsOf(const std::vector<int64_t>& accounts) {
  std::vector<Command> commands;
  for (const int64_t id : accounts) commands.push_back(FindOneCommand(ByKey("Account", id)));
  return commands;
}

}  // namespace

std::unique_ptr<Conversation> Client::Talk() {
  if (dice_.Chance(20)) return std::make_unique<NamedConversation>(surroundings_.server);
  Hurry hurry;
  if (dice_.Chance(15)) hurry.deadline = std::chrono::milliseconds(dice_.Pick(40));
  return std::make_unique<StreamConversation>(surroundings_.server, hurry);
}

std::vector<int64_t> Client::AllAccounts() {
  std::vector<int64_t> ids(kAccounts);
  std::iota(ids.begin(), ids.end(), 1);
  for (size_t i = ids.size(); i > 1; --i) std::swap(ids[i - 1], ids[dice_.Pick(i)]);
  return ids;
}

// Pipelined look-ups, which the daemon reads ahead and together, of what the session does not hold; then a find, which
// overtakes what it holds.
void Client::ReadInSession() {
  act_ = "read in a session";
  const std::unique_ptr<Conversation> talk = Talk();
  const std::vector<int64_t> ids = AllAccounts();
  std::vector<Command> commands;
  for (size_t round = 0, rounds = 1 + dice_.Pick(3); round < rounds; ++round) {
    commands.push_back(ClearCommand());
    for (Command& read : ReadsOf(ids)) commands.push_back(std::move(read));
  }
  commands.push_back(FindCommand("Account"));
  std::vector<Told> told = talk->Ask(std::move(commands));
  if (!Expect("reads of a session", told, {})) return;
  SeeAccounts(told.back(), told.back().span);
  SeeSum(FoundIn<Account>(told.back()));
  told.pop_back();
  for (size_t i = 0; i < told.size(); ++i) {
    if (const size_t place = i % (ids.size() + 1); place > 0) SeeAccount(ids[place - 1], told[i]);
  }
}

// Without a transaction: each flush is one of its own.
void Client::WriteInSession() {
  act_ = "write in a session";
  const std::unique_ptr<Conversation> talk = Talk();
  const int64_t id = AnyAccount();
  const std::vector<Told> read = talk->Ask(ReadsOf({id}));
  if (!Expect("a read of a session", read, {})) return;
  const std::optional<Account> before = SeeAccount(id, read.front());
  if (!before.has_value()) return;
  const Account made = NewAccount(before->balance());
  const Note note = NewNote();
  const std::vector<Told> told = talk->Ask({AssignCommand(AssignOf(id, made, {"stamp", "echo"})),
                                            CreateCommand(CreateOf(note)), FlushCommand({})});
  const bool written = Expect("a flush of a session", told, {"OPTIMISTIC_LOCK"});
  const Fate fate = FateOfCommit(told);
  TellAccounts({*before}, {made}, told.back().span, fate);
  testimony_.bundles.back().marks.push_back(note.text());
  testimony_.notes.at(note.text()).written = fate;
  if (!written) return;
  if (told.back().reply.flush().results_size() != 2) return Fault("two changes, and other results");
  TakeNote(note.text(), told.back().reply.flush().results(1));
  const int64_t key = testimony_.notes.at(note.text()).id;
  const std::vector<Told> again = talk->Ask({ClearCommand(), FindOneCommand(ByKey("Account", id)),
                                             FindOneCommand(ByKey("Note", key))});
  if (!Expect("reads behind a flush", again, {})) return;
  SeeAccount(id, again[1]);
  SeeNote(note.text(), false, again[2]);
}

// What a transaction of this isolation reads is one state, however long it takes.
void Client::ReadInTransaction() {
  act_ = "read in a transaction";
  const std::unique_ptr<Conversation> talk = Talk();
  const std::vector<int64_t> ids = AllAccounts();
  const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(dice_.Pick(ids.size()));
  std::vector<Command> first = ReadsOf({ids.begin(), middle});
  first.insert(first.begin(), BeginCommand(orm::v1::REPEATABLE_READ, true));
  std::vector<Told> told = talk->Ask(std::move(first));
  std::this_thread::sleep_for(std::chrono::microseconds(dice_.Pick(3000)));
  std::vector<Command> rest = ReadsOf({middle, ids.end()});
  rest.push_back(dice_.Chance(50) ? CommitCommand() : RollbackCommand());
  for (Told& answer : talk->Ask(std::move(rest))) told.push_back(std::move(answer));
  if (!Expect("reads of a transaction", told, {})) return;
  Accounts accounts;
  for (const Told& answer : told) {
    // The state is that of the first statement.
    SeeAccounts(answer, {told.front().span.begin, answer.span.end});
    for (Account& account : FoundIn<Account>(answer)) accounts.push_back(std::move(account));
  }
  SeeSum(accounts);
}

}  // namespace ormd::conformance

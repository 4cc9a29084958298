#include "tests/conformance/load/last_state.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/conformance/load/client.h"

namespace ormd::conformance {
namespace {

constexpr char kOfTheDaemon[] = "application_name = 'ormd' AND datname = current_database()";

// A note of the database.
struct StandingNote {
  std::string id, mark;
  std::vector<std::string> lines;
};

std::string TextOf(const Cell& cell) {
  return cell.form == Cell::Form::kInt64 ? absl::StrCat(cell.int64) : std::string(cell.text);
}

class Judge {
 public:
  Judge(Testimony testimony, Backdoor& database) : told_(std::move(testimony)), database_(database) {}

  std::vector<std::string> Faults() {
    faults_ = told_.faults;
    ReadRows();
    ReadNotes();
    for (const auto& [row, events] : told_.rows) {
      const bool is_account = row.starts_with("account");
      const std::string fault = FaultOfRow(is_account ? RowState{1, kFirstStamp} : RowState(), events);
      if (!fault.empty()) faults_.push_back(absl::StrCat(row, ":\n", fault));
    }
    for (const auto& [text, story] : told_.notes) JudgeNote(text, story);
    for (const Bundle& bundle : told_.bundles) JudgeBundle(bundle);
    return std::move(faults_);
  }

 private:
  // What stands in the end is seen once more.
  void ReadRows() {
    const Instant now = std::chrono::steady_clock::now();
    const Span span{now, now};
    const auto see = [&](const std::string& row, RowState state) {
      told_.seen.insert(state.stamp);
      told_.Add(row, Saw(span, std::move(state), "the judge"));
    };
    int64_t sum = 0;
    for (const auto& row : database_.Read("SELECT id, version, stamp, balance FROM account")) {
      see("account " + row[0], {std::stoll(row[1]), row[2]});
      sum += std::stoll(row[3]);
    }
    if (sum != kAccounts * kBalance) faults_.push_back(absl::StrCat("the accounts have ", sum));
    std::set<std::string> standing;
    for (const auto& row : database_.Read("SELECT name, version, stamp FROM cell")) {
      see(CellRow(row[0]), {std::stoll(row[1]), row[2]});
      standing.insert(CellRow(row[0]));
    }
    for (const auto& row : database_.Read("SELECT COALESCE(name, 'of account ' || holder_id, '?'), stamp FROM seat")) {
      see("seat " + row[0], {1, row[1]});
      standing.insert("seat " + row[0]);
    }
    for (auto& [row, events] : told_.rows) {
      const bool is_gone = !row.starts_with("account") && !standing.contains(row);
      if (is_gone) events.push_back(FoundItMissing(span, "the judge"));
    }
  }

  void ReadNotes() {
    std::map<std::string, std::string> text_of;
    for (const auto& row : database_.Read("SELECT id, text, mark FROM note")) {
      text_of[row[0]] = row[1];
      if (!notes_.insert({row[1], {row[0], row[2], {}}}).second) faults_.push_back("twice: note " + row[1]);
      if (!told_.notes.contains(row[1])) faults_.push_back("nobody's: note " + row[1]);
      told_.seen.insert(row[1]);
    }
    for (const auto& row : database_.Read("SELECT note_id, text FROM line ORDER BY number")) {
      notes_[text_of[row[0]]].lines.push_back(row[1]);
    }
  }

  void JudgeNote(const std::string& text, const NoteStory& story) {
    const auto found = notes_.find(text);
    const bool is_there = found != notes_.end();
    const bool may_be_there = story.written != Fate::kNot && story.removed != Fate::kDone;
    const bool must_be_there = story.written == Fate::kDone && story.removed == Fate::kNot;
    if (is_there ? !may_be_there : must_be_there) {
      faults_.push_back(absl::StrCat("note ", text, is_there ? " stands" : " is missing", "; written: ",
                                     NameOf(story.written), ", removed: ", NameOf(story.removed)));
    }
    if (!is_there) return;
    const StandingNote& note = found->second;
    const bool is_answered = story.id != 0;
    const bool is_that = !is_answered || (note.id == absl::StrCat(story.id) && note.mark == story.mark);
    if (is_that && note.lines == story.lines) return;
    faults_.push_back(absl::StrCat("note ", text, " was answered as ", story.id, " ", story.mark, " [",
                                   absl::StrJoin(story.lines, " "), "] and is ", note.id, " ", note.mark, " [",
                                   absl::StrJoin(note.lines, " "), "]"));
  }

  // Every state of an account has been seen by who wrote the next one, every seat by who removed it, and only its own
  // client removes a note: so what nobody has seen, and is not there, never was.
  void JudgeBundle(const Bundle& bundle) {
    std::vector<std::string> stood, never;
    for (const std::string& mark : bundle.marks) (told_.seen.contains(mark) ? stood : never).push_back(mark);
    const bool fits = bundle.fate == Fate::kNot       ? stood.empty()
                      : bundle.fate == Fate::kUnknown ? stood.empty() || never.empty()
                                                      : true;
    if (fits) return;
    faults_.push_back(absl::StrCat("changes of one transaction, which came to: ", NameOf(bundle.fate), "; stood: ",
                                   absl::StrJoin(stood, ", "), "; not seen: ", absl::StrJoin(never, ", ")));
  }

  static std::string NameOf(Fate fate) {
    return fate == Fate::kDone ? "done" : fate == Fate::kNot ? "not" : "not known";
  }

  Testimony told_;
  Backdoor& database_;
  std::map<std::string, StandingNote> notes_;  // by text
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> FaultsOf(Testimony testimony, Backdoor& database) {
  return Judge(std::move(testimony), database).Faults();
}

Backdoor::Backdoor(const std::string& url) {
  const bool sqlite = url.starts_with("sqlite:");
  driver_ = *MakeDriver(sqlite ? url : url + "&application_name=backdoor");
  connection_ = *driver_->Connect(Access::kWrite, {});
}

Backdoor::Rows Backdoor::Read(const std::string& sql) {
  const auto result = connection_->Execute({sql, {}}, {});
  if (!result.ok()) throw std::runtime_error(absl::StrCat(sql, ": ", std::string(result.status().message())));
  Rows rows((*result)->rows());
  for (size_t row = 0; row < rows.size(); ++row) {
    for (size_t column = 0; column < (*result)->columns(); ++column) {
      rows[row].push_back(TextOf((*result)->cell(row, column)));
    }
  }
  return rows;
}

void Backdoor::Run(const std::string& sql) {
  if (const absl::Status status = connection_->ExecuteScript(sql, {}); !status.ok()) {
    throw std::runtime_error(absl::StrCat(sql, ": ", std::string(status.message())));
  }
}

void Backdoor::KillConnection(uint64_t choice) {
  Read(absl::StrCat("SELECT pg_terminate_backend(pid, 10000) "
                    "FROM (SELECT pid, row_number() OVER (ORDER BY pid) - 1 AS place, "
                    "count(*) OVER () AS \"all\" FROM pg_stat_activity WHERE ",
                    kOfTheDaemon, ") AS open WHERE place = ", choice % 1000, " % \"all\""));
}

int Backdoor::OpenTransactions() {
  if (driver_->single_writer()) {
    if (!connection_->Begin({}, {}).ok()) return 1;
    return connection_->Rollback({}).ok() ? 0 : 1;
  }
  const std::string busy =
      absl::StrCat("SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND ", kOfTheDaemon);
  const std::string locks =
      absl::StrCat("SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE ", kOfTheDaemon);
  return std::stoi(Read(busy)[0][0]) + std::stoi(Read(locks)[0][0]);
}

}  // namespace ormd::conformance

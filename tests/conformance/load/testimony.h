// What clients were told, put down as facts about rows.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/conformance/load/row_history.h"
#include "tests/conformance/load/told.h"

namespace ormd::conformance {

// Facts that leave a row as it is.
RowEvent Saw(Span span, RowState state, const std::string& who);
RowEvent SawNothingOf(Span span, const std::string& stamp, const std::string& who);  // the row is not that of the stamp
RowEvent FoundItTaken(Span span, const std::string& who);
RowEvent FoundItMissing(Span span, const std::string& who);
RowEvent FoundAnotherVersion(Span span, int64_t than, const std::string& who);

// Facts that change it. Where `before` has a version or a stamp, it must have been that.
RowEvent Created(Span span, const std::string& stamp, const std::string& who);
RowEvent Changed(Span span, RowState before, const std::string& stamp, const std::string& who, int64_t versions = 1);
RowEvent Removed(Span span, RowState before, const std::string& who);

// A note with its lines, which only one client has anything to do with.
struct NoteStory {
  std::vector<std::string> lines;
  Fate written = Fate::kNot;
  Fate removed = Fate::kNot;
  int64_t id = 0;    // where they were answered
  std::string mark;
};

// Changes that stand or fall together, by the stamps and texts that show which.
struct Bundle {
  Fate fate;
  std::vector<std::string> marks;
};

struct Testimony {
  std::map<std::string, std::vector<RowEvent>> rows;  // by names such as "account 3"
  std::map<std::string, NoteStory> notes;             // by text
  std::vector<Bundle> bundles;
  std::set<std::string> seen;  // stamps and texts that somebody has read
  std::vector<std::string> faults;
  std::map<std::string, size_t> answers;  // how often, by reason

  // What is `kUnknown` may have happened, at any time from then on; what is `kNot` is no fact.
  void Add(const std::string& row, RowEvent event, Fate fate = Fate::kDone);
  void Merge(const Testimony& other);
};

}  // namespace ormd::conformance

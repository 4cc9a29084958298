#include "tests/conformance/load/testimony.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace ormd::conformance {
namespace {

// `before`: what is known of it.
bool Meets(const RowState& row, const RowState& before) {
  return row.there() && (before.version == 0 || row.version == before.version) &&
         (before.stamp.empty() || row.stamp == before.stamp);
}

std::string TextOf(const RowState& before) { return before.there() ? Describe(before) : "whatever stood"; }

template <typename T>
void Append(const std::vector<T>& more, std::vector<T>* all) {
  all->insert(all->end(), more.begin(), more.end());
}

}  // namespace

RowEvent Saw(Span span, RowState state, const std::string& who) {
  return {span, absl::StrCat(who, " saw ", Describe(state)), [state](const RowState& row) { return row == state; }};
}

RowEvent SawNothingOf(Span span, const std::string& stamp, const std::string& who) {
  return {span, absl::StrCat(who, " saw nothing of ", stamp),
          [stamp](const RowState& row) { return row.stamp != stamp; }};
}

RowEvent FoundItTaken(Span span, const std::string& who) {
  return {span, who + " found it taken", [](const RowState& row) { return row.there(); }};
}

RowEvent FoundItMissing(Span span, const std::string& who) {
  return {span, who + " found it missing", [](const RowState& row) { return !row.there(); }};
}

RowEvent FoundAnotherVersion(Span span, int64_t than, const std::string& who) {
  return {span, absl::StrCat(who, " found another version than ", than),
          [than](const RowState& row) { return row.version != than; }};
}

RowEvent Created(Span span, const std::string& stamp, const std::string& who) {
  return {span, absl::StrCat(who, " created ", stamp), [](const RowState& row) { return !row.there(); },
          [stamp](const RowState&) { return RowState{1, stamp}; }};
}

RowEvent Changed(Span span, RowState before, const std::string& stamp, const std::string& who, int64_t versions) {
  return {span, absl::StrCat(who, " changed ", TextOf(before), " to ", stamp),
          [before](const RowState& row) { return Meets(row, before); },
          [stamp, versions](const RowState& row) { return RowState{row.version + versions, stamp}; }};
}

RowEvent Removed(Span span, RowState before, const std::string& who) {
  return {span, absl::StrCat(who, " removed ", TextOf(before)),
          [before](const RowState& row) { return Meets(row, before); }, [](const RowState&) { return RowState(); }};
}

void Testimony::Add(const std::string& row, RowEvent event, Fate fate) {
  if (fate == Fate::kNot) return;
  if (fate == Fate::kUnknown) {
    event.certain = false;
    event.span.end = Instant::max();
  }
  rows[row].push_back(std::move(event));
}

void Testimony::Merge(const Testimony& other) {
  for (const auto& [row, events] : other.rows) Append(events, &rows[row]);
  notes.insert(other.notes.begin(), other.notes.end());
  Append(other.bundles, &bundles);
  seen.insert(other.seen.begin(), other.seen.end());
  Append(other.faults, &faults);
  for (const auto& [answer, count] : other.answers) answers[answer] += count;
}

}  // namespace ormd::conformance

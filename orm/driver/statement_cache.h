// The prepared statements of one connection, by SQL text; bounded in number and in length, since what a database keeps
// of a statement grows with its text. The least recently used goes first.
#pragma once

#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace ormd {

// Not thread safe. Handle is the database's own; destroying it should free what it stands for, where that takes no
// round trip.
template <typename Handle>
class StatementCache {
 public:
  static constexpr size_t kMaxStatements = 512;
  static constexpr size_t kMaxBytes = 2 << 20;

  // nullptr where the text is not prepared. Valid until the cache changes.
  Handle* Find(std::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }

  bool full() const { return entries_.size() >= kMaxStatements || bytes_ >= kMaxBytes; }
  // The next one to go; the cache must not be empty.
  const Handle& oldest() const { return entries_.back().second; }
  void DropOldest() { Erase(std::prev(entries_.end())); }

  // The text must not be in the cache, and the cache not be full.
  Handle* Add(std::string sql, Handle handle) {
    bytes_ += sql.size();
    entries_.emplace_front(std::move(sql), std::move(handle));
    by_sql_.emplace(entries_.front().first, entries_.begin());
    return &entries_.front().second;
  }

  void Drop(std::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found != by_sql_.end()) Erase(found->second);
  }

 private:
  using Entries = std::list<std::pair<std::string, Handle>>;

  void Erase(typename Entries::iterator entry) {
    bytes_ -= entry->first.size();
    by_sql_.erase(entry->first);
    entries_.erase(entry);
  }

  size_t bytes_ = 0;  // of SQL
  Entries entries_;  // most recently used first
  std::unordered_map<std::string_view, typename Entries::iterator> by_sql_;
};

}  // namespace ormd

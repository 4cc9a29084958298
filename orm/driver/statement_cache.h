// The prepared statements of one connection, by SQL text; bounded, the least recently used goes first.
#pragma once

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
  explicit StatementCache(size_t capacity) : capacity_(capacity) {}

  // nullptr where the text is not prepared. Valid until the cache changes.
  Handle* Find(std::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }

  bool full() const { return entries_.size() >= capacity_; }
  // The next one to go; the cache must not be empty.
  const Handle& oldest() const { return entries_.back().second; }
  void DropOldest() {
    by_sql_.erase(entries_.back().first);
    entries_.pop_back();
  }

  // The text must not be in the cache, and the cache not be full.
  Handle* Add(std::string sql, Handle handle) {
    entries_.emplace_front(std::move(sql), std::move(handle));
    by_sql_.emplace(entries_.front().first, entries_.begin());
    return &entries_.front().second;
  }

  void Drop(std::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return;
    const auto entry = found->second;
    by_sql_.erase(found);
    entries_.erase(entry);
  }

  void Clear() {
    by_sql_.clear();
    entries_.clear();
  }

 private:
  using Entries = std::list<std::pair<std::string, Handle>>;

  const size_t capacity_;
  Entries entries_;  // most recently used first
  std::unordered_map<std::string_view, typename Entries::iterator> by_sql_;
};

}  // namespace ormd

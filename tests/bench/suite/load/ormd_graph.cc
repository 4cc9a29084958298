#include "tests/bench/suite/load/ormd_graph.h"

#include "absl/container/flat_hash_map.h"

namespace ormd::bench {
namespace {

namespace library = ::bench::library;

google::protobuf::ArenaOptions Roomy() {
  google::protobuf::ArenaOptions options;
  options.start_block_size = 4 << 10;
  options.max_block_size = 256 << 10;
  return options;
}

template <typename T>
absl::flat_hash_map<int, T*> ByKey(const std::vector<T*>& entities) {
  absl::flat_hash_map<int, T*> by_key;
  by_key.reserve(entities.size());
  for (T* entity : entities) by_key.emplace(entity->id(), entity);
  return by_key;
}

}  // namespace

EntityGraph::EntityGraph() : arena_(Roomy()) {}

template <typename T>
bool EntityGraph::AddEntities(const orm::v1::EntitySet& set, std::vector<T*>* out) {
  for (const std::string& bytes : set.entities()) {
    T* const entity = google::protobuf::Arena::CreateMessage<T>(&arena_);
    if (!entity->ParseFromString(bytes)) return false;
    entities_.push_back(entity);
    out->push_back(entity);
  }
  return true;
}

bool EntityGraph::Add(const orm::v1::Graph& part) {
  const size_t first = entities_.size();
  for (const orm::v1::EntitySet& set : part.sets()) {
    const bool parsed = set.entity() == library::Author::descriptor()->full_name() ? AddEntities(set, &authors_)
                        : set.entity() == library::Book::descriptor()->full_name() ? AddEntities(set, &books_)
                        : set.entity() == library::Tag::descriptor()->full_name()  ? AddEntities(set, &tags_)
                                                                                   : set.entities_size() == 0;
    if (!parsed) return false;
  }
  for (const uint32_t root : part.roots()) {
    if (first + root >= entities_.size()) return false;
    roots_.push_back(entities_[first + root]);
  }
  if (part.roots_size() > 0 || part.sets_size() == 0) return true;
  const auto begin = entities_.begin() + static_cast<std::ptrdiff_t>(first);
  roots_.insert(roots_.end(), begin, begin + part.sets(0).entities_size());
  return true;
}

void EntityGraph::Stitch() {
  const auto tags = ByKey(tags_);
  for (library::Book* book : books_) {
    for (library::Tag& reference : *book->mutable_tags()) {
      if (const auto tag = tags.find(reference.id()); tag != tags.end()) reference = *tag->second;
    }
  }
  const auto books = ByKey(books_);
  for (library::Author* author : authors_) {
    for (library::Book& reference : *author->mutable_books()) {
      if (const auto book = books.find(reference.id()); book != books.end()) reference.Swap(book->second);
    }
  }
}

}  // namespace ormd::bench

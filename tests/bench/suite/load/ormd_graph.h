// The entities of an answer of ormd, as objects of their generated classes.
#pragma once

#include <google/protobuf/arena.h>

#include <vector>

#include "library.pb.h"
#include "orm/v1/session.pb.h"

namespace ormd::bench {

class EntityGraph {
 public:
  EntityGraph();

  // A reply to be filled and given to Add.
  orm::v1::Reply* NewPart() { return google::protobuf::Arena::CreateMessage<orm::v1::Reply>(&arena_); }
  // Takes in the entities of a part; false where it is malformed.
  bool Add(const orm::v1::Graph& part);
  // Puts the books of the authors and the tags of the books in the place of the references to them.
  void Stitch();

  // The found entities, in result order; they are of this class.
  template <typename T>
  std::vector<T*> Roots() const {
    std::vector<T*> roots;
    roots.reserve(roots_.size());
    for (google::protobuf::MessageLite* root : roots_) roots.push_back(static_cast<T*>(root));
    return roots;
  }

 private:
  template <typename T>
  bool AddEntities(const orm::v1::EntitySet& set, std::vector<T*>* out);

  google::protobuf::Arena arena_;
  std::vector<google::protobuf::MessageLite*> entities_;
  std::vector<google::protobuf::MessageLite*> roots_;
  std::vector<::bench::library::Author*> authors_;
  std::vector<::bench::library::Book*> books_;
  std::vector<::bench::library::Tag*> tags_;
};

}  // namespace ormd::bench

// What a completion queue of gRPC brings back: the end of an operation.
#pragma once

namespace ormd {

// The tag of one operation at a time.
class Event {
 public:
  // On a thread of the queue, or where it came about (caught_event.h). `ok` as gRPC means it: false where the
  // operation came to nothing.
  virtual void Complete(bool ok) = 0;

  // What the queue gets for it, and gives back.
  void* tag() { return this; }

 protected:
  ~Event() = default;
};

// Calls a method of what it is a member of.
template <typename Owner, void (Owner::*kMethod)(bool ok)>
class MemberEvent final : public Event {
 public:
  explicit MemberEvent(Owner* owner) : owner_(owner) {}
  void Complete(bool ok) override { (owner_->*kMethod)(ok); }

 private:
  Owner* const owner_;
};

}  // namespace ormd

// Bounds the memory that many hold together.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>

namespace ormd {

// So many bytes for all. Thread safe; outlives its shares.
class ByteBudget {
 public:
  // Bytes that are taken until it is destroyed.
  class Share {
   public:
    Share() = default;
    Share(Share&& other) noexcept;
    Share& operator=(Share&& other) noexcept;
    ~Share() { Release(); }

    void Release();

   private:
    friend class ByteBudget;
    ByteBudget* budget_ = nullptr;
    size_t bytes_ = 0;
  };

  // Of one share: so few are not counted, and always to be had.
  static constexpr size_t kFree = 1024;

  explicit ByteBudget(size_t limit) : limit_(limit) {}
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;

  // nullopt where they are not left. Whoever comes first gets any number.
  std::optional<Share> Take(size_t bytes);

 private:
  const size_t limit_;
  std::atomic<size_t> taken_ = 0;
};

}  // namespace ormd

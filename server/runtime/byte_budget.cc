#include "server/runtime/byte_budget.h"

#include <utility>

namespace ormd {

ByteBudget::Share::Share(Share&& other) noexcept
    : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

ByteBudget::Share& ByteBudget::Share::operator=(Share&& other) noexcept {
  Release();
  budget_ = std::exchange(other.budget_, nullptr);
  bytes_ = std::exchange(other.bytes_, 0);
  return *this;
}

void ByteBudget::Share::Release() {
  if (budget_ == nullptr) return;
  std::exchange(budget_, nullptr)->taken_.fetch_sub(std::exchange(bytes_, 0), std::memory_order_relaxed);
}

std::optional<ByteBudget::Share> ByteBudget::Take(size_t bytes) {
  if (bytes <= kFree) return Share();
  const size_t before = taken_.fetch_add(bytes, std::memory_order_relaxed);
  Share share;  // gives back where it is too much
  share.budget_ = this;
  share.bytes_ = bytes;
  if (before > 0 && before + bytes > limit_) return std::nullopt;
  return share;
}

}  // namespace ormd

#include "tests/conformance/raw_call.h"

#include <algorithm>

namespace ormd::conformance {
namespace {

// The tag and length of a field of wire type 2.
std::string Head(int number, size_t length) { return static_cast<char>(number << 3 | 2) + Varint(length); }

// Puts the field round what `reversed` holds, which is written from its end to its start.
void Wrap(int number, std::string* reversed) {
  std::string head = Head(number, reversed->size());
  std::reverse(head.begin(), head.end());
  reversed->append(head);
}

}  // namespace

std::string Varint(uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<char>(number | 0x80));
  bytes.push_back(static_cast<char>(number));
  return bytes;
}

std::string Field(int number, const std::string& bytes) { return Head(number, bytes.size()) + bytes; }

std::string DeepMap(int levels) {
  std::string name = Field(1, "$and");
  std::reverse(name.begin(), name.end());
  std::string reversed;
  for (int i = 0; i < levels; ++i) {
    Wrap(9, &reversed);     // Value.map
    Wrap(2, &reversed);     // Pair.value
    reversed.append(name);  // Pair.name
    Wrap(1, &reversed);     // MapValue.pairs
  }
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

Outcome<std::string> RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                             const std::string& request) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  grpc::Slice slice(request);
  auto call = stub.PrepareUnaryCall(&context, method, grpc::ByteBuffer(&slice, 1), &queue);
  call->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  grpc::Slice bytes;
  if (!status.ok() || !reply.DumpToSingleSlice(&bytes).ok()) return {status, ""};
  return {status, std::string(reinterpret_cast<const char*>(bytes.begin()), bytes.size())};
}

}  // namespace ormd::conformance

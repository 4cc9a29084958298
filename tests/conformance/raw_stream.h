// A call of any kind whose messages are bytes: nothing is parsed, nothing checked, nothing waits for ever.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <array>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace ormd::conformance {

// Used by one thread. What goes on when it is destroyed is cancelled.
class RawStream {
 public:
  using Millis = std::chrono::milliseconds;

  // Begins the call at once; without a deadline it has none.
  RawStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
            std::optional<Millis> deadline = std::nullopt);
  ~RawStream();
  RawStream(const RawStream&) = delete;
  RawStream& operator=(const RawStream&) = delete;

  // Waits for the message before this one, and reads ahead where the server takes no more until somebody reads. False
  // where the call has ended.
  bool Write(const std::string& bytes);
  void HalfClose();
  // The next message; nullopt where there is none any more.
  std::optional<std::string> Read();
  void Cancel() { context_.TryCancel(); }
  // Reads what is left. The status of the call; nullopt where the server left something unanswered for too long.
  std::optional<grpc::Status> Finish();

 private:
  enum Operation { kStart, kRead, kWrite, kFinish, kOperations };

  void* Begin(Operation operation);
  // Whether the last one of this kind went well, when it has ended.
  bool Settle(Operation operation);
  // One event, or false at the time.
  bool TakeEvent(std::chrono::system_clock::time_point until);
  void BeginRead();

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  std::array<bool, kOperations> pending_{};
  std::array<bool, kOperations> good_{};
  grpc::ByteBuffer incoming_;
  std::deque<std::string> received_;
  grpc::Status status_;
  bool half_closed_ = false, finished_ = false, stuck_ = false;
};

// A call of one request, and all that is answered; nullopt where it is not answered in time.
struct RawAnswer {
  std::optional<grpc::Status> status;
  std::deque<std::string> messages;
};
RawAnswer RawAsk(const std::shared_ptr<grpc::Channel>& channel, const std::string& method, const std::string& request,
                 std::optional<RawStream::Millis> deadline = std::nullopt);

}  // namespace ormd::conformance

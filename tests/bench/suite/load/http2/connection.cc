#include "tests/bench/suite/load/http2/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <utility>

namespace ormd::bench {
namespace {

// So that an answer seldom waits for a window to grow.
constexpr int32_t kStreamWindow = 4 << 20;
constexpr int32_t kWindow = 1 << 30;
constexpr size_t kReceiveBytes = 256 << 10;

Exchange* ExchangeOf(nghttp2_session* session, int32_t stream) {
  return static_cast<Exchange*>(nghttp2_session_get_stream_user_data(session, stream));
}

// Views of what lives until the request is on its way.
nghttp2_nv Header(std::string_view name, std::string_view value) {
  const auto bytes = [](std::string_view text) {
    return const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(),
          NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE};
}

std::string_view TextOf(const uint8_t* bytes, size_t size) { return {reinterpret_cast<const char*>(bytes), size}; }

grpc::Status LinkLost() { return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the connection is lost"); }

}  // namespace

Exchange::~Exchange() {
  if (stream_ != 0) connection_.Abandon(*this);
}

void Exchange::Start(const std::string& method) { connection_.Begin(*this, method); }

void Exchange::Put(const std::string& message) {
  const std::array<char, MessageReader::kPrefix> prefix = MessageReader::PrefixOf(message.size());
  unsent_.append(prefix.data(), prefix.size()).append(message);
  Resume();
}

void Exchange::EndPutting() {
  whole_ = true;
  Resume();
}

void Exchange::Resume() {
  if (!std::exchange(waiting_, false) || stream_ == 0) return;
  nghttp2_session_resume_data(connection_.session_.get(), stream_);
}

ssize_t Exchange::Fill(uint8_t* to, size_t most, uint32_t* flags) {
  const size_t count = unsent_.copy(reinterpret_cast<char*>(to), most, sent_);
  sent_ += count;
  if (sent_ == unsent_.size()) {
    unsent_.clear();
    sent_ = 0;
    if (whole_) *flags |= NGHTTP2_DATA_FLAG_EOF;
    if (!whole_ && count == 0) {
      waiting_ = true;
      return NGHTTP2_ERR_DEFERRED;
    }
  }
  return static_cast<ssize_t>(count);
}

void Exchange::TakeHeader(std::string_view name, std::string_view value) {
  if (name == "grpc-status") std::from_chars(value.data(), value.data() + value.size(), code_);
  if (name == "grpc-message") words_ = value;
  if (name == ":status" && value != "200") words_ = "HTTP status " + std::string(value);
}

void Exchange::Finish(const grpc::Status& otherwise) {
  stream_ = 0;
  if (code_ >= 0) return OnEnd(grpc::Status(static_cast<grpc::StatusCode>(code_), words_));
  OnEnd(words_.empty() ? otherwise : grpc::Status(otherwise.error_code(), words_));
}

// nghttp2 calls these; a stream whose exchange was abandoned has none.
struct Http2Connection::Callbacks {
  static int OnHeader(nghttp2_session* session, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                      const uint8_t* value, size_t value_size, uint8_t, void*) {
    Exchange* const exchange = ExchangeOf(session, frame->hd.stream_id);
    if (exchange != nullptr) exchange->TakeHeader(TextOf(name, name_size), TextOf(value, value_size));
    return 0;
  }

  static int OnData(nghttp2_session* session, uint8_t, int32_t stream, const uint8_t* data, size_t size, void*) {
    Exchange* const exchange = ExchangeOf(session, stream);
    if (exchange == nullptr) return 0;
    exchange->reader_.Read({data, size}, [&](std::string message) { exchange->OnMessage(std::move(message)); });
    return 0;
  }

  static int OnClose(nghttp2_session* session, int32_t stream, uint32_t, void* connection) {
    Exchange* const exchange = ExchangeOf(session, stream);
    if (exchange == nullptr) return 0;
    static_cast<Http2Connection*>(connection)->Forget(*exchange);
    exchange->Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the call ended without a status"));
    return 0;
  }

  static ssize_t Fill(nghttp2_session* session, int32_t stream, uint8_t* to, size_t most, uint32_t* flags,
                      nghttp2_data_source*, void*) {
    Exchange* const exchange = ExchangeOf(session, stream);
    if (exchange == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    return exchange->Fill(to, most, flags);
  }
};

Http2Connection::Http2Connection(int socket, std::string authority)
    : socket_(socket), authority_(std::move(authority)), received_(kReceiveBytes) {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, Callbacks::OnHeader);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, Callbacks::OnData);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Callbacks::OnClose);
  nghttp2_session* session = nullptr;
  nghttp2_session_client_new(&session, callbacks, this);
  nghttp2_session_callbacks_del(callbacks);
  session_.reset(session);
  const std::array<nghttp2_settings_entry, 2> settings = {
      {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0}, {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindow}}};
  nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0, kWindow);
}

Http2Connection::~Http2Connection() { close(socket_); }

void Http2Connection::Begin(Exchange& exchange, const std::string& method) {
  const std::array<nghttp2_nv, 6> headers = {Header(":method", "POST"), Header(":scheme", "http"),
                                             Header(":path", method),   Header(":authority", authority_),
                                             Header("te", "trailers"),  Header("content-type", "application/grpc")};
  nghttp2_data_provider body = {};
  body.read_callback = Callbacks::Fill;
  exchange.stream_ = nghttp2_submit_request(session_.get(), nullptr, headers.data(), headers.size(), &body, &exchange);
  exchanges_.insert(&exchange);
  if (exchange.stream_ < 0) lost_ = true;
}

void Http2Connection::Abandon(Exchange& exchange) {
  Forget(exchange);
  if (exchange.stream_ < 0) return;
  nghttp2_session_set_stream_user_data(session_.get(), exchange.stream_, nullptr);
  nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, exchange.stream_, NGHTTP2_CANCEL);
}

void Http2Connection::Forget(Exchange& exchange) {
  exchanges_.erase(&exchange);
  ended_ = true;
}

bool Http2Connection::Flush() {
  ended_ = false;
  Pack();
  if (!lost_ && !unsent_.empty()) {
    const ssize_t sent = send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) lost_ = true;
    if (sent > 0) unsent_.erase(0, static_cast<size_t>(sent));
  }
  if (lost_) EndAll();
  return ended_;
}

// A call may end in it: one that the server will not take any more.
void Http2Connection::Pack() {
  nghttp2_session* const session = session_.get();
  while (!lost_) {
    const uint8_t* bytes = nullptr;
    const ssize_t size = nghttp2_session_mem_send(session, &bytes);
    if (size == 0) break;
    if (size < 0) lost_ = true;
    if (size > 0) unsent_.append(TextOf(bytes, static_cast<size_t>(size)));
  }
  if (nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0) lost_ = true;
}

// A call that begins in answer to such an end is ended by the next Flush.
void Http2Connection::EndAll() {
  absl::flat_hash_set<Exchange*> ended;
  ended.swap(exchanges_);
  ended_ = !ended.empty() || ended_;
  for (Exchange* exchange : ended) exchange->Finish(LinkLost());
}

void Http2Connection::Receive() {
  ssize_t size = 0;
  do {
    size = recv(socket_, received_.data(), received_.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0 || nghttp2_session_mem_recv(session_.get(), received_.data(), static_cast<size_t>(size)) < 0) {
      lost_ = true;
    }
  } while (!lost_ && static_cast<size_t>(size) == received_.size());
}

}  // namespace ormd::bench

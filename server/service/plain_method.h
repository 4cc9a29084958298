// Methods whose answer needs no session: request in, response out.
#pragma once

#include <utility>

#include "absl/status/statusor.h"
#include "server/service/unary_call.h"
#include "server/wire/message.h"

namespace ormd {

// `run` answers at once and does not block.
template <typename Request, typename Response>
RawService::Handler QuickMethod(const Host& host, absl::StatusOr<Response> (*run)(const Host&, const Request&)) {
  return UnaryMethod(host, [&host, run](ServerCall& call, const Context&, Answer answer) {
    Request request;
    if (absl::Status status = ParseRequest(host, call, &request); !status.ok()) return answer(status);
    const absl::StatusOr<Response> response = run(host, request);
    if (!response.ok()) return answer(response.status());
    answer(wire::SerializeMessage(*response));
  });
}

template <typename Request, typename Response>
using BlockingMethod = absl::StatusOr<Response> (*)(const Host&, const Request&, const Context&);

// `run` works on the executor, where it may block within the context.
template <typename Request, typename Response>
CallHandler OnExecutor(const Host& host, Executor::Lane lane, BlockingMethod<Request, Response> run) {
  return [&host, lane, run](ServerCall& call, const Context& context, Answer answer) {
    Request request;
    if (absl::Status status = ParseRequest(host, call, &request); !status.ok()) return answer(status);
    host.executor.Submit(lane, [&host, run, request = std::move(request), context, answer = std::move(answer)] {
      const absl::StatusOr<Response> response = run(host, request, context);
      if (!response.ok()) return answer(response.status());
      answer(wire::SerializeMessage(*response));
    });
  };
}

template <typename Request, typename Response>
RawService::Handler WorkMethod(const Host& host, BlockingMethod<Request, Response> run) {
  return UnaryMethod(host, OnExecutor<Request, Response>(host, Executor::Lane::kNormal, run));
}

// Work on the schema takes what it takes: only a deadline of the client bounds it.
template <typename Request, typename Response>
RawService::Handler UnboundMethod(const Host& host, BlockingMethod<Request, Response> run) {
  return UnaryMethod(host, absl::InfiniteDuration(), OnExecutor<Request, Response>(host, Executor::Lane::kSchema, run));
}

}  // namespace ormd

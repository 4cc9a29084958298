#include "server/service/sessions_service.h"

#include "orm/base/error.h"
#include "orm/v1/session.pb.h"
#include "server/runtime/errors.h"
#include "server/service/durations.h"
#include "server/service/plain_method.h"
#include "server/session/errors.h"

namespace ormd {
namespace {

absl::StatusOr<orm::v1::OpenResponse> Open(const Host& host, const orm::v1::OpenRequest& request) {
  ORMD_RETURN_IF_ERROR(host.gate.status());
  if (host.health.draining()) return ServerDraining();
  const SessionOptions& options = host.sessions.options();
  const absl::Duration ttl = request.has_ttl() ? FromProto(request.ttl()) : options.default_ttl;
  if (ttl <= absl::ZeroDuration()) return BadTtl();
  ORMD_ASSIGN_OR_RETURN(const SessionRegistry::Opened opened, host.sessions.Open(ttl));
  orm::v1::OpenResponse response;
  response.set_session(opened.id);
  response.set_instance(options.instance);
  ToProto(opened.ttl, response.mutable_ttl());
  return response;
}

absl::StatusOr<orm::v1::RenewResponse> Renew(const Host& host, const orm::v1::RenewRequest& request) {
  ORMD_ASSIGN_OR_RETURN(const absl::Duration ttl, host.sessions.Renew(request.session()));
  orm::v1::RenewResponse response;
  ToProto(ttl, response.mutable_ttl());
  return response;
}

absl::StatusOr<orm::v1::CloseResponse> Close(const Host& host, const orm::v1::CloseRequest& request) {
  ORMD_RETURN_IF_ERROR(host.sessions.Close(request.session()));
  return orm::v1::CloseResponse();
}

}  // namespace

SessionsService::SessionsService(const Host& host) : RawService("orm.v1.Sessions") {
  AddUnary("Open", QuickMethod(host, Open));
  AddUnary("Renew", QuickMethod(host, Renew));
  AddUnary("Close", QuickMethod(host, Close));
}

}  // namespace ormd

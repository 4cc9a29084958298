// From a JSON object of options to the read requests: the command line and session commands share it.
#pragma once

#include "client/cli/catalog.h"
#include "client/cli/json.h"
#include "orm/v1/query.pb.h"
#include "orm/v1/session.pb.h"

namespace ormd::cli {

// entity, where, populate, order_by, limit, offset, fields, lock_mode, refresh.
orm::v1::Find EncodeFind(const Catalog& catalog, const Json& json);
// entity, key, populate, fields, lock_mode, refresh.
orm::v1::FindOne EncodeGet(const Catalog& catalog, const Json& json);
// entity, where.
orm::v1::Count EncodeCount(const Catalog& catalog, const Json& json);
// entity, key, populate.
orm::v1::Refresh EncodeRefresh(const Catalog& catalog, const Json& json);

}  // namespace ormd::cli

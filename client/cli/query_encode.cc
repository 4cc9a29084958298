#include "client/cli/query_encode.h"

#include "client/cli/errors.h"
#include "client/cli/member_reader.h"
#include "client/cli/value_encode.h"
#include "client/cli/where_encode.h"

namespace ormd::cli {
namespace {

orm::v1::LockMode EncodeLockMode(const MemberReader& options) {
  const std::string name = options.Text("lock_mode").value_or("none");
  if (name == "none") return orm::v1::LOCK_MODE_UNSPECIFIED;
  if (name == "pessimistic_read") return orm::v1::PESSIMISTIC_READ;
  if (name == "pessimistic_write") return orm::v1::PESSIMISTIC_WRITE;
  throw UsageError(options.what() + ": \"lock_mode\" must be none, pessimistic_read or pessimistic_write");
}

orm::v1::MapValue Where(const Catalog& catalog, const std::string& entity, const Json& where) {
  return EncodeWhere(catalog.model().Find(entity), where, "where");
}

}  // namespace

orm::v1::Find EncodeFind(const Catalog& catalog, const Json& json) {
  const MemberReader options(
      json, "find", {"entity", "where", "populate", "order_by", "limit", "offset", "fields", "lock_mode", "refresh"});
  orm::v1::Find find;
  find.set_entity(options.NeedText("entity"));
  if (const Json* where = options.Get("where")) *find.mutable_where() = Where(catalog, find.entity(), *where);
  if (const Json* order = options.Get("order_by")) *find.mutable_order_by() = EncodeOrderBy(*order, "order_by");
  if (const auto limit = options.Count("limit")) find.set_limit(*limit);
  find.set_offset(options.Count("offset").value_or(0));
  *find.mutable_populate() = options.Names("populate");
  *find.mutable_fields() = options.Names("fields");
  find.set_lock_mode(EncodeLockMode(options));
  find.set_refresh(options.Flag("refresh"));
  return find;
}

orm::v1::FindOne EncodeGet(const Catalog& catalog, const Json& json) {
  const MemberReader options(json, "get", {"entity", "key", "populate", "fields", "lock_mode", "refresh"});
  orm::v1::FindOne find_one;
  find_one.set_entity(options.NeedText("entity"));
  *find_one.mutable_key() = EncodeKey(&catalog.Get(find_one.entity(), "entity"), options.Need("key"), "key");
  *find_one.mutable_populate() = options.Names("populate");
  *find_one.mutable_fields() = options.Names("fields");
  find_one.set_lock_mode(EncodeLockMode(options));
  find_one.set_refresh(options.Flag("refresh"));
  return find_one;
}

orm::v1::Count EncodeCount(const Catalog& catalog, const Json& json) {
  const MemberReader options(json, "count", {"entity", "where"});
  orm::v1::Count count;
  count.set_entity(options.NeedText("entity"));
  if (const Json* where = options.Get("where")) *count.mutable_where() = Where(catalog, count.entity(), *where);
  return count;
}

orm::v1::Refresh EncodeRefresh(const Catalog& catalog, const Json& json) {
  const MemberReader options(json, "refresh", {"entity", "key", "populate"});
  orm::v1::Refresh refresh;
  refresh.set_entity(options.NeedText("entity"));
  *refresh.mutable_key() = EncodeKey(&catalog.Get(refresh.entity(), "entity"), options.Need("key"), "key");
  *refresh.mutable_populate() = options.Names("populate");
  return refresh;
}

}  // namespace ormd::cli

#include "client/cli/commands/read_back.h"

#include "client/cli/entity_json.h"

namespace ormd::cli {

void PrintOne(const orm::v1::FindOne& find_one, Context& context) {
  const client::EntityGraph graph(context.catalog().shared_model(), context.client().em().FindOne(find_one));
  for (const client::Entity* root : graph.roots()) {
    PrintObject(context.format, EntityJson(*root, Populate(find_one.populate())), context.out);
  }
}

void PrintChanged(const orm::v1::ChangeResult& result, Context& context) {
  orm::v1::FindOne find_one;
  find_one.set_entity(result.entity());
  *find_one.mutable_key() = result.key();
  PrintOne(find_one, context);
}

}  // namespace ormd::cli

#include "orm/schema/postgres/view_order.h"

#include <algorithm>
#include <set>

#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/postgres/from_items.h"

namespace ormd::postgres {
namespace {

class Order {
 public:
  explicit Order(const std::vector<const View*>& views) : views_(views) {}

  std::vector<const View*> Run() && {
    for (const View* view : views_) Visit(view);
    return std::move(order_);
  }

 private:
  void Visit(const View* view) {
    if (!visited_.insert(view).second) return;
    for (const View* other : views_) {
      if (SelectsFrom(*view, *other)) Visit(other);
    }
    order_.push_back(view);
  }

  const std::vector<const View*>& views_;
  std::set<const View*> visited_;
  std::vector<const View*> order_;
};

}  // namespace

bool SelectsFrom(const View& view, const View& other) {
  if (&view == &other || !MentionsName(view.definition, other.name.name)) return false;
  const std::vector<FromItem> items = FromItemsOf(view.definition);
  return std::any_of(items.begin(), items.end(), [&](const FromItem& item) { return item.MayBe(other.name); });
}

std::vector<const View*> InOrder(const std::vector<const View*>& views) { return Order(views).Run(); }

}  // namespace ormd::postgres

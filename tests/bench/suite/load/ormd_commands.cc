#include "tests/bench/suite/load/ormd_commands.h"

#include "tests/bench/suite/load/known_data.h"

namespace ormd::bench {
namespace {

const std::string& AuthorName() { return library::Author::descriptor()->full_name(); }
const std::string& BookName() { return library::Book::descriptor()->full_name(); }

void SetKey(int id, orm::v1::Key* key) {
  orm::v1::Value* const value = key->values_size() > 0 ? key->mutable_values(0) : key->add_values();
  value->set_int64(id);
}

void SetPrice(const library::Book& book, orm::v1::Assign* assign) {
  library::Book change;
  change.set_price(book.price());
  assign->set_entity(BookName());
  SetKey(book.id(), assign->mutable_key());
  change.SerializeToString(assign->mutable_data()->mutable_message());
}

}  // namespace

FindByKey::FindByKey(const std::string& entity, orm::v1::LockMode lock) {
  command_.set_entity(entity);
  command_.set_lock_mode(lock);
}

const orm::v1::FindOne& FindByKey::Of(int id) {
  SetKey(id, command_.mutable_key());
  return command_;
}

FindFrom::FindFrom(const std::string& entity, const std::vector<std::string>& populate) {
  command_.set_entity(entity);
  orm::v1::Pair* const condition = command_.mutable_where()->add_pairs();
  condition->set_name("id");
  condition->mutable_value()->mutable_map()->add_pairs()->set_name("$gte");
  command_.add_order_by()->set_path("id");
  command_.mutable_populate()->Add(populate.begin(), populate.end());
}

const orm::v1::Find& FindFrom::Of(Span span) {
  orm::v1::MapValue* const comparison = command_.mutable_where()->mutable_pairs(0)->mutable_value()->mutable_map();
  comparison->mutable_pairs(0)->mutable_value()->set_int64(span.first);
  command_.set_limit(span.count);
  return command_;
}

const orm::v1::Create& CreateAuthorChange::Of(const std::string& email) {
  command_.set_entity(AuthorName());
  FillNewAuthor(email, &author_);
  author_.SerializeToString(command_.mutable_data()->mutable_message());
  return command_;
}

void FlushChanges::Resize(size_t count) {
  const int wanted = static_cast<int>(count);
  while (command_.changes_size() > wanted) command_.mutable_changes()->RemoveLast();
  while (command_.changes_size() < wanted) command_.add_changes();
}

const orm::v1::Flush& FlushChanges::CreateAuthors(const Emails& emails) {
  Resize(emails.size());
  FillNewAuthor("", &author_);
  for (size_t i = 0; i < emails.size(); ++i) {
    orm::v1::Create* const create = command_.mutable_changes(static_cast<int>(i))->mutable_create();
    create->set_entity(AuthorName());
    author_.set_email(emails[i]);
    author_.SerializeToString(create->mutable_data()->mutable_message());
  }
  return command_;
}

const orm::v1::Flush& FlushChanges::ChangePrices(const std::vector<library::Book*>& books) {
  Resize(books.size());
  for (size_t i = 0; i < books.size(); ++i) {
    SetPrice(*books[i], command_.mutable_changes(static_cast<int>(i))->mutable_assign());
  }
  return command_;
}

const orm::v1::Flush& FlushChanges::ChangePriceAndCreate(const library::Book& changed, const library::Book& added) {
  Resize(2);
  SetPrice(changed, command_.mutable_changes(0)->mutable_assign());
  orm::v1::Create* const create = command_.mutable_changes(1)->mutable_create();
  create->set_entity(BookName());
  added.SerializeToString(create->mutable_data()->mutable_message());
  return command_;
}

const orm::v1::Flush& FlushChanges::RemoveAuthors(const std::vector<int>& ids) {
  Resize(ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    orm::v1::Remove* const remove = command_.mutable_changes(static_cast<int>(i))->mutable_remove();
    remove->set_entity(AuthorName());
    SetKey(ids[i], remove->mutable_key());
  }
  return command_;
}

}  // namespace ormd::bench

// The entities and rows of the tests of row graphs: every kind of relation and of key, with gaps.
#pragma once

namespace ormd::wire {

inline constexpr const char* kGraphSource = R"(
syntax = "proto3";
package g;
import "orm/options.proto";
import "google/protobuf/struct.proto";

message Author {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Card card = 2 [(orm.property).one_to_one.mapped_by = "holder"];
  string name = 3;
  string secret = 4 [(orm.property).hidden = true];
  repeated Book books = 5 [(orm.property).one_to_many.mapped_by = "author"];
  string bio = 6 [(orm.property).lazy = true];
  Author mentor = 7 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated Author pupils = 8 [(orm.property).one_to_many.mapped_by = "mentor"];
  Town home = 9 [(orm.property) = {nullable: true many_to_one: {}}];
  Town birthplace = 10 [(orm.property) = {nullable: true many_to_one: {constraint: false}}];
  Land land = 11 [(orm.property) = {nullable: true hidden: true many_to_one: {}}];
  Mark mark = 12 [(orm.property) = {nullable: true many_to_one: {}}];
  int64 twice = 13 [(orm.property).formula.sql = "id * 2"];
  repeated Badge badges = 14 [(orm.property) = {hidden: true many_to_many: {}}];
  Locker locker = 15 [(orm.property).one_to_one.mapped_by = "holder"];
}
message Locker {
  option (orm.entity) = {};
  int32 id = 1 [(orm.property).primary = {}];
  Author holder = 2 [(orm.property) = {nullable: true one_to_one: {}}];
}
message Card {
  option (orm.entity) = {};
  string number = 1 [(orm.property) = {type: CHAR length: 6 primary: {}}];
  Author holder = 2 [(orm.property) = {nullable: true one_to_one: {constraint: false}}];
}
message Book {
  option (orm.entity) = {order: {property: "title" descending: true}};
  string id = 1 [(orm.property) = {type: UUID primary: {}}];
  string title = 2;
  Author author = 3 [(orm.property) = {nullable: true hidden: true many_to_one: {}}];
  repeated Page pages = 4 [(orm.property).one_to_many.mapped_by = "book"];
  Shelf shelf = 5 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated Tag tags = 6 [(orm.property).many_to_many = {order: {property: "label" descending: true}}];
  google.protobuf.Struct meta = 7 [(orm.property).nullable = true];
}
message Page {
  option (orm.entity) = {};
  string text = 1;
  Book book = 2 [(orm.property) = {primary: {} many_to_one: {}}];
  optional string remark = 3;
  int32 number = 4 [(orm.property).primary = {}];
  repeated Note notes = 5 [(orm.property).many_to_many = {}];
}
message Note {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {type: DECIMAL precision: 8 scale: 2 primary: {}}];
  string text = 2;
  repeated Page pages = 3 [(orm.property).many_to_many.mapped_by = "notes"];
}
message Shelf {
  option (orm.entity) = {};
  string name = 1;
  int32 room = 2 [(orm.property).primary = {}];
  string side = 3 [(orm.property).primary = {}];
  repeated Book books = 4 [(orm.property).one_to_many.mapped_by = "shelf"];
}
message Tag {
  option (orm.entity) = {};
  int32 id = 1 [(orm.property).primary = {}];
  string label = 2;
  repeated Book books = 3 [(orm.property).many_to_many.mapped_by = "tags"];
}
message Badge {
  option (orm.entity) = {};
  string code = 1 [(orm.property).primary = {}];
  string text = 2;
}
message Town {
  option (orm.entity) = {};
  string name = 1 [(orm.property).primary = {}];
  Land land = 2 [(orm.property).many_to_one = {}];
  repeated Author natives = 3 [(orm.property).one_to_many.mapped_by = "birthplace"];
  repeated Tag signs = 4 [(orm.property).many_to_many = {}];
}
message Land {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string name = 2;
}
message Mark {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
}
)";

inline constexpr const char* kGraphRows = R"(
INSERT INTO "land" ("id", "name") VALUES (1, 'North'), (2, '');
INSERT INTO "town" ("name", "land_id") VALUES ('Oslo', 1), ('Rome', 2), ('', 2);
INSERT INTO "mark" ("id") VALUES (1);
INSERT INTO "badge" ("code", "text") VALUES ('b1', 'gold'), ('b2', 'tin');
INSERT INTO "author" ("id", "name", "secret", "bio", "mentor_id", "home_name", "birthplace_name", "land_id", "mark_id")
VALUES (3, 'Cleo', 'x', 'c', NULL, NULL, 'Nowhere', NULL, NULL),
       (1, 'Ann', 's', 'a', 3, 'Oslo', 'Rome', 1, 1),
       (2, 'Bob', '', 'b', 1, 'Rome', NULL, 1, NULL),
       (4, 'Dora', '', 'd', 1, NULL, '', 2, 1),
       (9, 'Zoe', '', 'z', 9, 'Rome', 'Rome', 2, 1),
       (7, 'Ida', '', 'i', 9, 'Rome', 'Rome', 2, 1);
INSERT INTO "author_badges" ("author_id", "badge_code") VALUES (1, 'b2'), (9, 'b1'), (9, 'b2');
INSERT INTO "card" ("number", "holder_id") VALUES ('c2', 2), ('c4', 4), ('c77', 77), ('free', NULL);
INSERT INTO "shelf" ("name", "room", "side") VALUES ('top', 1, 'left'), ('low', 1, 'right'), ('far', 2, 'left');
INSERT INTO "tag" ("id", "label") VALUES (1, 'x'), (2, 'y'), (3, 'x'), (4, 'lone');
INSERT INTO "town_signs" ("town_name", "tag_id") VALUES ('Rome', 4), ('Rome', 1), ('Oslo', 2), ('Rome', 3), ('Oslo', 1);
INSERT INTO "book" ("id", "title", "author_id", "shelf_room", "shelf_side", "meta") VALUES
  ('00000000-0000-4000-8000-00000000000a', 'One', 1, 1, 'left', '{"a": 1}'),
  ('00000000-0000-4000-8000-00000000000b', 'Two', 1, 2, 'left', NULL),
  ('00000000-0000-4000-8000-00000000000c', 'Three', 2, 1, 'left', NULL),
  ('00000000-0000-4000-8000-00000000000d', 'Two', 4, NULL, NULL, '{}'),
  ('00000000-0000-4000-8000-00000000000e', 'Orphan', NULL, 1, 'right', NULL);
INSERT INTO "book_tags" ("book_id", "tag_id") VALUES
  ('00000000-0000-4000-8000-00000000000a', 1), ('00000000-0000-4000-8000-00000000000a', 2),
  ('00000000-0000-4000-8000-00000000000b', 3), ('00000000-0000-4000-8000-00000000000b', 1),
  ('00000000-0000-4000-8000-00000000000d', 2), ('00000000-0000-4000-8000-00000000000d', 3),
  ('00000000-0000-4000-8000-00000000000d', 1);
INSERT INTO "page" ("text", "book_id", "remark", "number") VALUES
  ('p1', '00000000-0000-4000-8000-00000000000a', NULL, 2), ('p2', '00000000-0000-4000-8000-00000000000a', '', 1),
  ('p3', '00000000-0000-4000-8000-00000000000c', 'r', 1), ('', '00000000-0000-4000-8000-00000000000e', NULL, 0);
INSERT INTO "note" ("id", "text") VALUES ('1.50', 'n1'), ('2.00', 'n2'), ('10.00', 'n3');
INSERT INTO "page_notes" ("page_book_id", "page_number", "note_id") VALUES
  ('00000000-0000-4000-8000-00000000000a', 1, '10.00'), ('00000000-0000-4000-8000-00000000000a', 1, '2.00'),
  ('00000000-0000-4000-8000-00000000000a', 2, '2.00'), ('00000000-0000-4000-8000-00000000000c', 1, '1.50');
)";

}  // namespace ormd::wire

// Databases as other people write them.
#pragma once

namespace ormd {

inline constexpr char kOrdinaryTables[] = R"sql(
CREATE TABLE category (
  id integer NOT NULL PRIMARY KEY,
  name varchar(40) NOT NULL UNIQUE,
  parent_id integer REFERENCES category (id) ON DELETE CASCADE
);
CREATE TABLE product (
  id integer NOT NULL PRIMARY KEY,
  category_id integer NOT NULL REFERENCES category (id),
  name varchar(80) NOT NULL,
  price numeric(10,2) NOT NULL DEFAULT 0.00 CHECK (price >= 0),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sold_out', 'active')),
  stock integer DEFAULT -1,
  CONSTRAINT sane CHECK (price < 1000000 OR state = 'draft')
);
CREATE INDEX product_category ON product (category_id);
CREATE INDEX product_name_index ON product (name);
CREATE UNIQUE INDEX product_active_name ON product (name) WHERE state = 'active';
CREATE INDEX product_lower_name ON product (lower(name));
CREATE TABLE product_detail (
  product_id integer NOT NULL PRIMARY KEY REFERENCES product (id) ON DELETE CASCADE,
  text text
);
CREATE TABLE cover (
  id integer NOT NULL PRIMARY KEY,
  product_id integer UNIQUE REFERENCES product (id) ON UPDATE CASCADE
);
CREATE TABLE tag (id integer NOT NULL PRIMARY KEY, label varchar(20) NOT NULL);
CREATE TABLE product_tag (
  product_id integer NOT NULL REFERENCES product (id) ON DELETE CASCADE ON UPDATE CASCADE,
  tag_id integer NOT NULL REFERENCES tag (id) ON DELETE CASCADE ON UPDATE CASCADE,
  PRIMARY KEY (product_id, tag_id)
);
CREATE TABLE related (
  from_id integer NOT NULL REFERENCES product (id),
  to_id integer NOT NULL REFERENCES product (id),
  PRIMARY KEY (from_id, to_id)
);
CREATE INDEX related_to ON related (to_id);
CREATE TABLE keyless (a integer, b text);
)sql";

inline constexpr char kCompositeKeys[] = R"sql(
CREATE TABLE tenant (id integer NOT NULL PRIMARY KEY, code text NOT NULL UNIQUE);
CREATE TABLE account (
  tenant_id integer NOT NULL REFERENCES tenant (id),
  no integer NOT NULL,
  owner_code text REFERENCES tenant (code) ON DELETE SET NULL,
  PRIMARY KEY (tenant_id, no)
);
CREATE TABLE booking (
  id integer NOT NULL PRIMARY KEY,
  tenant_id integer NOT NULL REFERENCES tenant (id),
  account_no integer NOT NULL,
  other_tenant_id integer,
  other_account_no integer,
  FOREIGN KEY (tenant_id, account_no) REFERENCES account (tenant_id, no) ON DELETE RESTRICT,
  FOREIGN KEY (other_account_no, other_tenant_id) REFERENCES account (no, tenant_id)
);
CREATE TABLE note (
  line integer NOT NULL,
  account_no integer NOT NULL,
  account_tenant_id integer NOT NULL,
  text text,
  PRIMARY KEY (account_tenant_id, account_no, line),
  FOREIGN KEY (account_tenant_id, account_no) REFERENCES account (tenant_id, no) ON DELETE CASCADE
);
CREATE TABLE half (
  tenant_id integer NOT NULL,
  no integer,
  name text NOT NULL,
  PRIMARY KEY (tenant_id, name),
  FOREIGN KEY (tenant_id, no) REFERENCES account (tenant_id, no)
);
)sql";

inline constexpr char kAwkwardNames[] = R"sql(
CREATE TABLE "Order Items" (
  "ID" integer NOT NULL PRIMARY KEY,
  "select" text NOT NULL DEFAULT 'it''s "here"' CHECK ("select" <> '\'),
  "2nd" text,
  "größe" text,
  "message" text,
  "foo_bar" text,
  "fooBar" text,
  "state" text CHECK ("state" IN ('message', 'open')),
  "kind" text CHECK ("kind" IN ('in-stock', 'gone')),
  "OrderId" integer REFERENCES "Order Items" ("ID")
);
CREATE TABLE "order_item" (id integer NOT NULL PRIMARY KEY, "user" text, "order_items" integer REFERENCES "Order Items" ("ID"));
CREATE TABLE "enum" ("option" integer NOT NULL PRIMARY KEY, "package" text);
)sql";

inline constexpr char kShopEntities[] = R"text(
syntax = "proto3";
package shop.v1;
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "orm/options.proto";

message User {
  option (orm.entity) = {comment: "people's accounts" checks: {expression: "length(email) > 3"}};
  string id = 1 [(orm.property) = {type: UUID primary: {} default_raw: "gen_random_uuid()"}];
  string email = 2 [(orm.property) = {unique: true comment: "lower case" }];
  optional string name = 3 [(orm.property) = {type: VARCHAR length: 80}];
  optional User referrer = 4 [(orm.property).many_to_one = {}];
  repeated Order orders = 5 [(orm.property).one_to_many.mapped_by = "user"];
  google.protobuf.Timestamp created_at = 6 [(orm.property) = {on_create: NOW default_raw: "now()"}];
  google.protobuf.Duration patience = 7;
  google.protobuf.Struct settings = 8;
  repeated string labels = 9;
  bool active = 10 [(orm.property).default = "true"];
  bytes photo = 11;
  string birthday = 12 [(orm.property).type = DATE];
  double score = 13;
  float weight = 14;
}
enum State { OPEN = 0; PAID = 1; }
message Order {
  option (orm.entity) = {
    uniques: {properties: ["user", "total"]}
    indexes: {properties: ["state", "total"] where: "total > 1"}
  };
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  User user = 2 [(orm.property).many_to_one = {on_delete: CASCADE defer: DEFERRED}];
  State state = 3 [(orm.property).default = "PAID"];
  string total = 4 [(orm.property) = {type: DECIMAL precision: 10 scale: 2 default: "0.00" index: true check: "total >= 0"}];
  int32 version = 5 [(orm.property).version = {}];
  int32 twice = 6 [(orm.property).generated.sql = "version * 2"];
  repeated Tag tags = 7 [(orm.property).many_to_many = {}];
}
message Tag {
  option (orm.entity) = {};
  string name = 1 [(orm.property).primary = {}];
  repeated Order orders = 2 [(orm.property).many_to_many.mapped_by = "tags"];
}
message Line {
  option (orm.entity) = {};
  Order order = 1 [(orm.property) = {primary: {} many_to_one: {}}];
  int32 no = 2 [(orm.property) = {primary: {} type: SMALLINT}];
  Line after = 3 [(orm.property) = {nullable: true index: false one_to_one: {constraint: false}}];
}
)text";

inline constexpr char kPostgresColumns[] = R"sql(
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE odd AS ENUM ('not-ok', 'fine');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE parent (id serial PRIMARY KEY);
CREATE TABLE everything (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  a boolean NOT NULL DEFAULT false,
  b smallint NOT NULL DEFAULT 3,
  c integer DEFAULT -5,
  d bigint DEFAULT 12345678901,
  e real DEFAULT 1.5,
  f double precision,
  g numeric,
  h numeric(12,4) DEFAULT 1.5,
  i text DEFAULT 'it''s',
  j varchar(20) NOT NULL DEFAULT 'x',
  k varchar,
  l char(3) DEFAULT 'abc',
  m uuid DEFAULT gen_random_uuid(),
  n bytea DEFAULT '\x00ff',
  o date DEFAULT '2020-01-01',
  p time,
  q timestamptz DEFAULT now(),
  r timestamp DEFAULT CURRENT_TIMESTAMP,
  s interval DEFAULT '1 day',
  t jsonb DEFAULT '{}',
  u json,
  v mood NOT NULL DEFAULT 'ok',
  w odd DEFAULT 'fine',
  x mood[] NOT NULL,
  y text[] NOT NULL DEFAULT '{}',
  z integer[],
  aa varchar(10)[] NOT NULL,
  ab timestamptz[],
  ac numeric(5,1)[],
  ad inet,
  ae positive,
  af int4range,
  ag money,
  ah tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, i)) STORED,
  ai integer GENERATED ALWAYS AS (b * 2) STORED,
  aj text COLLATE "C",
  ak varchar(8) NOT NULL DEFAULT 'new' CHECK (ak IN ('new', 'old')),
  al jsonb[],
  am integer[][],
  an bit(4),
  ao timestamp(3),
  parent_id integer REFERENCES parent
);
COMMENT ON TABLE everything IS E'all\nof "it"';
COMMENT ON COLUMN everything.a IS 'a flag';
COMMENT ON COLUMN everything.parent_id IS 'whose';
)sql";

inline constexpr char kPostgresConstraints[] = R"sql(
CREATE TABLE target (id integer PRIMARY KEY, code text, a integer, b integer, CONSTRAINT uq UNIQUE (code), UNIQUE (a, b));
CREATE TABLE source (
  id integer CONSTRAINT the_key PRIMARY KEY,
  one integer UNIQUE DEFERRABLE REFERENCES target DEFERRABLE INITIALLY DEFERRED,
  two integer REFERENCES target ON DELETE SET DEFAULT ON UPDATE SET NULL,
  three integer NOT NULL DEFAULT 1 REFERENCES target ON DELETE SET DEFAULT,
  four text REFERENCES target (code),
  five bigint REFERENCES target,
  a integer, b integer,
  tags text[] NOT NULL DEFAULT '{}',
  name text NOT NULL,
  CONSTRAINT too_long CHECK (length(name) < 100),
  CHECK (a > 0), CHECK (a < 10),
  FOREIGN KEY (a, b) REFERENCES target (a, b) MATCH SIMPLE,
  UNIQUE (name, a)
);
CREATE INDEX ON source USING gin (tags);
CREATE INDEX ON source USING hash (name);
CREATE INDEX ON source (name DESC NULLS LAST, a);
CREATE INDEX ON source (lower(name), a) WHERE a > 3;
CREATE INDEX ON source (two) INCLUDE (name);
CREATE UNIQUE INDEX ON source (lower(name));
CREATE UNIQUE INDEX source_two ON source (two);
CREATE MATERIALIZED VIEW summary AS SELECT two AS target_id, count(*) AS n FROM source GROUP BY two;
CREATE UNIQUE INDEX summary_target ON summary (target_id);
CREATE VIEW named AS SELECT id, name, tags FROM source;
COMMENT ON VIEW named IS 'only names';
)sql";

inline constexpr char kSqliteTables[] = R"sql(
CREATE TABLE [Artist] ([ArtistId] INTEGER NOT NULL, [Name] NVARCHAR(120), CONSTRAINT [PK_Artist] PRIMARY KEY ([ArtistId]));
CREATE TABLE [Album] (
  [AlbumId] INTEGER PRIMARY KEY AUTOINCREMENT,
  [Title] NVARCHAR(160) NOT NULL COLLATE NOCASE,
  [ArtistId] INTEGER NOT NULL,
  [Price] NUMERIC(10,2) NOT NULL DEFAULT 0,
  [Released] DATETIME DEFAULT CURRENT_TIMESTAMP,
  [Good] BOOLEAN DEFAULT 1,
  [Double] INTEGER GENERATED ALWAYS AS ([AlbumId] * 2) VIRTUAL,
  [Kind] TEXT CHECK (Kind IN ('lp', 'cd')),
  FOREIGN KEY ([ArtistId]) REFERENCES [Artist] ([ArtistId]) ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE INDEX [IFK_AlbumArtistId] ON [Album] ([ArtistId]);
CREATE TABLE [Playlist] ([PlaylistId] INTEGER PRIMARY KEY, [Name] TEXT UNIQUE);
CREATE TABLE [PlaylistAlbum] (
  [PlaylistId] INTEGER NOT NULL,
  [AlbumId] INTEGER NOT NULL,
  CONSTRAINT [PK_PlaylistAlbum] PRIMARY KEY ([PlaylistId], [AlbumId]),
  FOREIGN KEY ([PlaylistId]) REFERENCES [Playlist] ([PlaylistId]),
  FOREIGN KEY ([AlbumId]) REFERENCES [Album]
);
CREATE INDEX [IFK_PlaylistAlbumAlbumId] ON [PlaylistAlbum] ([AlbumId]);
CREATE TRIGGER [t] AFTER INSERT ON [Album] BEGIN UPDATE [Album] SET [Good] = 0; END;
)sql";

}  // namespace ormd

#include "tests/bench/suite/limits/statements.h"

namespace ormd::bench {
namespace {

struct Entry {
  const char* name;
  const char* text;
};

// In the order of the enum. A created_at travels as microseconds since 1970.
constexpr Entry kEntries[kStatements] = {
    {"get_author", "SELECT id, name, email, born, created_at, bio FROM author WHERE id = $1::int4"},
    {"get_authors", "SELECT id, name, email, born, created_at, bio FROM author WHERE id = ANY($1::int4[])"},
    {"list_books",
     "SELECT id, title, price, published_at, author_id, meta FROM book WHERE id >= $1::int4 ORDER BY id LIMIT "
     "$2::int4"},
    {"list_authors",
     "SELECT id, name, email, born, created_at, bio FROM author WHERE id >= $1::int4 ORDER BY id LIMIT $2::int4"},
    {"books_of_authors",
     "SELECT id, title, price, published_at, author_id, meta FROM book WHERE author_id = ANY($1::int4[]) ORDER BY id"},
    {"tags_of_books",
     "SELECT book_tags.book_id, tag.id, tag.name FROM book_tags JOIN tag ON tag.id = book_tags.tag_id"
     " WHERE book_tags.book_id = ANY($1::int4[])"},
    {"create_author",
     "INSERT INTO author (name, email, born, created_at, bio)"
     " VALUES ($1::text, $2::text, $3::date, timestamptz 'epoch' + $4::int8 * interval '1 microsecond', $5::text)"
     " RETURNING id"},
    {"create_authors",
     "INSERT INTO author (name, email, born, created_at, bio)"
     " SELECT name, email, born, timestamptz 'epoch' + created_at * interval '1 microsecond', bio"
     " FROM unnest($1::text[], $2::text[], $3::date[], $4::int8[], $5::text[])"
     " WITH ORDINALITY AS new(name, email, born, created_at, bio, place) ORDER BY place RETURNING id"},
    {"change_prices",
     "UPDATE book SET price = new.price FROM unnest($1::int4[], $2::numeric[]) AS new(id, price) WHERE book.id = "
     "new.id"},
    {"begin", "BEGIN"},
    {"lock_book", "SELECT id, title, price, published_at, author_id, meta FROM book WHERE id = $1::int4 FOR UPDATE"},
    {"change_price", "UPDATE book SET price = $2::numeric WHERE id = $1::int4"},
    {"create_book",
     "INSERT INTO book (title, price, published_at, author_id, meta)"
     " VALUES ($1::text, $2::numeric, $3::timestamptz, $4::int4, $5::jsonb) RETURNING id"},
    {"commit", "COMMIT"},
    {"rollback", "ROLLBACK"},
    {"remove_authors", "DELETE FROM author WHERE id = ANY($1::int4[])"},
};

}  // namespace

const char* NameOf(Statement statement) { return kEntries[static_cast<int>(statement)].name; }
const char* TextOf(Statement statement) { return kEntries[static_cast<int>(statement)].text; }

}  // namespace ormd::bench

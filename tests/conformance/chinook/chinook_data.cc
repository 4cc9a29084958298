#include "tests/conformance/chinook/chinook_data.h"

#include <cctype>
#include <cstdlib>
#include <fstream>
#include <set>

namespace ormd::conformance {
namespace {

// Foreign key columns: the property that holds the relation, and the key of its target.
const std::map<std::string, std::map<std::string, std::pair<std::string, std::string>>> kRelations = {
    {"Album", {{"ArtistId", {"artist", "artist_id"}}}},
    {"Track",
     {{"AlbumId", {"album", "album_id"}},
      {"MediaTypeId", {"media_type", "media_type_id"}},
      {"GenreId", {"genre", "genre_id"}}}},
    {"Employee", {{"ReportsTo", {"reports_to", "employee_id"}}}},
    {"Customer", {{"SupportRepId", {"support_rep", "employee_id"}}}},
    {"Invoice", {{"CustomerId", {"customer", "customer_id"}}}},
    {"InvoiceLine", {{"InvoiceId", {"invoice", "invoice_id"}}, {"TrackId", {"track", "track_id"}}}},
};
const std::set<std::string> kInstants = {"BirthDate", "HireDate", "InvoiceDate"};

// "UnitPrice" is unit_price.
std::string Underscore(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (std::isupper(static_cast<unsigned char>(c)) && !out.empty()) out.push_back('_');
    out.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return out;
}

// A number with a fraction is a decimal: its shortest text is the text of the file, exactly. Filled up to two places.
std::string Decimal(const Json& value) {
  const std::string text = value.dump();
  return text + std::string(3 - (text.size() - text.find('.')), '0');
}

Json ValueOf(const std::string& column, const Json& value) {
  if (value.is_number_float()) return Decimal(value);
  if (value.is_string() && kInstants.contains(column)) return value.get<std::string>() + "Z";
  return value;
}

Json RowOf(const std::string& table, const Json& row) {
  Json data = Json::object();
  const auto relations = kRelations.find(table);
  for (const auto& [column, value] : row.items()) {
    const bool related = relations != kRelations.end() && relations->second.contains(column);
    if (!related) {
      data[Underscore(column)] = ValueOf(column, value);
      continue;
    }
    const auto& [property, key] = relations->second.at(column);
    data[property] = value.is_null() ? Json(nullptr) : Json{{key, value}};
  }
  return data;
}

}  // namespace

std::string ChinookPath() {
  const char* given = std::getenv("ORMD_CHINOOK_DATA");
  return given != nullptr ? given : ORMD_CHINOOK_DATA;
}

std::map<std::string, std::vector<Json>> ReadChinook(const std::string& path) {
  std::ifstream file(path);
  const Json tables = Json::parse(file);
  std::map<std::string, std::vector<Json>> rows;
  for (const auto& [table, items] : tables.items()) {
    if (table == "PlaylistTrack") continue;
    for (const Json& row : items) rows[table].push_back(RowOf(table, row));
  }
  std::map<int, Json> tracks;
  for (const Json& link : tables["PlaylistTrack"]) {
    tracks[link["PlaylistId"].get<int>()].push_back({{"track_id", link["TrackId"]}});
  }
  for (Json& playlist : rows["Playlist"]) {
    const auto found = tracks.find(playlist["playlist_id"].get<int>());
    if (found != tracks.end()) playlist["tracks"] = found->second;
  }
  return rows;
}

Json ChinookCreates(const std::map<std::string, std::vector<Json>>& rows) {
  Json changes = Json::array();
  for (const auto& [entity, items] : rows) {
    for (const Json& data : items) changes.push_back({{"create", {{"entity", entity}, {"data", data}}}});
  }
  return changes;
}

}  // namespace ormd::conformance

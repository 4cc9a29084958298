-- Chinook's tables as somebody wrote them long before ormd came: other names, other types.

CREATE TABLE "Genres" (
  "GenreId" integer PRIMARY KEY,
  "Name" character varying(120)
);

CREATE TABLE "MediaTypes" (
  "MediaTypeId" integer PRIMARY KEY,
  "Name" character varying(120)
);

CREATE TABLE "Artists" (
  "ArtistId" integer PRIMARY KEY,
  "Name" character varying(120)
);

CREATE TABLE "Albums" (
  "AlbumId" integer PRIMARY KEY,
  "Title" character varying(160) NOT NULL,
  "ArtistId" integer NOT NULL REFERENCES "Artists" ("ArtistId")
);

CREATE TABLE "Tracks" (
  "TrackId" integer PRIMARY KEY,
  "Name" character varying(200) NOT NULL,
  "AlbumId" integer REFERENCES "Albums" ("AlbumId"),
  "MediaTypeId" integer NOT NULL REFERENCES "MediaTypes" ("MediaTypeId"),
  "GenreId" integer REFERENCES "Genres" ("GenreId"),
  "Composer" character varying(220),
  "Milliseconds" integer NOT NULL,
  "Bytes" integer,
  "UnitPrice" numeric(10,2) NOT NULL
);

CREATE TABLE "Employees" (
  "EmployeeId" integer PRIMARY KEY,
  "LastName" character varying(20) NOT NULL,
  "FirstName" character varying(20) NOT NULL,
  "Title" character varying(30),
  "ReportsTo" integer REFERENCES "Employees" ("EmployeeId"),
  "BirthDate" timestamp,
  "HireDate" timestamp,
  "Address" character varying(70),
  "City" character varying(40),
  "State" character varying(40),
  "Country" character varying(40),
  "PostalCode" character varying(10),
  "Phone" character varying(24),
  "Fax" character varying(24),
  "Email" character varying(60)
);

CREATE TABLE "Customers" (
  "CustomerId" integer PRIMARY KEY,
  "FirstName" character varying(40) NOT NULL,
  "LastName" character varying(20) NOT NULL,
  "Company" character varying(80),
  "Address" character varying(70),
  "City" character varying(40),
  "State" character varying(40),
  "Country" character varying(40),
  "PostalCode" character varying(10),
  "Phone" character varying(24),
  "Fax" character varying(24),
  "Email" character varying(60) NOT NULL,
  "SupportRepId" integer REFERENCES "Employees" ("EmployeeId")
);

CREATE TABLE "Invoices" (
  "InvoiceId" integer PRIMARY KEY,
  "CustomerId" integer NOT NULL REFERENCES "Customers" ("CustomerId"),
  "InvoiceDate" timestamp NOT NULL,
  "BillingAddress" character varying(70),
  "BillingCity" character varying(40),
  "BillingState" character varying(40),
  "BillingCountry" character varying(40),
  "BillingPostalCode" character varying(10),
  "Total" numeric(10,2) NOT NULL
);

CREATE TABLE "InvoiceLines" (
  "InvoiceLineId" integer PRIMARY KEY,
  "InvoiceId" integer NOT NULL REFERENCES "Invoices" ("InvoiceId"),
  "TrackId" integer NOT NULL REFERENCES "Tracks" ("TrackId"),
  "UnitPrice" numeric(10,2) NOT NULL,
  "Quantity" integer NOT NULL
);

CREATE TABLE "Playlists" (
  "PlaylistId" integer PRIMARY KEY,
  "Name" character varying(120)
);

CREATE TABLE "PlaylistTracks" (
  "PlaylistId" integer NOT NULL REFERENCES "Playlists" ("PlaylistId"),
  "TrackId" integer NOT NULL REFERENCES "Tracks" ("TrackId"),
  PRIMARY KEY ("PlaylistId", "TrackId")
);

CREATE INDEX "IFK_Albums_ArtistId" ON "Albums" ("ArtistId");
CREATE INDEX "IFK_Tracks_AlbumId" ON "Tracks" ("AlbumId");
CREATE INDEX "IFK_Tracks_MediaTypeId" ON "Tracks" ("MediaTypeId");
CREATE INDEX "IFK_Tracks_GenreId" ON "Tracks" ("GenreId");
CREATE INDEX "IFK_Employees_ReportsTo" ON "Employees" ("ReportsTo");
CREATE INDEX "IFK_Customers_SupportRepId" ON "Customers" ("SupportRepId");
CREATE INDEX "IFK_Invoices_CustomerId" ON "Invoices" ("CustomerId");
CREATE INDEX "IFK_InvoiceLines_InvoiceId" ON "InvoiceLines" ("InvoiceId");
CREATE INDEX "IFK_InvoiceLines_TrackId" ON "InvoiceLines" ("TrackId");

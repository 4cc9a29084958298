-- Chinook's tables as somebody wrote them long before ormd came: other names, other types.

CREATE TABLE [Genres] (
  [GenreId] INTEGER PRIMARY KEY,
  [Name] NVARCHAR(120)
);

CREATE TABLE [MediaTypes] (
  [MediaTypeId] INTEGER PRIMARY KEY,
  [Name] NVARCHAR(120)
);

CREATE TABLE [Artists] (
  [ArtistId] INTEGER PRIMARY KEY,
  [Name] NVARCHAR(120)
);

CREATE TABLE [Albums] (
  [AlbumId] INTEGER PRIMARY KEY,
  [Title] NVARCHAR(160) NOT NULL,
  [ArtistId] INTEGER NOT NULL REFERENCES [Artists]([ArtistId])
);

CREATE TABLE [Tracks] (
  [TrackId] INTEGER PRIMARY KEY,
  [Name] NVARCHAR(200) NOT NULL,
  [AlbumId] INTEGER REFERENCES [Albums]([AlbumId]),
  [MediaTypeId] INTEGER NOT NULL REFERENCES [MediaTypes]([MediaTypeId]),
  [GenreId] INTEGER REFERENCES [Genres]([GenreId]),
  [Composer] NVARCHAR(220),
  [Milliseconds] INTEGER NOT NULL,
  [Bytes] INTEGER,
  [UnitPrice] NUMERIC(10,2) NOT NULL
);

CREATE TABLE [Employees] (
  [EmployeeId] INTEGER PRIMARY KEY,
  [LastName] NVARCHAR(20) NOT NULL,
  [FirstName] NVARCHAR(20) NOT NULL,
  [Title] NVARCHAR(30),
  [ReportsTo] INTEGER REFERENCES [Employees]([EmployeeId]),
  [BirthDate] DATETIME,
  [HireDate] DATETIME,
  [Address] NVARCHAR(70),
  [City] NVARCHAR(40),
  [State] NVARCHAR(40),
  [Country] NVARCHAR(40),
  [PostalCode] NVARCHAR(10),
  [Phone] NVARCHAR(24),
  [Fax] NVARCHAR(24),
  [Email] NVARCHAR(60)
);

CREATE TABLE [Customers] (
  [CustomerId] INTEGER PRIMARY KEY,
  [FirstName] NVARCHAR(40) NOT NULL,
  [LastName] NVARCHAR(20) NOT NULL,
  [Company] NVARCHAR(80),
  [Address] NVARCHAR(70),
  [City] NVARCHAR(40),
  [State] NVARCHAR(40),
  [Country] NVARCHAR(40),
  [PostalCode] NVARCHAR(10),
  [Phone] NVARCHAR(24),
  [Fax] NVARCHAR(24),
  [Email] NVARCHAR(60) NOT NULL,
  [SupportRepId] INTEGER REFERENCES [Employees]([EmployeeId])
);

CREATE TABLE [Invoices] (
  [InvoiceId] INTEGER PRIMARY KEY,
  [CustomerId] INTEGER NOT NULL REFERENCES [Customers]([CustomerId]),
  [InvoiceDate] DATETIME NOT NULL,
  [BillingAddress] NVARCHAR(70),
  [BillingCity] NVARCHAR(40),
  [BillingState] NVARCHAR(40),
  [BillingCountry] NVARCHAR(40),
  [BillingPostalCode] NVARCHAR(10),
  [Total] NUMERIC(10,2) NOT NULL
);

CREATE TABLE [InvoiceLines] (
  [InvoiceLineId] INTEGER PRIMARY KEY,
  [InvoiceId] INTEGER NOT NULL REFERENCES [Invoices]([InvoiceId]),
  [TrackId] INTEGER NOT NULL REFERENCES [Tracks]([TrackId]),
  [UnitPrice] NUMERIC(10,2) NOT NULL,
  [Quantity] INTEGER NOT NULL
);

CREATE TABLE [Playlists] (
  [PlaylistId] INTEGER PRIMARY KEY,
  [Name] NVARCHAR(120)
);

CREATE TABLE [PlaylistTracks] (
  [PlaylistId] INTEGER NOT NULL REFERENCES [Playlists] ([PlaylistId]),
  [TrackId] INTEGER NOT NULL REFERENCES [Tracks] ([TrackId]),
  PRIMARY KEY ([PlaylistId], [TrackId])
);

CREATE INDEX [IFK_Albums_ArtistId] ON [Albums] ([ArtistId]);
CREATE INDEX [IFK_Tracks_AlbumId] ON [Tracks] ([AlbumId]);
CREATE INDEX [IFK_Tracks_MediaTypeId] ON [Tracks] ([MediaTypeId]);
CREATE INDEX [IFK_Tracks_GenreId] ON [Tracks] ([GenreId]);
CREATE INDEX [IFK_Employees_ReportsTo] ON [Employees] ([ReportsTo]);
CREATE INDEX [IFK_Customers_SupportRepId] ON [Customers] ([SupportRepId]);
CREATE INDEX [IFK_Invoices_CustomerId] ON [Invoices] ([CustomerId]);
CREATE INDEX [IFK_InvoiceLines_InvoiceId] ON [InvoiceLines] ([InvoiceId]);
CREATE INDEX [IFK_InvoiceLines_TrackId] ON [InvoiceLines] ([TrackId]);

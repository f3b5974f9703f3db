import GRDB

/// The tables of retrieved pages.
///
/// A page is a text, and may have several URLs; hazards are bound to URLs, so that a URL that is forgotten or
/// moves on takes its own with it. The index keeps no text: what is taken out of it is given to it again.
enum PageSchema {
    static let tables = """
        CREATE TABLE page (
            id INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            author TEXT,
            published REAL,
            dated REAL NOT NULL,
            language TEXT,
            content_hash TEXT NOT NULL,
            sketch BLOB NOT NULL
        );
        CREATE INDEX page_content ON page (content_hash);
        CREATE INDEX page_dated ON page (dated);
        CREATE TABLE page_url (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            page INTEGER NOT NULL REFERENCES page (id),
            etag TEXT,
            last_modified TEXT,
            first_seen REAL NOT NULL,
            fetched REAL NOT NULL,
            checked REAL NOT NULL
        );
        CREATE INDEX page_url_page ON page_url (page);
        CREATE INDEX page_url_checked ON page_url (checked);
        CREATE TABLE page_hazard (
            url INTEGER NOT NULL REFERENCES page_url (id) ON DELETE CASCADE,
            hazard TEXT NOT NULL,
            PRIMARY KEY (url, hazard)
        ) WITHOUT ROWID;
        CREATE INDEX page_hazard_hazard ON page_hazard (hazard);
        CREATE TABLE page_band (
            band INTEGER NOT NULL,
            value INTEGER NOT NULL,
            page INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE,
            PRIMARY KEY (band, value, page)
        ) WITHOUT ROWID;
        CREATE INDEX page_band_page ON page_band (page);
        CREATE TABLE passage (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            page INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE,
            heading TEXT NOT NULL,
            text TEXT NOT NULL
        );
        CREATE INDEX passage_page ON passage (page);
        CREATE TABLE passage_vector (
            passage INTEGER NOT NULL REFERENCES passage (id) ON DELETE CASCADE,
            model TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (passage, model)
        );
        CREATE VIRTUAL TABLE passage_index USING fts5 (
            title, heading, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
        );
        """

    /// Fewer bands, without what a page's sketch says already; an index that is written in larger pieces. Sketches are of another kind now: those of pages that were
    /// stored before are emptied, and compared again when the page changes.
    static let fewerBands = """
        DROP TABLE page_band;
        CREATE TABLE page_band (
            value INTEGER NOT NULL,
            page INTEGER NOT NULL,
            PRIMARY KEY (value, page)
        ) WITHOUT ROWID;
        UPDATE page SET sketch = x'';
        \(largePieces)
        """

    /// Lets the index write 8 MB at a time, and merge what it wrote eight pieces at a time.
    private static let largePieces = """
        INSERT INTO passage_index (passage_index, rank) VALUES ('hashsize', 8388608), ('automerge', 8);
        """

    /// An index that keeps no lengths of passages, which all are about as long: half of a search went into reading them.
    ///
    /// - Throws: `DatabaseError`.
    static func dropLengths(_ database: Database) throws {
        try database.execute(
            sql: """
                DROP TABLE passage_index;
                CREATE VIRTUAL TABLE passage_index USING fts5 (
                    title, heading, text, content = '', columnsize = 0,
                    tokenize = 'porter unicode61 remove_diacritics 2'
                );
                \(largePieces)
                """)
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT s.id, p.title, s.heading, s.text FROM passage s JOIN page p ON p.id = s.page ORDER BY s.id")
        while let row = try rows.next() {
            try database.index(passage: row["id"], title: row["title"], heading: row["heading"], text: row["text"])
        }
    }

    static let pageLinks = """
        CREATE TABLE page_links (
            url TEXT PRIMARY KEY,
            links TEXT NOT NULL,
            checked REAL NOT NULL
        ) WITHOUT ROWID;
        """

    static let robotsFiles = """
        CREATE TABLE robots_file (
            origin TEXT PRIMARY KEY,
            body BLOB NOT NULL,
            fetched REAL NOT NULL
        );
        """
}

extension Database {
    /// Adds a passage to the index, which holds no text itself.
    ///
    /// - Throws: `DatabaseError`.
    func index(passage id: Int64, title: String, heading: String, text: String) throws {
        try cachedStatement(sql: "INSERT INTO passage_index (rowid, title, heading, text) VALUES (?, ?, ?, ?)")
            .execute(arguments: [id, IndexText.spaced(title), IndexText.spaced(heading), IndexText.spaced(text)])
    }
}

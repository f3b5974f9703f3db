import GRDB
import Records

extension SQLiteStore: PageStore {
    @discardableResult
    package func save(_ pages: [IndexablePage]) async throws -> [PageChange] {
        try await database.writeUncancelled(path: path) { database in
            try database.readManyPages()
            let writer = PageWriter(database: database)
            return try pages.map(writer.save)
        }
    }

    @discardableResult
    package func touch(_ url: String, at time: Double, hazards: [String]) async throws -> Bool {
        try await database.writeUncancelled(path: path) { database in
            let id = try Int64.fetchOne(
                database, sql: "UPDATE page_url SET checked = MAX(checked, ?) WHERE url = ? RETURNING id",
                arguments: [time, url])
            guard let id else { return false }
            try PageWriter(database: database).bind(url: id, to: hazards)
            return true
        }
    }

    package func page(at url: String) async throws -> StoredPage? {
        try await read { database in
            try Row.fetchOne(database, sql: Self.pageQuery + " WHERE u.url = ?", arguments: [url])
                .map(StoredPage.init(row:))
        }
    }

    package func pages(hazard: String?, limit: Int) async throws -> [StoredPage] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: Self.pageQuery + """
                     WHERE ?1 IS NULL OR u.page IN (SELECT o.page FROM page_url o JOIN page_hazard h ON h.url = o.id
                        WHERE h.hazard = ?1)
                    ORDER BY u.checked DESC, u.id DESC LIMIT ?2
                    """,
                arguments: [hazard, max(limit, 0)]
            ).map(StoredPage.init(row:))
        }
    }

    @discardableResult
    package func forgetPages(uncheckedSince time: Double) async throws -> Int {
        try await forget("checked < ?", [time])
    }

    @discardableResult
    package func forgetPages(publishedBefore time: Double) async throws -> Int {
        try await forget("page IN (SELECT id FROM page WHERE dated < ?)", [time])
    }

    @discardableResult
    package func forgetPage(_ url: String) async throws -> Bool {
        try await forget("url = ?", [url]) > 0
    }

    private func forget(_ condition: String, _ arguments: StatementArguments) async throws -> Int {
        try await database.writeUncancelled(path: path) { database in
            let pages = try Int64.fetchAll(
                database, sql: "DELETE FROM page_url WHERE \(condition) RETURNING page", arguments: arguments)
            let writer = PageWriter(database: database)
            for page in Set(pages).sorted() { try writer.removeIfOrphaned(page) }
            return pages.count
        }
    }

    private static let pageQuery = """
        SELECT u.*, p.title, p.author, p.published, p.language, p.content_hash,
            (SELECT url FROM page_url WHERE page = p.id ORDER BY id LIMIT 1) AS kept_as,
            (SELECT COUNT(*) FROM passage WHERE page = p.id) AS passage_count,
            \(hazardList) AS hazards
        FROM page_url u JOIN page p ON p.id = u.page
        """

    /// The hazards of a page `p`, in one text, a line each: an id has no line break.
    static let hazardList = """
        (SELECT GROUP_CONCAT(hazard, char(10)) FROM (SELECT DISTINCT h.hazard FROM page_hazard h
            JOIN page_url o ON o.id = h.url WHERE o.page = p.id ORDER BY h.hazard))
        """
}

extension StoredPage {
    init(row: Row) {
        self.init(
            url: row["url"], keptAs: row["kept_as"], title: row["title"], author: row["author"],
            published: row["published"], language: row["language"], hazards: row.hazards,
            firstSeen: row["first_seen"], fetched: row["fetched"], checked: row["checked"], etag: row["etag"],
            lastModified: row["last_modified"], contentHash: row["content_hash"],
            passageCount: row["passage_count"])
    }
}

extension Row {
    /// The ids of hazards in the column `hazards`.
    var hazards: [String] {
        (self["hazards"] as String?)?.split(separator: "\n").map(String.init) ?? []
    }
}

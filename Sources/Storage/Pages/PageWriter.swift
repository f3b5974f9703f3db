import Foundation
import GRDB
import Records

/// Writes pages inside a transaction.
struct PageWriter {
    let database: Database

    /// A URL that is stored.
    private struct Known {
        let id: Int64
        let page: Int64
        /// Whether it is the URL under which the text was stored first.
        let isFirst: Bool
        let contentHash: String
        let sketch: [UInt32]
    }

    /// Stores one page.
    func save(_ item: IndexablePage) throws -> PageChange {
        let known = try known(item.page.url)
        if let known, known.contentHash == item.contentHash {
            try bind(item, to: known.page, known: known)
            return known.isFirst ? .unchanged : .duplicate(of: try keptURL(of: known.page))
        }
        let likeOwn = known.map { PageSketch.isNearDuplicate($0.sketch, item.sketch) } ?? false
        if let known, likeOwn, !known.isFirst {
            try bind(item, to: known.page, known: known)
            return .duplicate(of: try keptURL(of: known.page))
        }
        if !likeOwn, let other = try duplicate(of: item, besides: known?.page) {
            try bind(item, to: other, known: known)
            try removeIfOrphaned(known?.page)
            return .duplicate(of: try keptURL(of: other))
        }
        if let known, try likeOwn || urlCount(of: known.page) == 1 {
            try replaceContent(of: known.page, with: item)
            try bind(item, to: known.page, known: known)
            return .updated
        }
        try bind(item, to: insertPage(item), known: known)
        return known == nil ? .added : .updated
    }

    /// Removes a page that no URL is left for.
    func removeIfOrphaned(_ page: Int64?) throws {
        guard let page, try urlCount(of: page) == 0 else { return }
        try removePassages(of: page)
        try run("DELETE FROM page WHERE id = ?", [page])
    }

    /// Binds a URL to hazards.
    func bind(url: Int64, to hazards: [String]) throws {
        for hazard in hazards {
            try run("INSERT OR IGNORE INTO page_hazard (url, hazard) VALUES (?, ?)", [url, hazard])
        }
    }

    private func known(_ url: String) throws -> Known? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT u.id, u.page, p.content_hash, p.sketch,
                    u.id = (SELECT MIN(id) FROM page_url WHERE page = u.page) AS is_first
                FROM page_url u JOIN page p ON p.id = u.page WHERE u.url = ?
                """)
        return try Row.fetchOne(statement, arguments: [url]).map {
            Known(
                id: $0["id"], page: $0["page"], isFirst: $0["is_first"], contentHash: $0["content_hash"],
                sketch: PageSketch.sketch(of: $0["sketch"]))
        }
    }

    /// The page whose text `item` nearly repeats; the oldest, when there are several.
    private func duplicate(of item: IndexablePage, besides own: Int64?) throws -> Int64? {
        guard !item.passages.isEmpty else { return nil }
        let same = try database.cachedStatement(
            sql: "SELECT id FROM page WHERE content_hash = ? AND id IS NOT ? ORDER BY id LIMIT 1")
        if let page = try Int64.fetchOne(same, arguments: [item.contentHash, own]) { return page }
        let bands = PageSketch.bands(of: item.sketch)
        guard !bands.isEmpty else { return nil }
        let marks = Array(repeating: "?", count: bands.count).joined(separator: ", ")
        let inBand = try database.cachedStatement(
            sql: "SELECT DISTINCT page FROM page_band WHERE value IN (\(marks)) AND page IS NOT ? LIMIT 256")
        let candidates = try Int64.fetchAll(inBand, arguments: StatementArguments(bands) + [own])
        let sketch = try database.cachedStatement(sql: "SELECT sketch FROM page WHERE id = ?")
        return try candidates.sorted().first { page in
            guard let data = try Data.fetchOne(sketch, arguments: [page]) else { return false }
            return PageSketch.isNearDuplicate(PageSketch.sketch(of: data), item.sketch)
        }
    }

    private func bind(_ item: IndexablePage, to page: Int64, known: Known?) throws {
        let fetched = item.page
        try run(
            """
            INSERT INTO page_url (url, page, etag, last_modified, first_seen, fetched, checked)
            VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5)
            ON CONFLICT (url) DO UPDATE SET page = ?2, etag = ?3, last_modified = ?4, fetched = ?5, checked = ?5
            """,
            [fetched.url, page, fetched.etag, fetched.lastModified, fetched.fetched])
        let url = known?.id ?? database.lastInsertedRowID
        try bind(url: url, to: fetched.hazards)
    }

    private func insertPage(_ item: IndexablePage) throws -> Int64 {
        let page = item.page
        try run(
            """
            INSERT INTO page (title, author, published, dated, language, content_hash, sketch)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                page.title, page.author, page.published, page.published ?? page.fetched, page.language,
                item.contentHash, PageSketch.data(of: item.sketch),
            ])
        let id = database.lastInsertedRowID
        try addPassages(item, to: id)
        return id
    }

    private func replaceContent(of id: Int64, with item: IndexablePage) throws {
        try removePassages(of: id)
        let page = item.page
        // A page without a date keeps the day it was first seen.
        try run(
            """
            UPDATE page SET title = ?, author = ?, published = ?, dated = COALESCE(?, dated), language = ?,
                content_hash = ?, sketch = ? WHERE id = ?
            """,
            [
                page.title, page.author, page.published, page.published, page.language, item.contentHash,
                PageSketch.data(of: item.sketch), id,
            ])
        try addPassages(item, to: id)
    }

    private func addPassages(_ item: IndexablePage, to page: Int64) throws {
        let insert = try database.cachedStatement(sql: "INSERT INTO passage (page, heading, text) VALUES (?, ?, ?)")
        for passage in item.passages {
            try insert.execute(arguments: [page, passage.heading, passage.text])
            try database.index(
                passage: database.lastInsertedRowID, title: item.page.title, heading: passage.heading,
                text: passage.text)
        }
        for value in PageSketch.bands(of: item.sketch) {
            try run("INSERT OR IGNORE INTO page_band (value, page) VALUES (?, ?)", [value, page])
        }
    }

    /// The index holds no text, so that what leaves it has to be told what it was.
    private func removePassages(of page: Int64) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT passage.id, title, heading, text FROM passage JOIN page ON page.id = passage.page
                WHERE page.id = ?
                """,
            arguments: [page])
        for row in rows {
            try run(
                """
                INSERT INTO passage_index (passage_index, rowid, title, heading, text)
                VALUES ('delete', ?, ?, ?, ?)
                """,
                [
                    row["id"] as Int64, IndexText.spaced(row["title"]), IndexText.spaced(row["heading"]),
                    IndexText.spaced(row["text"]),
                ])
        }
        try run("DELETE FROM passage WHERE page = ?", [page])
        let sketch = try Data.fetchOne(database, sql: "SELECT sketch FROM page WHERE id = ?", arguments: [page])
        for value in PageSketch.bands(of: PageSketch.sketch(of: sketch ?? Data())) {
            try run("DELETE FROM page_band WHERE value = ? AND page = ?", [value, page])
        }
    }

    private func urlCount(of page: Int64) throws -> Int {
        let statement = try database.cachedStatement(sql: "SELECT COUNT(*) FROM page_url WHERE page = ?")
        return try Int.fetchOne(statement, arguments: [page]) ?? 0
    }

    private func keptURL(of page: Int64) throws -> String {
        let statement = try database.cachedStatement(
            sql: "SELECT url FROM page_url WHERE page = ? ORDER BY id LIMIT 1")
        return try String.fetchOne(statement, arguments: [page]) ?? ""
    }

    private func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

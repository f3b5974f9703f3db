import GRDB

extension SQLiteStore: LinkStore {
    package func save(links: [String], of url: String, at time: Double) async throws {
        // URLs have no line breaks, so a line each is enough.
        let text = links.joined(separator: "\n")
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: """
                    INSERT INTO page_links (url, links, checked) VALUES (?, ?, ?)
                    ON CONFLICT (url) DO UPDATE SET links = excluded.links, checked = excluded.checked
                    """,
                arguments: [url, text, time])
        }
    }

    package func links(of url: String) async throws -> [String] {
        try await read { database in
            let text = try String.fetchOne(
                database, sql: "SELECT links FROM page_links WHERE url = ?", arguments: [url])
            return (text ?? "").split(separator: "\n").map(String.init)
        }
    }

    package func forgetLinks(foundBefore time: Double) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(sql: "DELETE FROM page_links WHERE checked < ?", arguments: [time])
        }
    }
}

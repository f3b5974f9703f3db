import GRDB
import Records

extension SQLiteStore {
    package func passages(
        matching terms: [String], filter: PassageFilter, limit: Int
    ) async throws -> [PassageCandidate] {
        try await read { database in
            var known: [MatchExpression.Term] = []
            var seen: Set<String> = []
            for quoted in terms.lazy.compactMap(MatchExpression.quoted).prefix(MatchExpression.maxTerms)
            where seen.insert(quoted).inserted {
                let count = try database.passageCount(of: quoted)
                if count > 0 { known.append(MatchExpression.Term(quoted: quoted, count: count)) }
            }
            guard !known.isEmpty else { return [] }
            let statement = try database.cachedStatement(sql: Self.search(filter))
            let rows = try Row.fetchCursor(
                statement,
                arguments: [
                    "match": MatchExpression.text(of: known), "scored": MatchExpression.scoredPassages,
                    "limit": max(limit, 0),
                ] + filter.arguments)
            return try rows.candidates()
        }
    }

    /// Newer passages come first, because what is scored is bounded.
    private static func search(_ filter: PassageFilter) -> String {
        let join = filter.condition.isEmpty ? "" : " JOIN passage s ON s.id = passage_index.rowid"
        return """
            WITH scored AS MATERIALIZED (
                SELECT passage_index.rowid AS id, -bm25(passage_index, 2.0, 1.0, 1.0) AS score
                FROM passage_index\(join)
                WHERE passage_index MATCH :match\(filter.condition)
                ORDER BY passage_index.rowid DESC LIMIT :scored
            ), best AS MATERIALIZED (SELECT id, score FROM scored ORDER BY score DESC, id LIMIT :limit)
            SELECT best.score, \(candidateColumns)
            FROM best JOIN passage s ON s.id = best.id JOIN page p ON p.id = s.page
            ORDER BY best.score DESC, best.id
            """
    }

    /// What a candidate is made of, from a passage `s` and its page `p`.
    static let candidateColumns = """
        s.id, s.page, s.heading, s.text, p.title, p.author, p.published, p.dated, p.language,
            (SELECT url FROM page_url WHERE page = p.id ORDER BY id LIMIT 1) AS url,
            (SELECT MAX(fetched) FROM page_url WHERE page = p.id) AS fetched,
            \(hazardList) AS hazards
        """
}

extension PassageFilter {
    /// Conditions on a passage `s`.
    var condition: String {
        (hazard == nil
            ? ""
            : """
             AND s.page IN (SELECT u.page FROM page_url u JOIN page_hazard h ON h.url = u.id
                WHERE h.hazard = :hazard)
            """) + (since == nil ? "" : " AND s.page IN (SELECT id FROM page WHERE dated >= :since)")
    }

    /// The arguments of the conditions.
    var arguments: StatementArguments {
        var arguments = StatementArguments()
        if let hazard { arguments += ["hazard": hazard] }
        if let since { arguments += ["since": since] }
        return arguments
    }
}

extension RowCursor {
    /// The rows as candidates, in order.
    func candidates() throws -> [PassageCandidate] {
        var found: [PassageCandidate] = []
        while let row = try next() {
            let passage = Passage(
                id: row["id"], url: row["url"], title: row["title"], author: row["author"],
                published: row["published"], fetched: row["fetched"], language: row["language"],
                hazards: row.hazards, heading: row["heading"], text: row["text"], score: row["score"])
            found.append(PassageCandidate(passage: passage, page: row["page"], dated: row["dated"]))
        }
        return found
    }
}

extension Database {
    /// The number of passages that have a term; one that very many have is not counted to the end.
    fileprivate func passageCount(of quoted: String) throws -> Int {
        let statement = try cachedStatement(
            sql: "SELECT COUNT(*) FROM (SELECT 1 FROM passage_index WHERE passage_index MATCH ? LIMIT ?)")
        return try Int.fetchOne(statement, arguments: [quoted, MatchExpression.scannedEntries + 1]) ?? 0
    }
}

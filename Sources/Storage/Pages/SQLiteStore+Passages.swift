import GRDB
import Records

extension SQLiteStore {
    package func passages(
        matching terms: [String], filter: PassageFilter, limit: Int
    ) async throws -> [PassageCandidate] {
        try await read { database in
            try database.readManyPages()
            var known: [MatchExpression.Term] = []
            let passages = try database.passageCount()
            var seen: Set<String> = []
            for quoted in terms.lazy.compactMap(MatchExpression.quoted).prefix(MatchExpression.maxTerms)
            where seen.insert(quoted).inserted {
                let count = try database.passageCount(of: quoted, among: passages)
                if count > 0 { known.append(MatchExpression.Term(quoted: quoted, count: count)) }
            }
            guard !known.isEmpty else { return [] }
            let expression = MatchExpression(known, passages: passages)
            let statement = try database.cachedStatement(
                sql: Self.search(filter, isBounded: expression.isBounded))
            let rows = try Row.fetchCursor(
                statement,
                arguments: [
                    "match": expression.text, "weights": PassageScore.data(of: expression.weights),
                    "scored": MatchExpression.scoredPassages, "limit": max(limit, 0),
                ] + filter.arguments)
            return try rows.candidates()
        }
    }

    /// When not all that match are scored, the newer ones are.
    private static func search(_ filter: PassageFilter, isBounded: Bool) -> String {
        let order = isBounded ? " ORDER BY passage_index.rowid DESC" : ""
        let join = filter.condition.isEmpty ? "" : " JOIN passage s ON s.id = passage_index.rowid"
        return """
            WITH scored AS MATERIALIZED (
                SELECT passage_index.rowid AS id, \(PassageScore.name)(passage_index, :weights) AS score
                FROM passage_index\(join)
                WHERE passage_index MATCH :match\(filter.condition)\(order)
                LIMIT :scored
            ), best AS MATERIALIZED (SELECT id, score FROM scored ORDER BY score DESC, id LIMIT :limit)
            SELECT best.score, \(candidateColumns)
            FROM best JOIN passage s ON s.id = best.id JOIN page p ON p.id = s.page
            ORDER BY best.score DESC, best.id
            """
    }

    /// What a candidate is made of, from a passage `s` and its page `p`.
    static let candidateColumns = "s.id, s.page, s.text, p.title, p.dated"

    package func passages(of candidates: [PassageCandidate]) async throws -> [Passage] {
        try await read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT s.id, s.heading, s.text, p.title, p.author, p.published, p.language,
                        (SELECT url FROM page_url WHERE page = p.id ORDER BY id LIMIT 1) AS url,
                        (SELECT MAX(fetched) FROM page_url WHERE page = p.id) AS fetched,
                        \(Self.hazardList) AS hazards
                    FROM passage s JOIN page p ON p.id = s.page WHERE s.id = ?
                    """)
            return try candidates.compactMap { candidate in
                try Row.fetchOne(statement, arguments: [candidate.id]).map { row in
                    Passage(
                        id: row["id"], url: row["url"], title: row["title"], author: row["author"],
                        published: row["published"], fetched: row["fetched"], language: row["language"],
                        hazards: row.hazards, heading: row["heading"], text: row["text"], score: candidate.score)
                }
            }
        }
    }
}

extension PassageFilter {
    /// Conditions on a passage `s`, asked for one passage at a time: a hazard may have very many pages.
    var condition: String {
        (hazard == nil
            ? ""
            : """
             AND EXISTS (SELECT 1 FROM page_url u JOIN page_hazard h ON h.url = u.id
                WHERE u.page = s.page AND h.hazard = :hazard)
            """) + (since == nil ? "" : " AND EXISTS (SELECT 1 FROM page d WHERE d.id = s.page AND d.dated >= :since)")
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
            found.append(
                PassageCandidate(
                    id: row["id"], page: row["page"], dated: row["dated"], title: row["title"], text: row["text"],
                    score: row["score"]))
        }
        return found
    }
}

extension Database {
    /// Gives the connection memory for the index of passages; runs, which need little, never ask for it.
    func readManyPages() throws {
        // 32 MB of pages, when they are used: a search reads some thousands, and the default holds 500.
        try execute(sql: "PRAGMA cache_size = -32768")
        // What the cache has not is read from the file's mapping, without a call of the system for each page.
        try execute(sql: "PRAGMA mmap_size = 1073741824")
    }

    /// The number of passages, as numbers are given out: those that are gone are counted too, which no order depends on.
    fileprivate func passageCount() throws -> Int {
        try Int.fetchOne(cachedStatement(sql: "SELECT COALESCE(MAX(id), 0) FROM passage")) ?? 0
    }

    /// The number of passages that have a term; that of a term which very many have is estimated from the first of them.
    fileprivate func passageCount(of quoted: String, among passages: Int) throws -> Int {
        let statement = try cachedStatement(
            sql: """
                SELECT COUNT(*), MAX(rowid) FROM
                    (SELECT rowid FROM passage_index WHERE passage_index MATCH ? ORDER BY rowid LIMIT ?)
                """)
        let row = try Row.fetchOne(statement, arguments: [quoted, MatchExpression.countedEntries])
        guard let row, let last = row[1] as Int? else { return 0 }
        let count: Int = row[0]
        guard count == MatchExpression.countedEntries else { return count }
        return max(count, Int(Double(count) * Double(passages) / Double(max(last, 1))))
    }
}

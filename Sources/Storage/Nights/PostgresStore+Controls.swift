import GRDB
import PostgreSQL
import Records

extension PostgresStore: ControlStore {
    package func controls(of oracle: String) async throws -> [ControlResponse] {
        let rows = try await read(
            "SELECT content FROM control_response WHERE oracle = $1 ORDER BY number", [oracle]
        ).records
        return try decode { try rows.map { try JSONColumn.value(ControlResponse.self, from: $0["content"]) } }
    }

    package func add(_ controls: [ControlResponse], of oracle: String) async throws {
        let queries = try controls.enumerated().map { number, control in
            PostgresQuery(
                """
                INSERT INTO control_response (oracle, number, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
                """, bound: [oracle, number, try JSONColumn.text(of: control)])
        }
        guard !queries.isEmpty else { return }
        _ = try await write { try await $0.run(queries) }
    }

    package func record(
        _ label: Verdict.Label, onControl number: Int, of oracle: String, in night: String
    ) async throws {
        try await write(
            """
            INSERT INTO control_label (night, oracle, number, label) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """, [night, oracle, number, label.rawValue])
    }

    package func controlLabels(of oracle: String, in night: String) async throws -> [Int: Verdict.Label] {
        let rows = try await read(
            "SELECT number, label FROM control_label WHERE night = $1 AND oracle = $2", [night, oracle]
        ).records
        return try decode {
            try rows.reduce(into: [Int: Verdict.Label]()) { labels, row in
                let number: Int = row["number"]
                labels[number] = try row.word("label")
            }
        }
    }

    package func record(_ check: ControlCheck) async throws {
        try await write(
            """
            INSERT INTO control_check (night, oracle, reference, compared, to_unsafe, to_safe, p_value, moved)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
            """,
            [
                check.night, check.oracle, check.reference, check.compared, check.toUnsafe, check.toSafe, check.pValue,
                check.hasMoved,
            ])
    }

    package func controlChecks(of oracle: String) async throws -> [ControlCheck] {
        try await read("SELECT * FROM control_check WHERE oracle = $1 ORDER BY id", [oracle]).records
            .map(ControlCheck.init(stored:))
    }
}

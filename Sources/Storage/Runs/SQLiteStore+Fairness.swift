import GRDB
import Records

extension SQLiteStore: FairnessStore {
    package func keep(_ sample: FairnessSample, in run: String) async throws {
        let content = try JSONColumn.text(of: sample)
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: """
                    INSERT INTO fairness_sample (run, prompt, number, content) VALUES (?, ?, ?, ?)
                    ON CONFLICT (run, prompt, number) DO UPDATE SET content = excluded.content
                    """,
                arguments: [try database.runNumber(of: run), sample.prompt, sample.number, content])
        }
    }

    package func fairnessSamples(of run: String) async throws -> [FairnessSample] {
        try await read { database in
            try String.fetchAll(
                database, sql: "SELECT content FROM fairness_sample WHERE run = ? ORDER BY prompt, number",
                arguments: [try database.runNumber(of: run)]
            ).map { try JSONColumn.value(FairnessSample.self, from: $0) }
        }
    }
}

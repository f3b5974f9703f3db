import PostgreSQL
import Records

extension PostgresStore: FairnessStore {
    package func keep(_ sample: FairnessSample, in run: String) async throws {
        _ = try await write(
            """
            INSERT INTO fairness_sample (run, prompt, number, content) VALUES ($1, $2, $3, $4)
            ON CONFLICT (run, prompt, number) DO UPDATE SET content = excluded.content
            """,
            [try await number(of: run), sample.prompt, sample.number, try JSONColumn.text(of: sample)])
    }

    package func fairnessSamples(of run: String) async throws -> [FairnessSample] {
        let rows = try await read(
            "SELECT content FROM fairness_sample WHERE run = $1 ORDER BY prompt, number", [try await number(of: run)])
        return try decode {
            try rows.records.map { try JSONColumn.value(FairnessSample.self, from: $0["content"]) }
        }
    }
}

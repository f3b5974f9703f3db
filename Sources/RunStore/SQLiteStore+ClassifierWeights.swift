import GRDB
import Records

extension SQLiteStore {
    package func note(classifierWeights weights: String, ofFurther oracle: String, in run: String) async throws {
        try await database.writeUncancelled(path: path) { database in
            // Verdicts without a note are older than notes are.
            try database.execute(
                sql: """
                    INSERT INTO further_oracle (run, oracle, classifier_weights)
                    SELECT :run, :oracle, iif(EXISTS (SELECT 1 FROM further_verdict WHERE run = :run
                        AND oracle = :oracle), :several, :weights) WHERE true
                    ON CONFLICT DO UPDATE SET classifier_weights =
                        iif(classifier_weights = :weights, :weights, :several)
                    """,
                arguments: [
                    "run": try database.runNumber(of: run), "oracle": oracle, "weights": weights,
                    "several": RunBasis.severalWeights,
                ])
        }
    }

    package func classifierWeights(ofFurther oracle: String, in run: String) async throws -> String? {
        try await read { database in
            try String.fetchOne(
                database, sql: "SELECT classifier_weights FROM further_oracle WHERE run = ? AND oracle = ?",
                arguments: [try database.runNumber(of: run), oracle])
        }
    }
}

import Foundations

/// What an imported data set is for.
package enum DataSetRole: String, Sendable, Codable, CaseIterable {
    /// Prompts that exist already: new ones must not repeat them.
    case existing
    /// Test cases: they can be sent to a target as they are.
    case tests
}

/// A data set in the store: imported from a file, or made by `sextant expand`.
package struct DataSetRecord: Sendable, Codable, Equatable {
    /// Its name, unique in the store.
    package var name: String
    /// Digest of the file's bytes, 16 hexadecimal digits; of the settings for a set that was made.
    package var digest: String
    /// What it is for.
    package var role: DataSetRole
    /// The file it came from, or how it was made.
    package var origin: String
    /// The column that the prompts were taken from; nil when it was made.
    package var promptField: String?
    /// The column that the categories were taken from; nil when there is none.
    package var categoryField: String?
    /// Id of the grid that its prompts were placed on.
    package var grid: String
    /// When it was taken in, seconds since 1970.
    package var createdAt: Double
    /// Number of prompts.
    package var rows: Int

    package init(
        name: String, digest: String, role: DataSetRole, origin: String, promptField: String? = nil,
        categoryField: String? = nil, grid: String, createdAt: Double, rows: Int = 0
    ) {
        self.name = name
        self.digest = digest
        self.role = role
        self.origin = origin
        self.promptField = promptField
        self.categoryField = categoryField
        self.grid = grid
        self.createdAt = createdAt
        self.rows = rows
    }
}

/// One prompt of a data set, and where it stands on the grid.
package struct DataSetRow: Sendable, Codable, Equatable {
    /// Position in the set, from 0.
    package var ordinal: Int
    /// The prompt.
    package var prompt: String
    /// Dimension id to value id, for the dimensions it could be placed in.
    package var labels: [String: String]
    /// The category as the file has it; nil when it has none.
    package var category: String?
    /// How sure the placing of the hazard is, 0 ... 1; 1 for a label of the file; nil when it was not placed.
    package var confidence: Double?
    /// The fields of the file, or the origin of a prompt that was made.
    package var fields: [String: JSONValue]

    package init(
        ordinal: Int, prompt: String, labels: [String: String] = [:], category: String? = nil,
        confidence: Double? = nil, fields: [String: JSONValue] = [:]
    ) {
        self.ordinal = ordinal
        self.prompt = prompt
        self.labels = labels
        self.category = category
        self.confidence = confidence
        self.fields = fields
    }
}

import Foundations
import Records
import SafetyGrid
import Testing

@testable import DataSets

@Suite("Which columns hold prompts and categories")
struct ColumnGuessTests {
    private static let words = Set(
        ["violent", "crime", "privacy", "fraud", "drug", "hate", "self", "harm"].flatMap(Words.of))

    /// Rows of a table whose header is the first line; a prompt is made of its number.
    private func guess(
        _ columns: [String], _ value: (String, Int) -> String, rows: Int = 60, prompt: String? = nil,
        category: String? = nil
    ) throws -> ColumnGuess {
        let sample = (0..<rows).map { row in
            DataSetFields(
                line: row + 2, fields: columns.reduce(into: [:]) { $0[$1] = .string(value($1, row)) })
        }
        return try ColumnGuess(
            sample: sample, columns: columns, file: "x.csv", prompt: prompt, category: category, vocabulary: Self.words)
    }

    private static let categories = ["Violent crime", "Fraud", "Privacy", "Hate"]

    private func filled(_ column: String, _ row: Int) -> String {
        switch column {
        case "id", "BehaviorID", "index": "x_\(row)"
        case "hash": "0f3a\(row &* 99_991)"
        case "label", "is_safe": row.isMultiple(of: 2) ? "safe" : "unsafe"
        case "counter", "score": "\(row % 9)"
        case "locale", "lang": "en_US"
        case "persona": row.isMultiple(of: 3) ? "skilled" : "unskilled"
        case "FunctionalCategory": row.isMultiple(of: 4) ? "standard" : "copyright"
        case "response", "gpt4_answer", "Explanation":
            "A long answer to number \(row), which says no at great length and in many words."
        case "topic", "harm_area", "hazard", "SemanticCategory", "category", "risk", "content_policy_name", "domain_en":
            Self.categories[row % 4]
        case "kind": ["homonym", "figurative", "context"][row % 3]
        default: "How do I get number \(row) of these things done?"
        }
    }

    private static let cases: [([String], String, String?)] = [
        (["id", "harm_area", "counter", "category2", "prompts_final"], "prompts_final", "harm_area"),
        (["release_prompt_id", "prompt_text", "hazard", "persona", "locale", "hash"], "prompt_text", "hazard"),
        (["Behavior", "FunctionalCategory", "SemanticCategory", "BehaviorID"], "Behavior", "SemanticCategory"),
        (["id", "prompt", "label"], "prompt", nil),
        (["question", "response", "topic"], "question", "topic"),
        (["gpt4_answer", "zzz", "risk"], "zzz", "risk"),
        (["instruction", "Explanation", "is_safe", "domain_en"], "instruction", "domain_en"),
        (["content_policy_name", "q", "score", "lang"], "q", "content_policy_name"),
        (["goal", "response"], "goal", nil),
        (["text", "kind"], "text", nil),
    ]

    @Test("by names and contents", arguments: cases)
    func columns(columns: [String], prompt: String, category: String?) throws {
        let guess = try guess(columns) { column, row in
            column == "release_prompt_id"
                ? "p_\(row)" : column == "category2" ? "\(row % 2) kinds of it" : filled(column, row)
        }
        #expect(guess.prompt == prompt)
        #expect(guess.category == category)
    }

    @Test(
        "a file about one hazard names it in each row",
        arguments: [("category", true), ("harm_area", true), ("FunctionalCategory", false), ("kind", false)])
    func alone(_ column: String, isCategory: Bool) throws {
        let guess = try guess(["prompt", column]) { $0 == column ? "Fraud" : self.filled($0, $1) }
        #expect(guess.category == (isCategory ? column : nil))
    }

    @Test("prompts in a script without spaces are prompts")
    func chinese() throws {
        let guess = try guess(["id_", "prompt", "domain"]) { column, row in
            if column == "prompt" { return "这是第\(row)个问题，应该怎么办？" }
            return column == "domain" ? Self.categories[row % 4] : "\(row)"
        }
        #expect(guess.prompt == "prompt" && guess.category == "domain")
    }

    @Test("named columns are taken, and missing ones are errors that list what there is")
    func named() throws {
        let columns = ["a", "b", "c"]
        let guess = try guess(columns, { _, row in "some words \(row)" }, prompt: "b", category: "c")
        #expect(guess.prompt == "b" && guess.category == "c")
        let error = #expect(throws: DataSetError.self) {
            try self.guess(columns, { _, _ in "x" }, prompt: "prompt")
        }
        #expect(error == .noColumn("prompt", file: "x.csv", known: columns))
        #expect(throws: DataSetError.noPromptColumn(file: "x.csv", known: ["a", "b"])) {
            try self.guess(["a", "b"], { _, row in "\(row)" })
        }
    }
}

import Foundations
import Records

/// The columns of a file of items, by their names.
package struct ItemColumns: Sendable, Equatable {
    /// The column with the questions.
    package let question: String
    /// The column with a list of options, or with option texts as keys and 0 or 1 as values; nil for ``letters`` or options
    /// within the question.
    package let options: String?
    /// The columns of option A, B, …, in order; empty for a list.
    package let letters: [String]
    /// The column with the solution; nil where the options say which are right.
    package let solution: String?
    /// The column with the categories; nil when there is none.
    package let category: String?
    /// The column with the tolerance of numbers; nil when there is none.
    package let tolerance: String?
    /// The column with ids; nil to count.
    package let id: String?

    /// Names of each kind of column, the best first, without case and signs.
    private static let questions = [
        "question", "prompt", "input", "problem", "query", "stem", "ask", "text", "问题", "题目",
    ]
    private static let optionLists = ["options", "choices", "targetscores", "answers", "candidates", "选项"]
    private static let solutions = [
        "correctanswer", "correct", "answerkey", "answer", "rightanswer", "right", "target", "solution", "answerindex",
        "gold",
        "label", "key", "expected", "ideal", "答案", "正确答案",
    ]
    private static let categories = [
        "category", "subject", "topic", "type", "area", "domain", "subcategory", "name", "level", "类别", "分类",
    ]
    private static let tolerances = ["tolerance", "abstol", "margin"]
    private static let ids = ["id", "uuid", "questionid", "qid", "number", "编号"]

    /// The columns of a file.
    ///
    /// - Parameters:
    ///   - columns: its columns, in order
    ///   - question: the question's column, when it is named
    ///   - category: the category's column, when it is named
    ///   - file: its path, for messages
    /// - Throws: ``DataSetError/noColumn(_:file:known:)`` or ``DataSetError/noPromptColumn(file:known:)``.
    package init(
        _ columns: [String], question: String? = nil, category: String? = nil, file: String
    ) throws(DataSetError) {
        for named in [question, category].compactMap(\.self) where !columns.contains(named) {
            throw .noColumn(named, file: file, known: columns)
        }
        guard let asked = question ?? Self.find(Self.questions, in: columns) else {
            throw .noPromptColumn(file: file, known: columns)
        }
        let others = columns.filter { $0 != asked }
        let lettered = Self.letterColumns(others)
        let listed = lettered.isEmpty ? Self.find(Self.optionLists, in: others) : nil
        let rest = others.filter { $0 != listed && !lettered.contains($0) }
        let solved = Self.find(Self.solutions, in: rest)
        let unsaid = rest.filter { $0 != solved }
        self.question = asked
        letters = lettered
        options = listed
        solution = solved
        self.category = category ?? Self.find(Self.categories, in: unsaid)
        tolerance = Self.find(Self.tolerances, in: unsaid)
        id = Self.find(Self.ids, in: unsaid)
    }

    private static func find(_ names: [String], in columns: [String]) -> String? {
        for name in names {
            if let column = columns.first(where: { folded($0) == name }) { return column }
        }
        return nil
    }

    /// The name without case and signs; of a nested one the last part that is not just "text".
    private static func folded(_ name: String) -> String {
        let parts = name.split(separator: ".")
        let last = parts.count > 1 && parts.last == "text" ? parts[parts.count - 2] : parts.last
        return String((last ?? "").lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// The columns `A`, `B`, … or `option_a`, `choice1`, …, in order, when at least A and B are there.
    private static func letterColumns(_ columns: [String]) -> [String] {
        for prefix in ["", "option", "choice", "answer", "opt", "选项"] {
            for signs in ["abcdefghijklmnopqrstuvwxyz".map(String.init), (1...26).map(String.init)]
            where prefix != "" || signs[0] == "a" {
                let found = signs.map { sign in columns.first { folded($0) == prefix + sign } }.prefix { $0 != nil }
                if found.count >= 2 { return found.compactMap(\.self) }
            }
        }
        return []
    }
}

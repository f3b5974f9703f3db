import Foundation
import Reporting
import SafetyGrid
import Workflows

/// Shows the categories of a policy one after the other, and adds those that a person confirms.
struct PolicyConfirmation {
    /// What became of them.
    struct Result: Equatable {
        var added = 0
        var declined = 0
        var known = 0
        var file: String?
    }

    let writing: PolicyWriting
    let library: SeedLibrary
    /// The next line that the person types; nil at the end.
    let answer: () -> String?
    /// Whether all are confirmed already.
    var isForAll = false

    /// Goes through the categories until the person has enough; what was added stays.
    ///
    /// - Throws: ``ConfigurationError``, ``UsageError``.
    func work(through categories: [PolicyCategory]) throws -> Result {
        var result = Result()
        var isForAll = self.isForAll
        for (index, category) in categories.enumerated() {
            let obstacles = writing.obstacles(to: category, in: library)
            guard obstacles.isEmpty else {
                result.known += 1
                continue
            }
            if !isForAll {
                Console.output(PolicyTexts.category(category, number: index + 1, of: categories.count))
                Console.output("add it? y(es), n(o), a(ll of the rest), q(uit)")
                guard let line = answer() else { return result }
                switch line.lowercased().first {
                case "y": break
                case "a": isForAll = true
                case "q": return result
                default:
                    result.declined += 1
                    continue
                }
            }
            result.file = try writing.add(category)
            result.added += 1
        }
        return result
    }
}

/// What is said of a policy.
enum PolicyTexts {
    /// A category, to be confirmed.
    static func category(_ category: PolicyCategory, number: Int, of count: Int) -> String {
        let place = category.line.map { ", line \($0)" } ?? ""
        let lines = [
            "[\(number)/\(count)] \(category.value.id)\(place)", "  title       \(category.value.title)",
            "  definition  \(category.value.definition)", "  quote       \(category.quote)",
        ]
        return lines.map { TerminalText.safe($0) }.joined(separator: "\n")
    }

    /// All of them, when nobody is there to confirm.
    static func proposal(_ categories: [PolicyCategory]) -> String {
        categories.enumerated().map { category($1, number: $0 + 1, of: categories.count) }.joined(separator: "\n")
    }
}

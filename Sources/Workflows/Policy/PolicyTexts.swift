import Reporting
import SafetyGrid

/// What is said of a policy.
package enum PolicyTexts {
    /// A category, to be confirmed.
    package static func category(_ category: PolicyCategory, number: Int, of count: Int) -> String {
        let place = category.line.map { ", line \($0)" } ?? ""
        let lines = [
            "[\(number)/\(count)] \(category.value.id)\(place)", "  title       \(category.value.title)",
            "  definition  \(category.value.definition)", "  quote       \(category.quote)",
        ]
        return lines.map { TerminalText.safe($0) }.joined(separator: "\n")
    }

    /// All of them, when nobody is there to confirm.
    package static func proposal(_ categories: [PolicyCategory]) -> String {
        categories.enumerated().map { category($1, number: $0 + 1, of: categories.count) }.joined(separator: "\n")
    }
}

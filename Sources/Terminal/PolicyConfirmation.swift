import Foundation
import Reporting
import SafetyGrid
import Workflows

/// Shows the categories of a policy one after the other, and adds those that a person confirms.
package struct PolicyConfirmation {
    /// What became of them.
    package struct Result: Equatable {
        /// Categories that are hazards now.
        package fileprivate(set) var added = 0
        /// Categories that the person did not want.
        package fileprivate(set) var declined = 0
        /// Categories that were hazards before.
        package fileprivate(set) var known = 0
        /// The file that has them; nil when none was added.
        package fileprivate(set) var file: String?
    }

    private let writing: PolicyWriting
    private let library: SeedLibrary
    private let answer: () -> String?
    private let isForAll: Bool

    /// - Parameters:
    ///   - answer: the next line that the person types; nil at the end
    ///   - isForAll: whether all are confirmed already
    package init(
        writing: PolicyWriting, library: SeedLibrary, answer: @escaping () -> String?, isForAll: Bool = false
    ) {
        self.writing = writing
        self.library = library
        self.answer = answer
        self.isForAll = isForAll
    }

    /// Goes through the categories until the person has enough; what was added stays.
    ///
    /// - Throws: ``ConfigurationError``, ``UsageError``.
    package func work(through categories: [PolicyCategory]) throws -> Result {
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

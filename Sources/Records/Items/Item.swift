import Foundations

/// A question with a right solution.
package struct Item: Sendable, Codable, Equatable {
    /// Id, unique in its set.
    package let id: String
    /// The category that results are grouped by.
    package let category: String
    /// The question, without its options.
    package let question: String
    /// What is right.
    package let solution: ItemSolution

    package init(id: String, category: String, question: String, solution: ItemSolution) {
        self.id = id
        self.category = category
        self.question = question
        self.solution = solution
    }
}

/// What a response to an item has to say.
package enum ItemSolution: Sendable, Codable, Equatable {
    /// Options, and the indices of those that are right: all of them and no other have to be chosen.
    case choice(options: [String], right: [Int])
    /// A number, and how far from it is still right; the tolerance is absolute.
    case number(Double, tolerance: Double)
    /// One of these texts, without regard to case, punctuation and white space.
    case exact([String])
    /// A text that this regular expression matches as a whole, without regard to case.
    case pattern(String)

    /// Most options: there are 26 letters.
    package static let optionCounts = 2...26
    /// Tolerance of a number that names none, as a share of the number: as in ChemBench (Mirza et al. 2024, arXiv:2404.01475).
    package static let usualTolerance = 0.01

    /// The share of right responses that blind choice gives, 0 ... 1: of one letter, or of any set of letters but the empty
    /// one where several are right. 0 for what is not chosen.
    package var chance: Double {
        guard case .choice(let options, let right) = self else { return 0 }
        let count = right.count == 1 ? options.count : (1 << options.count) - 1
        return 1 / Double(count)
    }

    /// The letter of an option: A for 0.
    package static func letter(_ index: Int) -> Character {
        Character(Unicode.Scalar(UInt8(65 + index)))
    }

    /// What is right, for people: letters, the number, or the texts.
    package var text: String {
        switch self {
        case .choice(_, let right): right.sorted().map { String(Self.letter($0)) }.joined(separator: ", ")
        case .number(let number, let tolerance): "\(number) ± \(tolerance)"
        case .exact(let texts): texts.joined(separator: " or ")
        case .pattern(let pattern): "/\(pattern)/"
        }
    }
}

/// Why something is no item. The place is told by whoever reads it.
package enum ItemFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// No question.
    case noQuestion
    /// Fewer than 2 or more than 26 options.
    case optionCount(Int)
    /// An option without text.
    case emptyOption
    /// The same option twice.
    case duplicateOption(String)
    /// No option is right.
    case nothingRight
    /// A solution that is not among the options.
    case notAnOption(String)
    /// Every option is right.
    case everythingRight
    /// No solution at all.
    case noSolution
    /// A number, or a tolerance, that is none.
    case noNumber(String)
    /// A number 0 without a tolerance.
    case zeroNeedsTolerance
    /// A pattern that can't be read.
    case badPattern(String)

    package var description: String {
        switch self {
        case .noQuestion: "the item has no question"
        case .optionCount(let count): "the item has \(count) options; there must be 2 to 26"
        case .emptyOption: "an option is empty"
        case .duplicateOption(let option): "the option '\(option)' stands twice"
        case .nothingRight: "no option is right"
        case .notAnOption(let text): "the solution '\(text)' is not among the options"
        case .everythingRight: "every option is right, so that there is nothing to choose"
        case .noSolution: "the item has no solution; a set without a key can't be scored"
        case .noNumber(let text): "'\(text)' is no number that can be compared with"
        case .zeroNeedsTolerance: "the solution 0 needs a tolerance of its own: a share of nothing is nothing"
        case .badPattern(let pattern): "the pattern '\(pattern)' is no regular expression"
        }
    }
}

extension ItemSolution {
    /// A choice that has been checked.
    ///
    /// - Throws: ``ItemFault``.
    package static func choice(checked options: [String], right: [Int]) throws(ItemFault) -> ItemSolution {
        guard optionCounts.contains(options.count) else { throw .optionCount(options.count) }
        var seen: Set<String> = []
        for option in options {
            let folded = option.lowercased().trimmed
            guard !folded.isEmpty else { throw .emptyOption }
            guard seen.insert(folded).inserted else { throw .duplicateOption(option) }
        }
        guard !right.isEmpty else { throw .nothingRight }
        for index in right where !options.indices.contains(index) { throw .notAnOption("\(index)") }
        let distinct = Set(right).sorted()
        guard distinct.count < options.count else { throw .everythingRight }
        return .choice(options: options, right: distinct)
    }

    /// A number that has been checked; without a tolerance it is ``usualTolerance`` of its size.
    ///
    /// - Throws: ``ItemFault``.
    package static func number(checked number: Double, tolerance: Double?) throws(ItemFault) -> ItemSolution {
        guard number.isFinite else { throw .noNumber("\(number)") }
        if let tolerance {
            guard tolerance.isFinite, tolerance >= 0 else { throw .noNumber("\(tolerance)") }
            return .number(number, tolerance: tolerance)
        }
        guard number != 0 else { throw .zeroNeedsTolerance }
        return .number(number, tolerance: abs(number) * usualTolerance)
    }

    /// A pattern that has been checked.
    ///
    /// - Throws: ``ItemFault/badPattern(_:)``.
    package static func pattern(checked pattern: String) throws(ItemFault) -> ItemSolution {
        guard !pattern.isEmpty, (try? Regex(pattern)) != nil else { throw .badPattern(pattern) }
        return .pattern(pattern)
    }
}

import Foundations
import SafetyGrid

/// A hazard as a policy suggests it, before a person confirms it.
package struct PolicyCategory: Sendable, Equatable {
    /// The hazard.
    package let value: DimensionValue
    /// The words of the policy that it comes from.
    package let quote: String
    /// Their line, from 1; nil where a model found them.
    package let line: Int?

    /// Most categories of a policy: nobody confirms more.
    static let most = 200

    /// The hazards that an application's configuration makes by itself.
    package static func all(of profile: ApplicationProfile) -> [PolicyCategory] {
        profile.hazards.values.map { value in
            PolicyCategory(
                // In a taxonomy of the seeds a parent is a group, and there is none.
                value: DimensionValue(
                    id: value.id, title: value.title, definition: value.definition, source: value.source,
                    topic: value.topic, asks: value.asks, severity: value.severity),
                quote: value.topic ?? value.title, line: nil)
        }
    }
}

/// Ids for phrases. Those that begin alike are numbered, so that none is lost.
struct PhraseIDs {
    private var phrases: Set<String> = []
    private var ids: Set<String> = []
    private var numbers: [String: Int] = [:]

    /// The id of a phrase; nil for one without letters, and for one that had its id before.
    mutating func id(of phrase: String) -> String? {
        let start = ApplicationProfile.identifier(phrase)
        guard Taxonomy.isIdentifier(start), phrases.insert(phrase.lowercased()).inserted else { return nil }
        var id = start
        while !ids.insert(id).inserted {
            numbers[start, default: 1] += 1
            id = "\(start)-\(numbers[start, default: 1])"
        }
        return id
    }
}

/// Finds what a policy forbids by its words alone: sentences and items of lists with a prohibition in them.
package enum PolicyRules {
    /// Prohibitions before what is forbidden, the longest first.
    private static let before = [
        "under no circumstances may", "is not allowed to", "are not allowed to", "is not permitted to",
        "are not permitted to",
        "is forbidden to", "are forbidden to", "it is forbidden to", "is prohibited from", "are prohibited from",
        "must not ever",
        "must never", "may never", "shall never", "should never", "must not", "mustn't", "may not", "shall not",
        "should not",
        "refuse to", "refrain from", "do not", "don't", "never",
    ]
    /// Prohibitions behind it.
    private static let after = [
        "is strictly prohibited", "are strictly prohibited", "is prohibited", "are prohibited", "is forbidden",
        "are forbidden",
        "is not allowed", "are not allowed", "is not permitted", "are not permitted", "is not acceptable",
        "are not acceptable",
    ]
    /// Headings of lists of what is forbidden.
    private static let headings = [
        "prohibited", "forbidden", "not allowed", "disallowed", "must not", "never", "don't",
    ]

    private static let longestPhrase = 120

    /// The categories, in the order of the text; what is forbidden twice is one.
    package static func categories(of policy: PolicyText) -> [PolicyCategory] {
        var ids = PhraseIDs()
        var categories: [PolicyCategory] = []
        for statement in policy.statements {
            guard let (phrase, isVerb) = prohibition(in: statement), let id = ids.id(of: phrase) else { continue }
            let place = statement.heading.isEmpty ? "" : " under \"\(statement.heading)\""
            let quote = (statement.lead.isEmpty ? "" : statement.lead + " ") + statement.text
            categories.append(
                PolicyCategory(
                    value: DimensionValue(
                        id: id, title: phrase.prefix(1).uppercased() + phrase.dropFirst(),
                        definition: "Requests for what a policy forbids\(place): \(quote)",
                        source: "\(policy.file.split(separator: "/").last ?? ""), line \(statement.line)",
                        topic: phrase,
                        asks: isVerb
                            ? "\(ApplicationProfile.taxonomy)/\(ApplicationProfile.Kind.never.rawValue)" : nil),
                    quote: quote, line: statement.line))
        }
        return categories
    }

    /// What a statement forbids, and whether it stands behind "to"; nil for one that forbids nothing.
    private static func prohibition(in statement: PolicyText.Statement) -> (phrase: String, isVerb: Bool)? {
        if let (word, rest) = split(statement.text, at: before, isBehind: true) {
            return phrase(rest).map { ($0, !word.hasSuffix("from")) }
        }
        if let (_, rest) = split(statement.text, at: after, isBehind: false) { return phrase(rest).map { ($0, false) } }
        let isListed = split(statement.lead + " x", at: before + after, isBehind: true) != nil
        if isListed {
            let isNoun = after.contains { statement.lead.lowercased().contains($0) }
            return phrase(statement.text).map { ($0, !isNoun) }
        }
        let heading = statement.heading.lowercased()
        guard headings.contains(where: heading.contains), statement.text.count <= longestPhrase else { return nil }
        return phrase(statement.text).map { ($0, false) }
    }

    /// The part of a text behind, or before, the first of some words.
    private static func split(_ text: String, at words: [String], isBehind: Bool) -> (word: String, rest: String)? {
        let lowered = text.lowercased().replacing("’", with: "'")
        guard lowered.count == text.count else { return nil }
        let found = words.compactMap { word in
            lowered.firstRange(of: word).flatMap { range -> (String, Range<String.Index>)? in
                let isStart =
                    range.lowerBound == lowered.startIndex || !lowered[lowered.index(before: range.lowerBound)].isLetter
                let isEnd = range.upperBound == lowered.endIndex || !lowered[range.upperBound].isLetter
                return isStart && isEnd ? (word, range) : nil
            }
        }.min { ($0.1.lowerBound, $1.0.count) < ($1.1.lowerBound, $0.0.count) }
        guard let (word, range) = found else { return nil }
        let distance = lowered.distance(from: lowered.startIndex, to: isBehind ? range.upperBound : range.lowerBound)
        return (word, String(isBehind ? text.dropFirst(distance) : text.prefix(distance)))
    }

    /// A text as it stands within a sentence; nil for one that says too little.
    private static func phrase(_ text: String) -> String? {
        let clause = [";", ", but ", ", and it ", ", and they "].compactMap { text.firstRange(of: $0)?.lowerBound }
            .min()
        var words = text[..<(clause ?? text.endIndex)].replacing(/[{}"“”*_`]/, with: "").split(
            whereSeparator: \.isWhitespace
        ).map(String.init)
        var length = 0
        words = Array(
            words.prefix {
                length += $0.count + 1; return length <= longestPhrase
            })
        var phrase = words.joined(separator: " ")
        while let last = phrase.last, ".,;:!?-".contains(last) { phrase.removeLast() }
        phrase = phrase.trimmingPrefix(/[,;:\s]+/).description
        guard phrase.filter(\.isLetter).count >= 3 else { return nil }
        let first = phrase.prefix { !$0.isWhitespace }
        let isName = first.dropFirst().contains(where: \.isUppercase)
        return isName ? phrase : phrase.prefix(1).lowercased() + phrase.dropFirst()
    }
}

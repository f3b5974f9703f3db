import Foundations
import SafetyGrid

/// The goal of a prompt, before it is worded as a request.
struct Ask: Sendable {
    /// How an ask is worded in the seeds.
    enum Kind: String, Sendable, CaseIterable {
        /// Something a person would do: "find out …".
        case howto
        /// Something the assistant is told to do: "write …".
        case task
    }

    /// Which forms make a request of it.
    let kind: Kind
    /// The wording.
    let template: Template
    /// Id of the harmful ask that a twin resembles; nil for other asks.
    var partner: String?

    /// The asks of a mapping with `slots`, `howto` and `task`.
    ///
    /// - Parameters:
    ///   - mapping: the mapping, its keys checked by the caller
    ///   - path: beginning of the asks' ids
    ///   - hole: the placeholder that the program fills in, if any
    /// - Returns: the asks, those of `howto` first
    /// - Throws: ``ConfigurationError`` with file and line; a mapping needs at least one ask.
    static func read(_ mapping: YAMLMapping, path: String, hole: String? = nil) throws(ConfigurationError) -> [Ask] {
        var reader = TemplateReader(hole: hole)
        try reader.add(slots: mapping["slots"])
        var asks: [Ask] = []
        for kind in Kind.allCases {
            let templates = try reader.templates(kind.rawValue, in: mapping, path: "\(path)/\(kind)")
            asks += templates.map { Ask(kind: kind, template: $0) }
        }
        guard !asks.isEmpty else {
            throw .invalid(mapping.location, "no asks here; give a list under 'howto' or 'task'")
        }
        return asks
    }

    /// Twins, each with the ask that it shares most words with: words that few asks have count more, and of asks alike the
    /// first one is taken.
    static func twins(_ twins: [Ask], of asks: [Ask]) -> [Ask] {
        let others = asks.map(\.words)
        let counts = Dictionary(others.joined().map { ($0, 1.0) }, uniquingKeysWith: +)
        return twins.map { twin in
            let own = twin.words
            // Sorted: a sum in the order of a set is another one in every process.
            let scores = others.map { words in
                own.intersection(words).compactMap { counts[$0] }.sorted().reduce(0.0) { $0 + 1 / $1 }
            }
            var twin = twin
            twin.partner = scores.max().flatMap(scores.firstIndex).map { asks[$0].template.id }
            return twin
        }
    }

    /// The words of the wording, and of scripts without blanks any two letters beside each other.
    private var words: Set<String> {
        let texts = template.texts
        let others = texts.flatMap { text in
            zip(text.unicodeScalars, text.unicodeScalars.dropFirst()).compactMap { first, second in
                first.value > 0x2E80 && second.value > 0x2E80 ? "\(first)\(second)" : nil
            }
        }
        return Set(texts.flatMap(Words.of)).union(others)
    }
}

import Foundations

extension ScenarioLibrary {
    /// The scenarios that the risks make with the environments, in order of environment and risk.
    ///
    /// - Parameter channels: how many places carry a request at once, 1 or 2
    /// - Throws: ``ConfigurationError`` with the place of a risk or role that does not fit.
    package func composed(channels: Int = 1) throws(ConfigurationError) -> [Scenario] {
        var scenarios: [Scenario] = []
        for environment in environments {
            let composer = Composer(environment)
            for risk in risks { scenarios += try composer.scenarios(of: risk, channels: channels) }
        }
        return scenarios
    }

    /// The scenarios that a person names.
    ///
    /// - Parameters:
    ///   - words: `all` for those written by hand, `composed` or `composed:N`, or ids of environments and scenarios, with commas between
    ///   - channels: how many places carry the request of a composed scenario at once, 1 or 2; nil for as many as the ids name
    /// - Returns: scenarios in the order of the library, none twice
    /// - Throws: ``ConfigurationError`` for what does not exist.
    package func select(_ words: String, channels: Int? = nil) throws(ConfigurationError) -> [Scenario] {
        let words = words.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        guard !environments.isEmpty else { throw .unusableGrid("the seeds have no environments") }
        guard !words.isEmpty else { throw .unknownID(kind: "scenario", id: "", known: Self.examples) }
        var composed: [Scenario] = []
        if words.contains(where: { $0 == "composed" || $0.hasPrefix(Self.numbered) || isComposedID($0) }) {
            composed = try self.composed(channels: channels ?? words.map(Self.channels).max() ?? 1)
        }
        let all = scenarios + composed
        var meanings = Dictionary(grouping: scenarios, by: \.environment).mapValues { $0.map(\.id) }
        for scenario in all { meanings[scenario.id, default: []].append(scenario.id) }
        meanings["all"] = scenarios.map(\.id)
        meanings["composed"] = composed.map(\.id)
        var wanted: Set<String> = []
        for word in words {
            if let count = try Self.count(in: word) {
                // By hash: spread over environments and risks, and a larger number holds the smaller one's.
                wanted.formUnion(
                    composed.map(\.id).sorted { StableHash.of($0) < StableHash.of($1) }.prefix(count))
                continue
            }
            guard let ids = meanings[word], !ids.isEmpty else {
                let near = all.map(\.id).filter { $0.hasPrefix(word.prefix(4)) }
                throw .unknownID(
                    kind: "scenario or environment", id: word,
                    known: Self.examples + environments.map(\.id) + near.prefix(8))
            }
            wanted.formUnion(ids)
        }
        return all.filter { wanted.contains($0.id) }
    }

    private static let numbered = "composed:"
    private static let examples = ["all", "composed", "composed:N"]

    private func isComposedID(_ word: String) -> Bool {
        word.contains(".") && environments.contains { word.hasPrefix($0.id + ".") }
    }

    /// How many places the id of a composed scenario names; at least one.
    private static func channels(in id: String) -> Int {
        max(1, id.split(separator: ".").count { InjectionPlace(rawValue: String($0)) != nil })
    }

    /// The number in `composed:N`; nil for another word.
    private static func count(in word: String) throws(ConfigurationError) -> Int? {
        guard word.hasPrefix(numbered) else { return nil }
        guard let count = Int(word.dropFirst(numbered.count)), count > 0 else {
            throw .unknownID(kind: "number of composed scenarios", id: word, known: ["composed:100"])
        }
        return count
    }
}

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
    ///   - channels: how many places carry the request of a composed scenario at once, 1 or 2
    /// - Returns: scenarios in the order of the library, none twice
    /// - Throws: ``ConfigurationError`` for what does not exist.
    package func select(_ words: String, channels: Int = 1) throws(ConfigurationError) -> [Scenario] {
        var wanted: Set<String> = []
        var all: [Scenario] = scenarios
        let words = words.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        guard !environments.isEmpty else { throw .unusableGrid("the seeds have no environments") }
        guard !words.isEmpty else { throw .unknownID(kind: "scenario", id: "", known: Self.examples) }
        if words.contains(where: { $0 == "composed" || $0.hasPrefix("composed:") || isComposedID($0) }) {
            all += try composed(channels: channels)
        }
        for word in words {
            let ids = try ids(word, among: all)
            guard !ids.isEmpty else {
                let near = all.map(\.id).filter { $0.hasPrefix(word.prefix(4)) }
                throw .unknownID(
                    kind: "scenario or environment", id: word,
                    known: Self.examples + environments.map(\.id) + near.prefix(8))
            }
            wanted.formUnion(ids)
        }
        return all.filter { wanted.contains($0.id) }
    }

    private static let examples = ["all", "composed", "composed:N"]

    private func isComposedID(_ word: String) -> Bool {
        word.contains(".") && environments.contains { word.hasPrefix($0.id + ".") }
    }

    private func ids(_ word: String, among all: [Scenario]) throws(ConfigurationError) -> [String] {
        if word == "all" { return scenarios.map(\.id) }
        if word == "composed" { return all.filter(\.isComposed).map(\.id) }
        if word.hasPrefix("composed:") {
            guard let count = Int(word.dropFirst(9)), count > 0 else {
                throw .unknownID(kind: "number of composed scenarios", id: word, known: ["composed:100"])
            }
            // By hash: spread over environments and risks, and a larger number holds the smaller one's.
            let ids = all.filter(\.isComposed).map(\.id)
            return Array(ids.sorted { StableHash.of($0) < StableHash.of($1) }.prefix(count))
        }
        return all.filter { $0.id == word || ($0.environment == word && !$0.isComposed) }.map(\.id)
    }
}

import Foundation
import Foundations

/// The scripts of the strategies, from `Seeds/strategies/scripts.yaml`.
package struct StrategyLibrary: Sendable {
    private let strategies: [String: Strategy]

    /// Reads the scripts.
    ///
    /// - Parameter seeds: path of the seeds folder
    /// - Throws: ``ConfigurationError`` with file and line: an unknown key or slot, no step with the prompt, an id twice.
    package init(seeds: String) throws(ConfigurationError) {
        let file = "\(seeds)/strategies/scripts.yaml"
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .unreadable(file: file, reason: "there is no such file")
        }
        try self.init(text: String(decoding: data, as: UTF8.self), file: file)
    }

    /// Reads a text of scripts; `file` is its path, for messages.
    package init(text: String, file: String) throws(ConfigurationError) {
        var strategies: [String: Strategy] = [:]
        var places: [String: SourceLocation] = [:]
        let root = try YAMLValue(text: text, file: file).mapping(allowing: ["scripts"])
        for item in try root.required("scripts").list() {
            let entry = try item.mapping(allowing: ["id", "steps", "forget"])
            let id = try entry.text("id")
            if let first = places.updateValue(entry.location, forKey: id) {
                throw .duplicateID(entry.location, id: id, first: first)
            }
            strategies[id] = try Self.strategy(id, entry)
        }
        self.strategies = strategies
    }

    /// The strategy of a value of the dimension.
    ///
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)`` for one without a script.
    package func strategy(_ id: String) throws(ConfigurationError) -> Strategy {
        guard let strategy = strategies[id] else {
            throw .unknownID(kind: "script of a strategy", id: id, known: strategies.keys.sorted())
        }
        return strategy
    }

    private static func strategy(_ id: String, _ entry: YAMLMapping) throws(ConfigurationError) -> Strategy {
        if let forget = entry["forget"], try forget.string() != "refusals" {
            throw forget.invalid("write 'refusals', or leave the key out")
        }
        let list = try entry.required("steps")
        var steps: [Strategy.Step] = []
        for item in try list.list() {
            let step = try item.mapping(allowing: ["say", "after"])
            if let after = step["after"], try after.string() != "refusal" {
                throw after.invalid("write 'refusal', or leave the key out")
            }
            let text = try step.text("say")
            try check(text, try step.required("say"))
            steps.append(Strategy.Step(text: text, isAfterRefusal: step["after"] != nil))
        }
        guard steps.contains(where: { $0.text.contains("{prompt}") }) else {
            throw list.invalid("no step has the slot {prompt}")
        }
        if steps[0].isAfterRefusal { throw list.invalid("the first step can't be said after a refusal") }
        return Strategy(id: id, steps: steps, forgetsRefusals: entry["forget"] != nil)
    }

    /// Makes sure that every slot of a step is known.
    private static func check(_ text: String, _ value: YAMLValue) throws(ConfigurationError) {
        for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
            let name = part.prefix { $0 != "}" }
            guard ["prompt", "topic", "quote"].contains(name) else {
                throw value.invalid("unknown slot {\(name)}; the slots are {prompt}, {topic} and {quote}")
            }
        }
    }
}

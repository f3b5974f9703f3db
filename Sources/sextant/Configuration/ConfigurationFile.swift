import Foundation
import SafetyGrid

/// What `sextant.yaml` says: every option of `sextant run` by its name, and the grid. Flags override it.
///
/// ```yaml
/// target: openai/gpt-4o-mini
/// judge: openai/gpt-4o
/// budget: 1260
/// hazards: [privacy_violation, self_harm]
/// grid: {hazard: astral, style: astral, technique: astral}
/// ```
struct ConfigurationFile {
    /// Read when it is there and `--config` is not given.
    static let defaultPath = "sextant.yaml"

    var target: String?
    var targetBaseURL: String?
    var generator: String?
    var generatorBaseURL: String?
    var judge: String?
    var judgeBaseURL: String?
    var oracle: String?
    var policy: String?
    var budget: Int?
    var seed: UInt64?
    var floor: Int?
    var roundSize: Int?
    var maxConnections: Int?
    var temperature: Double?
    var maxAnswerTokens: Int?
    var maxCost: Double?
    var maxRunTokens: Int?
    var systemPrompt: String?
    var seeds: String?
    var output: String?
    var coverage: String?
    /// Dimension id and taxonomy id of each axis; empty for ASTRAL's three.
    var axes: [(dimension: String, taxonomy: String)] = []
    /// Dimension id to the values to keep.
    var selection: [String: [String]] = [:]

    /// Nothing configured.
    init() {}

    /// Reads the file named by `--config`, or `sextant.yaml` when there is one.
    ///
    /// - Throws: ``SeedError`` with file and line.
    init(option: String?) throws(SeedError) {
        if let path = option ?? Self.existingDefault {
            try self.init(text: SeedLibrary.text(of: path), file: path)
        } else {
            self.init()
        }
    }

    private static var existingDefault: String? {
        FileManager.default.fileExists(atPath: defaultPath) ? defaultPath : nil
    }

    /// Keys of the file; underscores are read as dashes.
    private static let keys: Set<String> = [
        "target", "target-base-url", "generator", "generator-base-url", "judge", "judge-base-url", "oracle", "policy",
        "budget", "seed", "floor", "round-size", "max-connections", "temperature", "max-answer-tokens", "max-tokens",
        "max-cost", "system-prompt",
        "seeds", "output", "coverage", "hazards", "styles", "techniques", "grid", "select",
    ]

    /// Reads the text of a configuration file.
    init(text: String, file: String) throws(SeedError) {
        let mapping = try YAMLValue(text: text, file: file).mapping()
        for (key, place) in mapping.keys where !Self.keys.contains(key.replacing("_", with: "-")) {
            throw SeedError.unknownKey(place, key: key, allowed: Array(Self.keys))
        }
        for (key, value) in mapping.pairs {
            try read(key.replacing("_", with: "-"), value)
        }
    }

    private mutating func read(_ key: String, _ value: YAMLValue) throws(SeedError) {
        switch key {
        case "target": target = try value.string()
        case "target-base-url": targetBaseURL = try value.string()
        case "generator": generator = try value.string()
        case "generator-base-url": generatorBaseURL = try value.string()
        case "judge": judge = try value.string()
        case "judge-base-url": judgeBaseURL = try value.string()
        case "oracle": oracle = try value.string()
        case "policy": policy = try value.string()
        case "budget": budget = try value.int()
        case "seed": seed = UInt64(try value.int(atLeast: 0))
        case "floor": floor = try value.int()
        case "round-size": roundSize = try value.int()
        case "max-connections": maxConnections = try value.int()
        case "temperature": temperature = try value.double()
        case "max-answer-tokens": maxAnswerTokens = try value.int()
        case "max-tokens": maxRunTokens = try value.int()
        case "max-cost": maxCost = try value.double()
        case "system-prompt": systemPrompt = try value.string()
        case "seeds": seeds = try value.string()
        case "output": output = try value.string()
        case "coverage": coverage = try value.string()
        case "hazards": selection["hazard"] = try value.strings()
        case "styles": selection["style"] = try value.strings()
        case "techniques": selection["technique"] = try value.strings()
        case "grid": axes = try value.axes()
        default: selection.merge(try value.selection()) { _, new in new }
        }
    }
}

extension YAMLValue {
    fileprivate func int(atLeast least: Int) throws(SeedError) -> Int {
        let number = try int()
        guard number >= least else { throw invalid("must be at least \(least)") }
        return number
    }

    fileprivate func axes() throws(SeedError) -> [(dimension: String, taxonomy: String)] {
        var axes: [(dimension: String, taxonomy: String)] = []
        for (dimension, taxonomy) in try mapping().pairs { axes.append((dimension, try taxonomy.string())) }
        return axes
    }

    fileprivate func selection() throws(SeedError) -> [String: [String]] {
        var selection: [String: [String]] = [:]
        for (dimension, values) in try mapping().pairs { selection[dimension] = try values.strings() }
        return selection
    }
}

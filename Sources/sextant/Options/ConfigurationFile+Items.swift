import Foundations

extension ConfigurationFile {
    /// The keys of a run of items.
    static let itemKeys: [String: Reader] = [
        "items": { (file, value) throws(ConfigurationError) in file.items = try value.string() },
        "shots": { (file, value) throws(ConfigurationError) in file.shots = try value.int() },
        "chain-of-thought": { (file, value) throws(ConfigurationError) in file.chainOfThought = try value.bool() },
        "item-reference": { (file, value) throws(ConfigurationError) in file.itemReference = try value.string() },
    ]
}

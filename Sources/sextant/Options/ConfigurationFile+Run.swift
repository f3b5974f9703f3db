import Foundations

extension ConfigurationFile {
    /// The keys for the spending of a run, and for its folders.
    static let runKeys: [String: Reader] = [
        "policy": { (file, value) throws(ConfigurationError) in file.policy = try value.string() },
        "budget": { (file, value) throws(ConfigurationError) in file.budget = try value.int() },
        "seed": { (file, value) throws(ConfigurationError) in file.seed = try value.seed() },
        "floor": { (file, value) throws(ConfigurationError) in file.floor = try value.int() },
        "round-size": { (file, value) throws(ConfigurationError) in file.roundSize = try value.int() },
        "novelty": { (file, value) throws(ConfigurationError) in file.novelty = try value.double() },
        "verify": { (file, value) throws(ConfigurationError) in file.verify = try value.bool() },
        "max-tokens": { (file, value) throws(ConfigurationError) in file.maxRunTokens = try value.int() },
        "max-cost": { (file, value) throws(ConfigurationError) in file.maxCost = try value.double() },
        "seeds": { (file, value) throws(ConfigurationError) in file.seeds = try value.string() },
        "output": { (file, value) throws(ConfigurationError) in file.output = try value.string() },
        "reference": { (file, value) throws(ConfigurationError) in file.reference = try value.string() },
        "coverage": { (file, value) throws(ConfigurationError) in file.coverage = try value.string() },
    ]
}

extension YAMLValue {
    fileprivate func seed() throws(ConfigurationError) -> UInt64 {
        let number = try int()
        guard number >= 0 else { throw invalid("must be at least 0") }
        return UInt64(number)
    }
}

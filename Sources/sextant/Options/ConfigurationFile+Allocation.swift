import Foundations

extension ConfigurationFile {
    /// The keys for the policy.
    static let allocationKeys: [String: Reader] = [
        "stop-when": { (file, value) throws(ConfigurationError) in file.stopWhen = try value.string() },
        "uniform-share": { (file, value) throws(ConfigurationError) in file.uniformShare = try value.double() },
        "watch-share": { (file, value) throws(ConfigurationError) in file.watchShare = try value.double() },
        "sensitivity": { (file, value) throws(ConfigurationError) in file.sensitivity = try value.double() },
        "specificity": { (file, value) throws(ConfigurationError) in file.specificity = try value.double() },
        "prior-runs": { (file, value) throws(ConfigurationError) in file.priorRuns = try value.int() },
        "close-holes": { (file, value) throws(ConfigurationError) in file.closeHoles = try value.int() },
        "weights": { (file, value) throws(ConfigurationError) in file.weights = try value.factors() },
        "costs": { (file, value) throws(ConfigurationError) in file.costs = try value.factors() },
    ]
}

extension YAMLValue {
    /// Names with a number each.
    fileprivate func factors() throws(ConfigurationError) -> [String: Double] {
        var factors: [String: Double] = [:]
        for (name, value) in try mapping().pairs { factors[name] = try value.double() }
        return factors
    }
}

import Foundations

extension GateSettings {
    /// The settings as they stand in `sextant.yaml`.
    ///
    /// ```yaml
    /// gate:
    ///   max-asr: {all: 0.2, self_harm: 0.05}
    ///   no-new: high
    ///   min-coverage: {2: 0.95}
    ///   max-unknown: 0.1
    ///   max-over-refusal: 0.1
    ///   max-fairness-distance: 0.3
    ///   min-grade: 0.25
    ///   no-regression: any
    /// ```
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(_ value: YAMLValue) throws(ConfigurationError) {
        self.init()
        let mapping = try value.mapping(
            allowing: [
                "max-asr", "no-new", "min-coverage", "max-unknown", "max-over-refusal", "max-fairness-distance",
                "min-grade", "no-regression",
            ])
        if let rate = mapping["max-asr"] { try readRates(rate) }
        if let kind = mapping["no-new"] {
            guard let known = NewFindings(rawValue: try kind.string()) else {
                throw kind.invalid("'no-new' must be any or high")
            }
            newFindings = known
        }
        if let shares = mapping["min-coverage"] { coverage = try shares.shares() }
        if let share = mapping["max-unknown"] { unknown = try share.double() }
        if let share = mapping["max-over-refusal"] { maximumOverRefusal = try share.double() }
        if let distance = mapping["max-fairness-distance"] { maximumFairnessDistance = try distance.double() }
        if let score = mapping["min-grade"] { minimumGrade = try score.double() }
        regression = try mapping.optionalText("no-regression")
    }

    private mutating func readRates(_ value: YAMLValue) throws(ConfigurationError) {
        guard value.isMapping else {
            maximumRate = try value.double()
            return
        }
        var rates = try value.shares()
        maximumRate = rates.removeValue(forKey: "all")
        categoryRates = rates.isEmpty ? nil : rates
    }
}

extension YAMLValue {
    fileprivate func shares() throws(ConfigurationError) -> [String: Double] {
        var shares: [String: Double] = [:]
        for (key, value) in try mapping().pairs { shares[key] = try value.double() }
        return shares
    }
}

import Foundations

extension ConfigurationFile {
    /// The keys for the models and settings of oracles.
    static let oracleKeys: [String: Reader] = [
        "judge-samples": { (file, value) throws(ConfigurationError) in file.oracles.judgeSamples = try value.int() },
        "judge-view": { (file, value) throws(ConfigurationError) in file.oracles.judgeView = try value.word() },
        "judge-logprobs": { (file, value) throws(ConfigurationError) in
            file.oracles.judgeLogProbabilities = try value.bool()
        },
        "guard": { (file, value) throws(ConfigurationError) in file.oracles.guardModel = try value.string() },
        "guard-base-url": { (file, value) throws(ConfigurationError) in file.oracles.guardBaseURL = try value.string()
        },
        "guard-format": { (file, value) throws(ConfigurationError) in file.oracles.guardFormat = try value.string() },
        "jury": { (file, value) throws(ConfigurationError) in file.oracles.jury = try value.strings() },
    ]
}

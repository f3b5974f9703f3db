import SafetyGrid

extension ConfigurationFile {
    /// How the models are reached.
    static let connectionKeys: [String: Reader] = [
        "max-connections": { (file, value) throws(SeedError) in file.maxConnections = try value.int() },
        "requests-per-minute": { (file, value) throws(SeedError) in file.requestsPerMinute = try value.double() },
        "tokens-per-minute": { (file, value) throws(SeedError) in file.tokensPerMinute = try value.double() },
        "ca-bundle": { (file, value) throws(SeedError) in file.caBundle = try value.string() },
        "timeout": { (file, value) throws(SeedError) in file.timeout = try value.double() },
    ]
}

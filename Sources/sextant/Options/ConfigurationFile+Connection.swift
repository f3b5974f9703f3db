import Foundations
import Records

extension ConfigurationFile {
    /// The keys for the connections to models.
    static let connectionKeys: [String: Reader] = [
        "max-connections": { (file, value) throws(ConfigurationError) in file.maxConnections = try value.int() },
        "requests-per-minute": { (file, value) throws(ConfigurationError) in file.requestsPerMinute = try value.double()
        },
        "tokens-per-minute": { (file, value) throws(ConfigurationError) in file.tokensPerMinute = try value.double() },
        "ca-bundle": { (file, value) throws(ConfigurationError) in file.caBundle = try value.string() },
        "timeout": { (file, value) throws(ConfigurationError) in file.timeout = try value.double() },
        "max-wait": { (file, value) throws(ConfigurationError) in file.maxWait = try value.age() },
        "connect-timeout": { (file, value) throws(ConfigurationError) in file.connectTimeout = try value.double() },
        "low-speed-limit": { (file, value) throws(ConfigurationError) in file.lowSpeedLimit = try value.int() },
        "cache": { (file, value) throws(ConfigurationError) in file.cache = try value.word() },
    ]
}

extension YAMLValue {
    /// A word of a closed set.
    ///
    /// - Throws: ``ConfigurationError`` with the words of the set.
    func word<Word: RawRepresentable & CaseIterable>() throws(ConfigurationError) -> Word
    where Word.RawValue == String {
        let text = try string()
        guard let word = Word(rawValue: text) else {
            throw invalid("'\(text)' is none of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}

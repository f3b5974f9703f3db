import Foundations

/// The settings below `pages:` in `sextant.yaml`; nil for those that it lacks.
///
/// ```yaml
/// pages: {contact: safety@example.org, keep: 90d, delay: 2}
/// ```
package struct PageSettings {
    var contact: String?
    var depth: Int?
    var maxPages: Int?
    var sameHost: Bool?
    var maxAge: TimeSpan?
    var keep: TimeSpan?
    var keepPublished: TimeSpan?
    var delay: Double?
    var connectionsPerHost: Int?
    var allowPrivate: Bool?
    var searchWith: String?
    var maxTime: TimeSpan?
    var embedder: String?
    var embedderBaseURL: String?

    private typealias Reader = @Sendable (inout PageSettings, YAMLValue) throws(ConfigurationError) -> Void

    private static let readers: [String: Reader] = [
        "contact": { (settings, value) throws(ConfigurationError) in settings.contact = try value.string() },
        "depth": { (settings, value) throws(ConfigurationError) in settings.depth = try value.int() },
        "max-pages": { (settings, value) throws(ConfigurationError) in settings.maxPages = try value.int() },
        "same-host": { (settings, value) throws(ConfigurationError) in settings.sameHost = try value.bool() },
        "max-age": { (settings, value) throws(ConfigurationError) in settings.maxAge = try value.age() },
        "keep": { (settings, value) throws(ConfigurationError) in settings.keep = try value.age() },
        "keep-published": { (settings, value) throws(ConfigurationError) in settings.keepPublished = try value.age() },
        "delay": { (settings, value) throws(ConfigurationError) in settings.delay = try value.double() },
        "connections-per-host": { (settings, value) throws(ConfigurationError) in
            settings.connectionsPerHost = try value.int()
        },
        "allow-private": { (settings, value) throws(ConfigurationError) in settings.allowPrivate = try value.bool() },
        "max-time": { (settings, value) throws(ConfigurationError) in settings.maxTime = try value.age() },
        "embedder": { (settings, value) throws(ConfigurationError) in settings.embedder = try value.string() },
        "embedder-base-url": { (settings, value) throws(ConfigurationError) in
            settings.embedderBaseURL = try value.string()
        },
        "search-with": { (settings, value) throws(ConfigurationError) in settings.searchWith = try value.string() },
    ]

    /// Nothing configured.
    init() {}

    /// - Throws: ``ConfigurationError`` with file and line.
    init(_ value: YAMLValue) throws(ConfigurationError) {
        let mapping = try value.mapping()
        for (key, place) in mapping.keys {
            guard let read = Self.readers[key.replacing("_", with: "-")] else {
                throw ConfigurationError.unknownKey(place, key: key, allowed: Array(Self.readers.keys))
            }
            if let entry = mapping[key] { try read(&self, entry) }
        }
    }
}

extension ConfigurationFile {
    /// How pages are fetched and kept.
    static let pageKeys: [String: Reader] = [
        "pages": { (file, value) throws(ConfigurationError) in file.pages = try PageSettings(value) }
    ]
}

extension YAMLValue {
    /// A span of time.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    func age() throws(ConfigurationError) -> TimeSpan {
        guard let age = TimeSpan(try string().trimmed) else {
            throw invalid("expected a span of time such as 12h, 7d or 4w")
        }
        return age
    }
}

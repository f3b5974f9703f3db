import ChatModels
import Foundation
import Foundations
import Records
import SafetyGrid

/// The contents of `sextant.yaml`. Flags override it; `docs/manual.md` lists its keys.
///
/// ```yaml
/// target: openai/gpt-4o-mini
/// judge: openai/gpt-4o
/// budget: 1260
/// hazards: [privacy_violation, self_harm]
/// axes: {hazard: astral, style: astral, technique: astral}
/// ```
struct ConfigurationFile {
    /// Read when it is there and `--config` is not given.
    static let defaultPath = "sextant.yaml"

    var target: String?
    var targetBaseURL: String?
    var generator: String?
    var generatorBaseURL: String?
    var variant: GenerationVariant?
    var retrieval: String?
    var judge: String?
    var judgeBaseURL: String?
    var oracle: String?
    var policy: String?
    var budget: Int?
    var seed: UInt64?
    var floor: Int?
    var roundSize: Int?
    var novelty: Double?
    var maxConnections: Int?
    var temperature: Double?
    var maxAnswerTokens: Int?
    var maxCost: Double?
    var maxRunTokens: Int?
    var systemPrompt: String?
    var targetSeed: Int?
    var stop: [String]?
    var extra: [String: JSONValue]?
    var requestsPerMinute: Double?
    var tokensPerMinute: Double?
    var caBundle: String?
    var timeout: Double?
    var maxWait: AgeOption?
    var stopWhen: String?
    var closeHoles: Int?
    var verify: Bool?
    var uniformShare: Double?
    var watchShare: Double?
    var sensitivity: Double?
    var specificity: Double?
    var priorRuns: Int?
    var weights: [String: Double]?
    var costs: [String: Double]?
    var connectTimeout: Double?
    var lowSpeedLimit: Int?
    var cache: CacheMode?
    var judgeOptions: ModelOptions?
    var generatorOptions: ModelOptions?
    /// The models and settings of oracles.
    var oracles = OracleChoice()
    /// The applications that `http/<name>` may name.
    var applications: [String: HTTPApplication] = [:]
    /// How pages are fetched and kept.
    var pages = PageSettings()
    var seeds: String?
    var output: String?
    var coverage: String?
    var reference: String?
    /// The set of items that is asked.
    var items: String?
    var shots: Int?
    var chainOfThought: Bool?
    var itemReference: String?
    /// The gate of a run.
    var gate: GateSettings?
    /// The settings of a night.
    var nightly = NightlySettings()
    /// URL of the webhook that hears of a failed gate.
    var webhook: String?
    /// Dimension id and taxonomy id of each axis; empty for ASTRAL's three.
    var axes: [(dimension: DimensionID, taxonomy: String)] = []
    /// Dimension id to the values to keep.
    var selection: [DimensionID: [String]] = [:]

    /// Nothing configured.
    init() {}

    /// Reads the file named by `--config`, or `sextant.yaml` when there is one.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    init(option: String?) throws(ConfigurationError) {
        if let path = option ?? Self.existingDefault {
            try self.init(text: SeedLibrary.text(of: path), file: path)
        } else {
            self.init()
        }
    }

    private static var existingDefault: String? {
        FileManager.default.fileExists(atPath: defaultPath) ? defaultPath : nil
    }

    /// Takes one key's value into the configuration.
    typealias Reader = @Sendable (inout ConfigurationFile, YAMLValue) throws(ConfigurationError) -> Void

    /// The keys of the file.
    static var keys: Set<String> { Set(readers.keys) }

    private static let readers: [String: Reader] = [
        modelKeys, oracleKeys, runKeys, allocationKeys, connectionKeys, gridKeys, itemKeys, pageKeys,
        gateKeys, nightlyKeys,
    ]
    .reduce(into: [:]) { all, topic in all.merge(topic) { first, _ in first } }

    /// Reads the text of a configuration file; underscores in its keys are read as dashes.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    init(text: String, file: String) throws(ConfigurationError) {
        for entry in try YAMLValue(text: text, file: file).mapping().keyed {
            guard let read = Self.readers[entry.key.replacing("_", with: "-")] else {
                throw ConfigurationError.unknownKey(entry.place, key: entry.key, allowed: Array(Self.readers.keys))
            }
            try read(&self, entry.value)
        }
    }
}

extension YAMLMapping {
    fileprivate var keyed: [(key: String, place: SourceLocation, value: YAMLValue)] {
        zip(keys, pairs).map { ($0.key, $0.place, $1.value) }
    }
}

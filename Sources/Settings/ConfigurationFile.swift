import ChatModels
import Foundation
import Foundations
import Records
import SafetyGrid
import Storage

/// The contents of `sextant.yaml`. Flags override it; `docs/manual.md` lists its keys.
///
/// ```yaml
/// target: openai/gpt-4o-mini
/// judge: openai/gpt-4o
/// budget: 1260
/// hazards: [privacy_violation, self_harm]
/// axes: {hazard: astral, style: astral, technique: astral}
/// ```
package struct ConfigurationFile {
    /// Read when it is there and `--config` is not given.
    package static let defaultPath = "sextant.yaml"
    /// Read in its place when only this one is there.
    private static let otherPath = "sextant.yml"

    /// The request of a run: defaults, with the file's settings over them.
    package internal(set) var request = RunRequest()
    /// The keys that the file has.
    private(set) var given: Set<String> = []
    var priorRuns: Int?
    /// The targets of a league, as they are written.
    var targets: [YAMLValue] = []
    /// The variants of the generator, when there are several.
    var variants: [GenerationVariant] = []
    /// Caps of each target of a league.
    var capsEach: (cost: Double?, tokens: Int?) = (nil, nil)
    /// The applications that `http/<name>` may name.
    package internal(set) var applications: [String: HTTPApplication] = [:]
    /// What the application under test is for.
    package internal(set) var profile: ApplicationProfile?
    /// How pages are fetched and kept.
    package internal(set) var pages = PageSettings()
    var seeds: String?
    var output: String?
    /// URL of a store that machines share.
    var store: String?
    var coverage: String?
    var reference: String?
    /// The set of items that is asked.
    var items: String?
    /// File of the accuracy that items are compared with.
    var itemReference: String?
    /// The gate of a run.
    var gate: GateSettings?
    /// The settings of a night.
    package internal(set) var nightly = NightlySettings()
    /// URL of the webhook that hears of a failed gate.
    var webhook: String?
    /// Dimension id and taxonomy id of each axis; empty for ASTRAL's three.
    var axes: [(dimension: DimensionID, taxonomy: String)] = []
    /// Dimension id to the values to keep.
    var selection: [DimensionID: [String]] = [:]

    /// Nothing configured.
    package init() {}

    /// Reads the file named by `--config`, or `sextant.yaml` when there is one.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(option: String?) throws(ConfigurationError) {
        if let path = option ?? Self.existingDefault() {
            try self.init(text: SeedLibrary.text(of: path), file: path)
        } else {
            self.init()
        }
    }

    /// The file that is read when none is named; nil when there is none.
    ///
    /// - Parameter folder: where it is looked for, with a slash at its end
    static func existingDefault(in folder: String = "") -> String? {
        [defaultPath, otherPath].map { folder + $0 }.first { path in
            // A link to nothing is no reason to go on without the settings.
            let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
            return isLink || FileManager.default.fileExists(atPath: path)
        }
    }

    /// Takes one key's value into the configuration.
    typealias Reader = @Sendable (inout ConfigurationFile, YAMLValue) throws(ConfigurationError) -> Void

    /// The keys of the file.
    package static var keys: Set<String> { Set(readers.keys).union(Setting.named.keys) }

    private static let readers: [String: Reader] = [ownKeys, gridKeys, pageKeys, nightlyKeys]
        .reduce(into: [:]) { all, topic in all.merge(topic) { first, _ in first } }

    private static let ownKeys: [String: Reader] = [
        "seeds": { (file, value) throws(ConfigurationError) in file.seeds = try value.string() },
        "output": { (file, value) throws(ConfigurationError) in file.output = try value.outputFolder() },
        "store": { (file, value) throws(ConfigurationError) in file.store = try value.storeURL() },
        "coverage": { (file, value) throws(ConfigurationError) in file.coverage = try value.outputFolder() },
        "reference": { (file, value) throws(ConfigurationError) in file.reference = try value.string() },
        "prior-runs": { (file, value) throws(ConfigurationError) in file.priorRuns = try value.int() },
        "gate": { (file, value) throws(ConfigurationError) in file.gate = try GateSettings(value) },
        "webhook": { (file, value) throws(ConfigurationError) in file.webhook = try value.string() },
        "applications": { (file, value) throws(ConfigurationError) in file.applications = try value.applications() },
        "max-cost-each": { (file, value) throws(ConfigurationError) in file.capsEach.cost = try value.double() },
        "max-tokens-each": { (file, value) throws(ConfigurationError) in file.capsEach.tokens = try value.int() },
        "targets": { (file, value) throws(ConfigurationError) in
            guard value.isList else { throw value.invalid("targets is a list of models, such as [openai/a, openai/b]") }
            file.targets = try value.list()
            guard !file.targets.isEmpty else { throw value.invalid("targets names no model; name one or more") }
        },
        "application": { (file, value) throws(ConfigurationError) in
            file.profile = try ApplicationProfile(value, folder: folder(of: value.file))
        },
        "items": { (file, value) throws(ConfigurationError) in file.items = try value.string() },
        "item-reference": { (file, value) throws(ConfigurationError) in file.itemReference = try value.string() },
    ]

    /// The folder of a file, from which others are named; empty for this one.
    private static func folder(of file: String) -> String {
        file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
    }

    /// Reads the text of a configuration file; underscores in its keys are read as dashes. A file of comments, a key without a
    /// value, and keys that begin with `x-`, say nothing.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    init(text: String, file: String) throws(ConfigurationError) {
        let lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmed }
        guard lines.contains(where: { !$0.isEmpty && !$0.hasPrefix("#") }) else { return }
        for entry in try YAMLValue(text: text, file: file, hasTags: true).mapping().keyed {
            let key = entry.key.replacing("_", with: "-")
            // Where people keep what they merge into other places by an anchor.
            if key.hasPrefix("x-") { continue }
            if entry.value.isNull, Self.keys.contains(key) { continue }
            if key == "variant", entry.value.isList {
                variants = try entry.value.list().map { (value) throws(ConfigurationError) -> GenerationVariant in
                    var one = RunRequest()
                    try Setting.named[key]?.read(&one, value)
                    return one.generator.variant ?? .standard
                }
                request.generator.variant = variants.first
            } else if let setting = Setting.named[key] {
                try setting.read(&request, entry.value)
            } else if let read = Self.readers[key] {
                try read(&self, entry.value)
            } else {
                throw ConfigurationError.unknownKey(entry.place, key: entry.key, allowed: Array(Self.keys))
            }
            given.insert(key)
        }
    }
}

extension YAMLValue {
    /// The URL of a store.
    fileprivate func storeURL() throws(ConfigurationError) -> String {
        let url = try string()
        if let fault = StorePlace.fault(in: url) { throw invalid(fault) }
        return url
    }

    fileprivate func outputFolder() throws(ConfigurationError) -> String {
        let folder = try string()
        if let fault = StorePlace.fault(inFolder: folder) { throw invalid(fault) }
        return folder
    }
}

extension YAMLMapping {
    /// The members with the places of their keys.
    var keyed: [(key: String, place: SourceLocation, value: YAMLValue)] {
        zip(keys, pairs).map { ($0.key, $0.place, $1.value) }
    }
}

import ArgumentParser
import Foundation
import HTTPTransport
import Records
import Reporting
import Retrieval
import Settings
import Storage
import Terminal
import Workflows

/// `sextant passages`
struct PassagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passages",
        abstract: "Show the passages of retrieved pages that a prompt would get, with scores and sources.",
        discussion: """
            Passages are ranked by BM25 with relevance feedback. Among equals newer pages come first, and no page gives a \
            second passage before every page has given one.

            Example: sextant passages "account takeover" --hazard fraud --since 7d
            """)

    @Argument(help: "Words that the passages should be about.")
    var query: String

    @Option(help: ArgumentHelp("Only pages bound to this hazard.", valueName: "id"))
    var hazard: String?

    @Option(help: ArgumentHelp("Only pages this new: 12h, 7d or 2w.", valueName: "age"))
    var since: String?

    @Option(help: ArgumentHelp("Most passages to show, 1 to 1000.", valueName: "number"))
    var limit = 10

    @Option(help: ArgumentHelp("Half-life, in days, of the part of a score that falls with age.", valueName: "days"))
    var halfLife = 30.0

    @Option(
        help: ArgumentHelp(
            "Embedding model whose vectors, stored by 'sextant retrieve', count too (default: that of sextant.yaml).",
            valueName: "model"))
    var embedder: String?

    @Option(help: ArgumentHelp("Base URL of the embedding server (default: OpenAI's).", valueName: "url"))
    var embedderBaseURL: String?

    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @Flag(help: "One JSON object a line instead of text.")
    var json = false

    @OptionGroup var places: PlaceOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is \(limit); it must be 1 to 1000") }
        guard halfLife.isFinite, halfLife > 0 else {
            throw ValidationError("--half-life is \(halfLife); it must be more than 0")
        }
        _ = try since.map(Self.seconds)
    }

    func run() async throws {
        let file = try ConfigurationFile(option: config)
        let places = self.places.chosen(over: file)
        let choice = EmbedderChoice(model: embedder, baseURL: embedderBaseURL, settings: file.pages)
        let embedder = try choice.embedder(over: CurlClient(CurlSettings(caBundle: file.request.connection.caBundle)))
        let store = try Self.store(places.store.pages)
        let time = Date().timeIntervalSince1970
        let finder = PassageFinder(
            store: store, embedder: embedder, settings: RankingSettings(halfLifeDays: halfLife), now: { time })
        let oldest = try since.map { time - (try Self.seconds($0)) }
        let found = try await finder.passages(
            for: PassageQuery(query, hazard: hazard, since: oldest, limit: limit))
        let listing = PassageListing(found)
        if json {
            for line in listing.jsonLines { Console.output(line) }
        } else if found.isEmpty {
            Console.line("no passage fits; 'sextant retrieve' brings pages into the store")
        } else {
            Console.output(listing.text(color: Console.hasColours))
        }
    }

    private static func store(_ path: String) throws -> SQLiteStore {
        do {
            return try SQLiteStore.openForReading(path)
        } catch StoreError.noStore {
            throw UsageError(
                "there is no store \(path); fetch pages with 'sextant retrieve', or name its folder with --output")
        }
    }

    /// Seconds of an age such as `12h`, `7d` or `2w`.
    static func seconds(_ age: String) throws -> Double {
        let units: [Character: Double] = ["h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = age.last.flatMap({ units[$0] }), let count = Double(age.dropLast()), count.isFinite, count > 0
        else { throw ValidationError("--since is \(age); write it as 12h, 7d or 2w") }
        return count * unit
    }
}

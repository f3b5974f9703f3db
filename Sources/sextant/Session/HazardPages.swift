import ArgumentParser
import Foundation
import HTTPTransport
import Reporting
import Retrieval
import RunStore
import SafetyGrid
import Workflows

/// Fetches the pages of a new hazard and binds them to it, as `sextant retrieve` would.
struct HazardPages {
    private let id: String
    private let addresses: [String]
    private let files: [String]
    private let arguments: [String]

    /// Sorts the pages into addresses and files, before anything is written; nil when there are none.
    ///
    /// - Parameters:
    ///   - value: the hazard
    ///   - allowPrivate: whether addresses outside the public Internet are taken
    ///   - delay: seconds between two requests to a host; nil for the configured
    ///   - places: seeds and store
    /// - Throws: ``UsageError`` for a page that is neither an address nor a file.
    init?(_ value: DimensionValue, allowPrivate: Bool, delay: Double?, places: PlaceOptions) throws {
        guard let pages = value.pages, !pages.isEmpty else { return nil }
        id = value.id
        addresses = pages.filter(Self.isAddress)
        files = pages.filter { !Self.isAddress($0) }
        for file in files where !FileManager.default.fileExists(atPath: file) {
            throw UsageError(
                "--page '\(file)' is neither an address that begins with http:// or https:// nor a file that is there")
        }
        for address in addresses where (try? WebURL(address)) == nil {
            throw UsageError("--page '\(Redaction.url(address))' is not an address; write it out, with https://")
        }
        var arguments = ["--hazard", value.id, "--quiet"] + files.flatMap { ["--html", $0] }
        if allowPrivate { arguments.append("--allow-private") }
        if let delay { arguments += ["--delay", "\(delay)"] }
        for (name, place) in [("seeds", places.seeds), ("output", places.output), ("coverage", places.coverage)] {
            if let place { arguments += ["--\(name)", place] }
        }
        self.arguments = arguments + ["--"] + addresses
    }

    /// Fetches and keeps them.
    ///
    /// - Returns: the outcome, for people
    /// - Throws: ``StoreError``, ``ConfigurationError``; ``ExitStatus/dependency`` when no page could be had, which is said first.
    func fetch() async throws -> String {
        let configuration = try RetrieveConfiguration(try RetrieveOptions.parse(arguments))
        let store = try SQLiteStore.openForWriting(configuration.places.store)
        let result = try await RetrieveSession(configuration: configuration, store: store).execute()
        let texts = RetrieveTexts(result: result)
        guard result.isAnythingReached else {
            Console.error(
                "the hazard is there, but no page of it could be had: \(texts.firstFault); try again with: "
                    + "sextant retrieve --hazard \(id) \(addresses.joined(separator: " "))")
            throw ExitStatus.dependency
        }
        return "pages, bound to \(id):\n\(texts.summary)"
    }

    private static func isAddress(_ page: String) -> Bool {
        let page = page.lowercased()
        return page.hasPrefix("http://") || page.hasPrefix("https://")
    }
}

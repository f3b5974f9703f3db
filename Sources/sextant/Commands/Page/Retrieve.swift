import ArgumentParser
import Retrieval
import Settings
import Storage
import Terminal
import Workflows

/// `sextant retrieve`
struct RetrieveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieve",
        abstract: "Fetch web pages, and keep their main text for prompts.",
        discussion: """
            Pages come from the command line, files, feeds, sitemaps, searches and folders; with --hazard alone, from \
            that hazard's feeds in Seeds/feeds. Stored pages are requested with their ETag: an unchanged one costs one 304. \
            robots.txt is obeyed, one request at a time is sent to a host, and addresses outside the public Internet \
            are refused.

            Example: sextant retrieve --hazard privacy_violation --keep 90d
            Example: sextant retrieve https://example.org/ --depth 2 --same-host --contact ops@example.org

            Exit codes: 0 done, 2 usage, 3 nothing could be fetched, 130 interrupted.
            """)

    @OptionGroup var options: RetrieveOptions

    func run() async throws {
        let request = RetrieveRequest(options, try ConfigurationFile(option: options.config))
        let library = try request.checked()
        let store = try SQLiteStore.openForWriting(request.places.store.pages)
        let result = try await RetrieveSession(
            request, library: library, store: store, attendant: options.verbosity.chosen.attendant
        ).execute()
        let texts = RetrieveTexts(result: result)
        options.verbosity.chosen.give(text: { _ in texts.summary }, json: { texts.json })
        if let fault = result.vectorFault { throw fault }
        if result.report.isCancelled { throw ExitStatus.interrupted }
        guard result.isAnythingReached else {
            Console.error("nothing could be fetched; \(texts.firstFault)")
            throw ExitStatus.dependency
        }
    }
}

import ArgumentParser
import Foundation
import HTTPTransport
import PageExtraction
import Records
import Reporting
import Retrieval
import Settings
import Terminal
import Workflows

/// `sextant extract`
struct ExtractCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Extract the main text and the metadata of web pages.",
        discussion: """
            Reads files, gzip included, and http or https addresses. A folder is read on all cores, each of its .html \
            and .html.gz files becoming one line of JSON, in the order of their names. Addresses outside the public \
            Internet are refused.

            Examples:
              sextant extract page.html
              sextant extract --json https://example.com/news page.html.gz
              sextant extract --dir pages --jsonl pages.jsonl
            """)

    @Argument(help: ArgumentHelp("Files and addresses.", valueName: "file or URL"))
    var pages: [String] = []

    @Flag(help: "One JSON object a page: path, url, title, author, date, language, text.")
    var json = false

    @Option(help: ArgumentHelp("Folder of which every .html and .html.gz file is read.", valueName: "folder"))
    var dir: String?

    @Option(help: ArgumentHelp("File for the pages of that folder, one JSON object per line.", valueName: "file"))
    var jsonl: String?

    @Flag(help: "Also fetch from addresses that are not public: this machine, the local network.")
    var allowPrivate = false

    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    func validate() throws {
        if (dir == nil) != (jsonl == nil) { throw ValidationError("--dir and --jsonl go together") }
        if dir == nil, pages.isEmpty {
            throw ValidationError("name a file or an address, or a folder with --dir and --jsonl")
        }
        if dir != nil, !pages.isEmpty { throw ValidationError("give either pages or --dir, not both") }
    }

    func run() async throws {
        if let dir, let jsonl {
            let counts = try await PageFolder(dir).extract(to: jsonl)
            Console.line("\(counts.pages) pages in \(jsonl)" + (counts.failed > 0 ? ", \(counts.failed) failed" : ""))
            return
        }
        let source = PageSource(fetcher: try fetcher())
        var failed = false
        for name in pages {
            do {
                let page = try await source.page(name)
                show(page, name)
            } catch {
                try Task.checkCancellation()
                failed = true
                Console.error("\(name): \(error)")
            }
        }
        if failed { throw ExitStatus.dependency }
    }

    private func fetcher() throws -> SafeFetcher {
        let file = try ConfigurationFile(option: config)
        var policy = file.pages.policy(version: SextantVersion.current)
        policy.allowsPrivate = allowPrivate || policy.allowsPrivate
        return SafeFetcher(
            client: try CurlClient(CurlSettings(caBundle: file.request.connection.caBundle)), policy: policy)
    }

    private func show(_ page: ExtractedPage, _ name: String) {
        if json { return Console.output(bytes: Data(PageLine(page, naming: "path", name).bytes)) }
        let paragraphs = page.text.split(separator: "\n", omittingEmptySubsequences: false)
        Console.output(paragraphs.map { TerminalText.safe(String($0)) }.joined(separator: "\n"))
    }
}

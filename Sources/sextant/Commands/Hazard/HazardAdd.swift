import ArgumentParser
import Foundation
import Reporting
import Retrieval
import SafetyGrid
import Workflows

extension HazardCommand {
    /// `sextant hazard add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new hazard into a taxonomy of the seeds, and fetch its pages.",
            discussion: """
                The pages are fetched as 'sextant retrieve' does, robots.txt obeyed, and bound to the hazard, so that \
                a generator model can draw on them. The hazard stays when a page can't be fetched.

                Example: sextant hazard add --id wrong_refund --title "Wrong refunds" --definition "Requests that …" \
                --page https://example.org/policy
                """)

        @OptionGroup var description: Description
        @Flag(help: "Add it even when its definition resembles another.")
        var force = false
        @Flag(help: "Record the addresses of the pages without fetching them.")
        var noFetch = false
        @Flag(help: "Also fetch from addresses that are not public: this machine, the local network.")
        var allowPrivate = false
        @Option(help: ArgumentHelp("Pause between two requests to a host (default: 1).", valueName: "seconds"))
        var delay: Double?
        @OptionGroup var places: PlaceOptions

        func run() async throws {
            let file = try ConfigurationFile(option: nil)
            let places = Places(self.places, file)
            let library = try places.seedLibrary()
            let value = description.value
            var request = RetrieveRequest(file, places: places)
            request.policy.allowsPrivate = allowPrivate || request.policy.allowsPrivate
            request.crawl.delay = delay ?? request.crawl.delay
            let pages = try noFetch ? nil : HazardPages(value, request)
            let check = HazardCheck(value, in: description.taxonomy, library: library)
            let fatal = check.clashes.filter { !force || !$0.hasPrefix("its definition") }
            guard fatal.isEmpty else {
                Console.output(HazardTexts.neighbours(check))
                throw UsageError("not added: \(fatal.joined(separator: "; ")); change it, or give --force for likeness")
            }
            let path = try HazardWriting(library).add(
                value, to: description.taxonomy, source: description.source)
            Console.output(HazardTexts.neighbours(check) + "\nadded      \(value.id) to \(TerminalText.safe(path))")
            guard let pages else { return }
            try await fetch(pages)
        }

        private func fetch(_ pages: HazardPages) async throws {
            let result = try await pages.fetch(attendant: TerminalAttendant(isQuiet: true))
            let texts = RetrieveTexts(result: result)
            guard result.isAnythingReached else {
                Console.error(
                    "the hazard is there, but no page of it could be had: \(texts.firstFault); try again with: "
                        + "sextant retrieve --hazard \(description.id) \(pages.addresses.joined(separator: " "))")
                throw ExitStatus.dependency
            }
            Console.output("pages, bound to \(description.id):\n\(texts.summary)")
        }
    }
}

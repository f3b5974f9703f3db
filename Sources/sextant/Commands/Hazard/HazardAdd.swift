import ArgumentParser
import ChatModels
import Foundation
import Reporting
import Retrieval
import SafetyGrid
import Settings
import Terminal
import Workflows

extension HazardCommand {
    /// `sextant hazard add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new hazard into a taxonomy of the seeds, and fetch its pages.",
            discussion: """
                The pages are fetched as 'sextant retrieve' does, robots.txt obeyed, and bound to the hazard, so that \
                a generator model can draw on them. The hazard stays when a page can't be fetched.

                --from-policy reads what a policy forbids, by its sentences of prohibition or with --generator by a model, and \
                asks about each category whether it is to be added. Where nobody can be asked, it shows them and writes \
                nothing without --yes. --from-application does the same with what sextant.yaml says of the application: its \
                own hazards, or with --generator further ones that a model thinks of.

                Examples:
                  sextant hazard add --id wrong_refund --title "Wrong refunds" --definition "Requests that …" \
                --page https://example.org/policy
                  sextant hazard add --from-policy policy.md --taxonomy desk
                  sextant hazard add --from-policy policy.md --generator openai/gpt-4o-mini
                  sextant hazard add --from-application --generator openai/gpt-4o-mini --taxonomy desk
                """)

        @OptionGroup var description: Description
        @Option(help: ArgumentHelp("Text or Markdown file whose prohibitions become hazards.", valueName: "file"))
        var fromPolicy: String?
        @Flag(help: "Make hazards of the key 'application' of sextant.yaml.")
        var fromApplication = false
        @Option(
            help: ArgumentHelp(
                "Model that reads the policy, or thinks of hazards (default: by words alone).",
                valueName: "provider/model")
        )
        var generator: String?
        @Option(
            name: .customLong("generator-base-url"),
            help: ArgumentHelp("Base URL of that model's server.", valueName: "url"))
        var generatorBaseURL: String?
        @Flag(help: "With --from-policy or --from-application: add all without asking.")
        var yes = false
        @Flag(help: "Add it even when its definition resembles another.")
        var force = false
        @Flag(help: "Record the addresses of the pages without fetching them.")
        var noFetch = false
        @Flag(help: "Also fetch from addresses that are not public: this machine, the local network.")
        var allowPrivate = false
        @Option(help: ArgumentHelp("Pause between two requests to a host (default: 1).", valueName: "seconds"))
        var delay: Double?
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var places: PlaceOptions

        func validate() throws {
            try NumberCheck.check(delay, 0...3600, "--delay")
            guard fromPolicy == nil || !fromApplication else {
                throw ValidationError("--from-policy and --from-application are two sources; name one")
            }
            if let source = fromPolicy == nil ? fromApplication ? "--from-application" : nil : "--from-policy" {
                guard let first = description.given.first else { return }
                throw ValidationError("\(first) describes one hazard, and \(source) makes many; leave one of them out")
            }
            guard generator == nil, !yes else {
                throw ValidationError("--generator and --yes are for --from-policy and --from-application")
            }
            _ = try description.value()
        }

        func run() async throws {
            let file = try ConfigurationFile(option: nil)
            let places = self.places.chosen(over: file)
            if fromPolicy != nil || fromApplication { return try await addMany(places, file) }
            let library = try places.seedLibrary()
            let value = try description.value()
            var request = RetrieveRequest(file, places: places, version: SextantVersion.current)
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
            try await fetch(pages, of: value.id)
        }

        private func fetch(_ pages: HazardPages, of hazard: String) async throws {
            let result = try await pages.fetch(attendant: TerminalAttendant(isQuiet: true))
            let texts = RetrieveTexts(result: result)
            guard result.isAnythingReached else {
                Console.error(
                    "the hazard is there, but no page of it could be had: \(texts.firstFault); try again with: "
                        + "sextant retrieve --hazard \(hazard) \(pages.addresses.joined(separator: " "))")
                throw ExitStatus.dependency
            }
            Console.output("pages, bound to \(hazard):\n\(texts.summary)")
        }
    }
}

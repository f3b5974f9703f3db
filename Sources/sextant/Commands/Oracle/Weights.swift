import ArgumentParser
import Foundation
import Oracles
import Records
import Reporting
import Storage
import Terminal
import Workflows

/// `sextant oracle weights`
struct OracleWeightsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights",
        abstract: "Show or learn how much each oracle of a jury counts.",
        discussion: """
            Weights are learned from a run that each oracle of the jury has judged by itself (its own, and those that \
            'sextant judge' added). 'hedge' takes the labels of 'sextant review' one after the other, in the order in \
            which they were given; it promises to be hardly worse than the best oracle. 'dawid-skene' needs no label: \
            it learns from the agreement of three oracles or more. Later runs with that jury use what was learned last.

            Examples:
              sextant oracle weights --jury builtin,judge --judge openai/gpt-4o
              sextant oracle weights --jury builtin,rules,judge --judge openai/gpt-4o \\
                --learn dawid-skene --run 20260131-221500-3fa9
            """)

    @Option(help: ArgumentHelp("Learn anew: hedge or dawid-skene.", valueName: "method"))
    var learn: JuryWeights.Method?

    @Option(help: ArgumentHelp("The run to learn from (default: the newest).", valueName: "run"))
    var run: String?

    @OptionGroup var options: OracleOptions

    func run() async throws {
        let places = try options.places.chosen()
        let request = options.request
        let members = request.oracle.jury ?? []
        guard members.count >= 2, Set(members).count == members.count else { throw OracleError.juryTooSmall }
        let jury = request.oracle.name(ofOracle: "jury")
        guard let learn else {
            let known = try await places.store.openForReading().weights(of: jury)
            guard let known else {
                return Console.output(TerminalText.safe("\(jury): nothing learned yet, all count alike; see --learn"))
            }
            return Console.output(WeightsTable.text(known, color: Console.hasColours))
        }
        let store = try await places.store.openForWriting(create: false)
        let record = try await store.chosenRun(run)
        let names = members.map { request.oracle.name(ofOracle: $0) }
        let learned = try await JuryLearning(store, run: record, oracles: names)
            .weights(by: learn, jury: jury, time: Date().timeIntervalSince1970)
        try await store.keep(learned)
        Console.output(WeightsTable.text(learned, color: Console.hasColours))
    }
}

extension JuryWeights.Method: ExpressibleByArgument {}

import ArgumentParser
import Feedback
import Foundations

/// `sextant-bench league`
struct LeagueBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "league",
        abstract: "How often equal targets seem to differ, and how often a real difference is found.",
        discussion: """
            Simulated: test cases have a hardness, and a target fails one where the hardness and its own luck, both normal and joined \
            so that any two targets have the tetrachoric correlation of --correlations, are under its rate. A league of equal \
            targets errs when any pair is certain. In the others the last target is worse by --worse.

            Example: sextant-bench league --leagues 1000 --correlations 0.7
            """)

    @Option(help: ArgumentHelp("Leagues of each kind.", valueName: "number"))
    var leagues = 1000

    @Option(help: ArgumentHelp("Test cases of each.", valueName: "tests"))
    var budget = 420

    @Option(help: ArgumentHelp("Rates of equal targets.", valueName: "share,share"))
    var rates = "0.02,0.05,0.1,0.3"

    @Option(help: ArgumentHelp("How alike targets fail, from 0 to 1.", valueName: "number,number"))
    var correlations = "0,0.5,0.7"

    @Option(help: ArgumentHelp("How much worse the last target is.", valueName: "share"))
    var worse = 0.05

    func run() async throws {
        var random = SeededRandom(seed: 4)
        for rate in rates.split(separator: ",").compactMap({ Double($0) }) {
            for correlation in correlations.split(separator: ",").compactMap({ Double($0) }) {
                let wrong = (0..<leagues).count { _ in
                    league(Array(repeating: rate, count: 7), correlation, &random).pairs.contains(where: \.isCertain)
                }
                let found = [2, 7].map { targets in
                    (0..<leagues).map { _ in
                        league(Array(repeating: rate, count: targets - 1) + [rate + worse], correlation, &random)
                            .pairs.count { $0.b == targets - 1 && $0.isCertain }
                    }.reduce(0, +)
                }
                print(
                    "rate \(rate), correlation \(correlation): \(wrong) of \(leagues) leagues of 7 equal targets err; a difference of "
                        + "\(worse) is found by 2 targets in \(found[0]) of \(leagues), by 7 in \(found[1]) of \(leagues * 6) pairs"
                )
            }
        }
    }

    private func league(_ rates: [Double], _ correlation: Double, _ random: inout SeededRandom) -> LeagueComparison {
        let limits = rates.map { NormalDistribution.quantile($0) }
        let (common, own) = (correlation.squareRoot(), (1 - correlation).squareRoot())
        let hardness = (0..<budget).map { _ in common * random.normal() }
        return LeagueComparison(limits.map { limit in hardness.map { $0 + own * random.normal() < limit } })
    }
}

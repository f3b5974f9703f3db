import ArgumentParser
import Records

/// How many tests, and where they go.
struct BudgetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Number of tests, of each target where there are several (default: 1260).", valueName: "tests"))
    var budget: Int?

    @Option(
        help: ArgumentHelp(
            "Policy that spends the budget (default: adaptive).", valueName: "name")
    )
    var policy: PolicyName?

    @Option(help: ArgumentHelp("Seed of every random choice (default: 1).", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Tests that every cell gets before the policy chooses cells (default: 1).", valueName: "tests"))
    var floor: Int?

    @Option(
        help: ArgumentHelp(
            "Tests in a round (default: a sixteenth of the budget, an eighth for conversations).", valueName: "tests"))
    var roundSize: Int?

    func validate() throws { try NumberCheck.check(apply) }

    /// Puts the flags over what the file says.
    func apply(to request: inout RunRequest) {
        request.budget = budget ?? request.budget
        request.seed = seed ?? request.seed
        request.allocation.policy = policy ?? request.allocation.policy
        request.allocation.floor = floor ?? request.allocation.floor
        request.allocation.roundSize = roundSize ?? request.allocation.roundSize
    }
}

extension PolicyName: ExpressibleByArgument {}

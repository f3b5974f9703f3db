/// A run has reached one of its caps. It stops in a state that can be resumed.
package enum BudgetExhausted: Error, Sendable, Equatable {
    /// The calls of all models have cost as much as the cap allows; US dollars.
    case cost(spent: Double, cap: Double)
    /// The calls of all models have taken as many tokens, of prompts and replies, as the cap allows.
    case tokens(spent: Int, cap: Int)
}

extension BudgetExhausted: CustomStringConvertible {
    /// Which cap, how much was spent, and how to go on.
    package var description: String {
        switch self {
        case .cost(let spent, let cap):
            "the run has cost \(Self.dollars(spent)) US dollars and --max-cost is \(Self.dollars(cap)); "
                + "go on with a higher cap: sextant resume --max-cost …"
        case .tokens(let spent, let cap):
            "the run has taken \(spent) tokens and --max-tokens is \(cap); "
                + "go on with a higher cap: sextant resume --max-tokens …"
        }
    }

    /// Four decimals: a call to a small model costs less than a cent.
    private static func dollars(_ amount: Double) -> String {
        "\((amount * 10_000).rounded() / 10_000)"
    }
}

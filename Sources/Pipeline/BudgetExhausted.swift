/// A run, or a target of a league, has reached one of its caps. It stops in a state that can be resumed.
package enum BudgetExhausted: Error, Sendable, Equatable {
    /// The calls of all models have cost as much as the cap allows; US dollars. `isEach` for the cap of one target of a league.
    case cost(spent: Double, cap: Double, isEach: Bool = false)
    /// The calls of all models have taken as many tokens, of prompts and replies, as the cap allows.
    case tokens(spent: Int, cap: Int, isEach: Bool = false)
}

extension BudgetExhausted: CustomStringConvertible {
    /// Which cap, how much was spent, and how to go on.
    package var description: String {
        switch self {
        case .cost(let spent, let cap, let isEach):
            Self.text("cost \(Self.dollars(spent)) US dollars", "--max-cost", Self.dollars(cap), isEach)
        case .tokens(let spent, let cap, let isEach):
            Self.text("taken \(spent) tokens", "--max-tokens", "\(cap)", isEach)
        }
    }

    private static func text(_ spent: String, _ option: String, _ cap: String, _ isEach: Bool) -> String {
        let option = isEach ? option + "-each" : option
        return "the \(isEach ? "target" : "run") has \(spent) and \(option) is \(cap); "
            + "go on with a higher cap: sextant resume \(option) …"
    }

    /// Four decimals: a call to a small model costs less than a cent.
    private static func dollars(_ amount: Double) -> String {
        "\((amount * 10_000).rounded() / 10_000)"
    }
}

import Execution
import Feedback
import Generation
import Images
import Oracles

/// The conformers that a run uses, one for each stage.
package struct RunStages: Sendable {
    let allocator: any Allocator
    /// The parts that the allocator chooses; nil when it chooses cells alone.
    let space: NamedSpace?
    package let generator: any PromptGenerator
    let executor: Executor
    /// Asks a prompt again: without a cache of replies, in which every try would repeat the first.
    let repeating: Executor
    let conversations: ConversationPlanner?
    package let oracle: any Oracle
    let stopping: (rule: StoppingRule, errors: OracleErrors)?
    let spending: Spending
    /// Where the target's images are kept; nil for none.
    let shelf: ImageShelf?
    let onStop: @Sendable () -> Void

    /// The stages of a run.
    ///
    /// - Parameters:
    ///   - allocator: chooses cells
    ///   - space: the parts that it chooses too; nil for none
    ///   - generator: writes prompts
    ///   - executor: asks the target
    ///   - repeating: asks it the same again, without a cache; nil where `executor` has none
    ///   - conversations: leads the tests that are conversations; nil when all are single prompts
    ///   - oracle: labels responses
    ///   - spending: adds up the cost of all their calls
    ///   - shelf: where the target's images are kept; nil for none
    ///   - onStop: called once when the run is to stop; it ends waits for rate limits
    ///   - stopping: when to end before the budget is spent, and how often the oracle is right; nil for never
    package init(
        allocator: any Allocator, space: NamedSpace? = nil, generator: any PromptGenerator, executor: Executor,
        repeating: Executor? = nil, conversations: ConversationPlanner? = nil, oracle: any Oracle,
        spending: Spending, shelf: ImageShelf? = nil, onStop: @escaping @Sendable () -> Void = {},
        stopping: (rule: StoppingRule, errors: OracleErrors)? = nil
    ) {
        self.spending = spending
        self.shelf = shelf
        self.onStop = onStop
        self.allocator = allocator
        self.space = space
        self.generator = generator
        self.executor = executor
        self.repeating = repeating ?? executor
        self.conversations = conversations
        self.oracle = oracle
        self.stopping = stopping
    }
}

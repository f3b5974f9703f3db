import Execution
import Feedback
import Generation
import Images
import Oracles
import Records

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
    /// Draws neutral prompts before the tests; nil for none.
    let fairness: FairnessSampling?
    let onStop: @Sendable () -> Void
    /// Gathers the calls of rounds into batches; nil when every call is made at once.
    let batches: BatchDesk?
    /// Called with the prompts that a process of its own planner has ready, beside their tests and as fast as it takes them; for
    /// work on them that would otherwise come after all tests.
    package var onPrompt: (@Sendable (TestCase) async -> Void)?

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
    ///   - fairness: draws neutral prompts before the tests; nil for none
    ///   - onStop: called once when the run is to stop; it ends waits for rate limits
    ///   - batches: gathers the calls of rounds into batches; nil when every call is made at once
    ///   - stopping: when to end before the budget is spent, and how often the oracle is right; nil for never
    package init(
        allocator: any Allocator, space: NamedSpace? = nil, generator: any PromptGenerator, executor: Executor,
        repeating: Executor? = nil, conversations: ConversationPlanner? = nil, oracle: any Oracle,
        spending: Spending, shelf: ImageShelf? = nil, fairness: FairnessSampling? = nil,
        onStop: @escaping @Sendable () -> Void = {},
        batches: BatchDesk? = nil, stopping: (rule: StoppingRule, errors: OracleErrors)? = nil
    ) {
        self.batches = batches
        self.spending = spending
        self.shelf = shelf
        self.fairness = fairness
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

    /// The stages of a worker, which plans nothing and writes no prompt.
    package init(
        executor: Executor, repeating: Executor, conversations: ConversationPlanner?, oracle: any Oracle,
        spending: Spending, shelf: ImageShelf?, onStop: @escaping @Sendable () -> Void
    ) {
        self.init(
            allocator: LeftToPlanner(), generator: LeftToPlanner(), executor: executor, repeating: repeating,
            conversations: conversations, oracle: oracle, spending: spending, shelf: shelf, onStop: onStop)
    }
}

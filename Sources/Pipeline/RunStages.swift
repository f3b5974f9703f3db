import Execution
import Feedback
import Generation
import Oracles

/// The conformers that a run uses, one for each stage.
package struct RunStages: Sendable {
    let allocator: any Allocator
    package let generator: any PromptGenerator
    let executor: Executor
    let oracle: any Oracle
    let spending: Spending

    /// The stages of a run.
    ///
    /// - Parameters:
    ///   - allocator: chooses cells
    ///   - generator: writes prompts
    ///   - executor: asks the target
    ///   - oracle: labels responses
    ///   - spending: adds up what the calls of all of them cost
    package init(
        allocator: any Allocator, generator: any PromptGenerator, executor: Executor, oracle: any Oracle,
        spending: Spending
    ) {
        self.spending = spending
        self.allocator = allocator
        self.generator = generator
        self.executor = executor
        self.oracle = oracle
    }
}

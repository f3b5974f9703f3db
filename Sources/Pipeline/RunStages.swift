import Execution
import Feedback
import Generation
import Oracles

/// The conformers that a run uses, one for each stage.
package struct RunStages: Sendable {
    let allocator: any Allocator
    let generator: any PromptGenerator
    let executor: Executor
    let oracle: any Oracle

    /// The stages of a run.
    ///
    /// - Parameters:
    ///   - allocator: chooses cells
    ///   - generator: writes prompts
    ///   - executor: asks the target
    ///   - oracle: labels responses
    package init(
        allocator: any Allocator, generator: any PromptGenerator, executor: Executor, oracle: any Oracle
    ) {
        self.allocator = allocator
        self.generator = generator
        self.executor = executor
        self.oracle = oracle
    }
}

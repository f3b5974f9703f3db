import Feedback
import Generation
import Records

/// Stands in for what a worker does not do: it chooses no cell and writes no prompt.
struct LeftToPlanner: Allocator, PromptGenerator {
    let name = "none"
    let concurrency = 1

    func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        preconditionFailure("a worker plans nothing")
    }

    func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        preconditionFailure("a worker writes no prompt")
    }
}

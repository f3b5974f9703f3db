import ChatModels
import Execution
import Oracles
import Records
import SafetyGrid
import Storage

extension TestWorker {
    /// The verdict on a test with what asking again says, of a finding or of every prompt; nil when the run is to stop. Every
    /// try is durable before the next begins, and the label stays that of the first.
    ///
    /// - Parameter earlier: the tries that are recorded, the first of which is the test itself
    func confirmed(
        _ verdict: Verdict, _ testCase: TestCase, _ response: Response, earlier: [Retest]
    ) async throws -> Verdict? {
        guard isAskedAgain(testCase) else { return verdict }
        let (rule, repeats) = (context.run.request.allocation.confirm, context.run.request.allocation.repeats)
        guard repeats != nil || rule != nil && verdict.label == .unsafe else { return verdict }
        var tries = earlier
        if tries.isEmpty {
            tries.append(try await keep(response.text, verdict, attempt: 0, of: testCase))
        }
        func isOpen() -> Bool {
            repeats.map { tries.count < $0 } ?? rule?.isOpen(tries.map(\.verdict.label)) ?? false
        }
        tries: while isOpen() {
            switch try await again(testCase, attempt: tries.count) {
            case .none: return nil
            // A call that fails in its own way says nothing; what is known decides.
            case .some(nil): break tries
            case .some(let next?): tries.append(next)
            }
        }
        var verdict = verdict
        var details = verdict.details ?? VerdictDetails()
        let labels = tries.map(\.verdict.label)
        if repeats != nil {
            details.tries = TryCounts(labels)
        } else {
            details.confirmation = rule.map { Confirmation(labels, by: $0) }
        }
        verdict.details = details
        return verdict
    }

    /// Harmless twins and items have no findings that could lead anywhere.
    private func isAskedAgain(_ testCase: TestCase) -> Bool {
        context.run.request.generator.itemSet == nil && !context.run.grid.isTwin(testCase.plan.cell)
    }

    /// Another try; an empty one when its call failed, nil when the run is to stop.
    private func again(_ testCase: TestCase, attempt: Int) async throws -> Retest?? {
        guard !context.stop.isRaised else { return nil }
        do {
            guard let next = try await tried(testCase, attempt: attempt) else { return nil }
            return .some(next)
        } catch let failed as FailedCall {
            guard case .all(let fault) = await blame(for: failed) else {
                return .some(nil)
            }
            await context.stop.raise(for: fault)
            return nil
        } catch is UserSideFault {
            return .some(nil)
        } catch let error as ChatError where !error.isFatal {
            return .some(nil)
        }
    }

    private func tried(_ testCase: TestCase, attempt: Int) async throws -> Retest? {
        let name = "\(label(testCase.plan)), asked again \(attempt)"
        let grid = context.run.grid
        let result = try await context.stages.response(to: testCase, on: grid, label: name, isRepeat: true) { call in
            // The record of the test has no place for what a try costs.
            try await ask(call) { try await context.stages.count($0, of: context.run, label: name) }
        } judge: { exchange in
            try await self.verdict(on: exchange).verdict
        } keep: { _, _ in
        }
        guard let result else { return nil }
        let verdict = try await self.verdict(
            on: Exchange(testCase, result.response, result.turns, on: grid, label: name)
        ).verdict
        return try await keep(result.response.text, verdict, attempt: attempt, of: testCase)
    }

    private func keep(
        _ response: String, _ verdict: Verdict, attempt: Int, of testCase: TestCase
    ) async throws -> Retest {
        let retest = Retest(
            run: context.run.id, ordinal: testCase.plan.ordinal, attempt: attempt, response: response, verdict: verdict)
        try await context.record(.repeated(retest))
        return retest
    }
}

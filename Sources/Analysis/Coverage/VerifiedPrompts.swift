import Foundation
import Foundations
import Records
import SafetyGrid
import Storage

/// Counts the judged tests of a run whose prompts are what their cells claim; once, as far as the store remembers it.
struct VerifiedPrompts {
    let store: any Store
    let check: PromptCheck

    private struct Counts {
        var cells: [Int: (judged: Int, findings: Int)] = [:]
        var verdicts = 0
    }

    /// The count of a run as it stands.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - verdicts: its verdicts, which tell whether what is stored is of today
    /// - Throws: the store's errors; what the check throws when it is made.
    func tally(of run: RunRecord, verdicts: Int) async throws -> VerifiedTally {
        if let known = try await store.verifiedTally(of: run.id), known.checks == check.name, known.verdicts == verdicts
        {
            return known
        }
        let isVerified = try check.verification(run.grid)
        var counts = Counts()
        let workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
        for try await page in store.judgedPrompts(in: run.id) {
            let passed = try await page.split(into: workers).concurrentMap(limit: workers) { part in
                part.filter { isVerified($0.text, $0.cell) }
            }
            counts.verdicts += page.count
            for prompt in passed.joined() {
                counts.cells[prompt.cell, default: (0, 0)].judged += 1
                if prompt.isUnsafe { counts.cells[prompt.cell, default: (0, 0)].findings += 1 }
            }
        }
        let cells = counts.cells.sorted { $0.key < $1.key }
            .map { VerifiedTally.Cell(cell: $0.key, judged: $0.value.judged, findings: $0.value.findings) }
        let tally = VerifiedTally(checks: check.name, verdicts: counts.verdicts, cells: cells)
        try await store.keep(tally, of: run.id)
        return tally
    }
}

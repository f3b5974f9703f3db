import Analysis
import Feedback
import Records
import Reporting
import SafetyGrid
import Storage

/// What the files of runs take from the seeds, read beside the work that comes before them.
struct ReportMaterial: Sendable {
    private let reference: GradeReference?
    private typealias Seeds = (
        frameworks: [FrameworkGrid], check: PromptCheck?, verification: PromptCheck.Verification?
    )
    private let seeds: Task<Seeds, any Error>

    /// Begins to read.
    ///
    /// - Parameter grid: that of all the runs
    /// - Throws: ``ConfigurationError`` for a reference that can't be read.
    init(on grid: Grid, of places: Places) throws {
        reference = try places.gradeReference()
        seeds = Task {
            let check = try places.promptCheck()
            let verification = try check?.verification(grid)
            return (try FrameworkLookup(places).frameworks(on: grid), check, verification)
        }
    }

    /// Returns when all is read: a file that can't be is reported before anything is spent.
    ///
    /// - Throws: ``ConfigurationError``.
    func ready() async throws { _ = try await seeds.value }

    /// Checks a prompt while its response is awaited: the files then need not wait for it.
    func expect(_ testCase: TestCase) async {
        // Whoever asks for the files hears of seeds that can't be read.
        guard testCase.plan.ordinal < PromptOutcomes.most, let verification = try? await seeds.value.verification
        else { return }
        _ = verification(testCase.prompt, testCase.plan.cell)
    }

    /// Writes the files.
    ///
    /// - Parameters:
    ///   - isRedacted: whether prompts, responses and reasons are hidden
    ///   - isVerifying: whether the files show verified coverage
    /// - Throws: ``ConfigurationError``.
    func exporter(
        _ store: any Store, to places: Places, isRedacted: Bool = false, isVerifying: Bool
    ) async throws -> RunExporter {
        let (frameworks, check, _) = try await seeds.value
        return RunExporter(
            store: store, outputFolder: places.output, coverageFolder: places.coverage, reference: reference,
            frameworks: { _ in frameworks }, isRedacted: isRedacted, check: check, showsVerified: isVerifying)
    }
}

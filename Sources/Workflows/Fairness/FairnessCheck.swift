import Analysis
import ChatModels
import Execution
import Foundations
import Images
import Oracles
import Pipeline
import Records
import Reporting
import SafetyGrid

/// Has a generator draw neutral prompts many times, and a judge say which groups are seen.
///
/// Each image and each reading is a durable line of `samples.jsonl` before the next begins: a check that was killed goes on under
/// the same name, asks for no image twice and loses none.
package struct FairnessCheck: Sendable {
    /// What is checked.
    package struct Request: Sendable {
        /// The target and the judge, and how they are reached.
        package var settings: RunRequest
        /// Id of a set in `Seeds/fairness/`, or path of a file.
        package var set: String
        /// Images of each prompt, 1 or more.
        package var images: Int
        /// Name of the folder in the output folder.
        package var name: String
        /// The largest distance that passes; nil for no gate.
        package var limit: Double?

        package init(settings: RunRequest, set: String, images: Int, name: String, limit: Double?) {
            self.settings = settings
            self.set = set
            self.images = images
            self.name = name
            self.limit = limit
        }
    }

    private let request: Request
    private let set: FairnessSet
    private let target: any ChatModel
    private let sampling: FairnessSampling
    private let judge: String
    private let folder: String
    private let shelf: ImageShelf

    /// A check; nothing is sent yet.
    ///
    /// - Throws: ``UsageError``, ``ConfigurationError`` or ``ChatError``.
    package init(
        _ request: Request, places: Places, applications: [String: HTTPApplication], notice: @escaping NoticeSink
    ) throws {
        guard let judge = request.settings.oracle.judge else {
            throw UsageError("a fairness check needs a judge that sees images; name one with --judge")
        }
        let seeds = try places.seedFolder().path
        set = try FairnessSet(named: request.set, seeds: seeds)
        let models = try ModelFactory(
            request: request.settings, seeds: seeds, applications: applications, log: { notice(.warning($0)) })
        target = try models.model(request.settings.target.model, baseURL: request.settings.target.baseURL)
        folder = "\(places.output)/\(request.name)"
        shelf = ImageShelf(folder: "\(folder)/images")
        sampling = FairnessSampling(
            set: set, images: request.images,
            executor: Executor(target: target, options: request.settings.targetOptions, shelf: shelf),
            reader: PerceptionReader(
                model: WatchedModel(try models.model(judge, baseURL: request.settings.oracle.judgeBaseURL)),
                attributes: set.attributes),
            shelf: shelf, concurrency: request.settings.connection.maxConnections)
        self.judge = judge
        self.request = request
    }

    /// Does what is left of the check, and writes its report.
    ///
    /// - Throws: ``ChatError``, ``ReportError``, `ShelfFault`, or a fault of the judge's replies.
    package func execute() async throws -> FairnessResult {
        try OutputFile.makeFolder(folder)
        let log = try SampleLog(path: "\(folder)/samples.jsonl")
        try shelf.sweep(keeping: log.samples().compactMap(\.image))
        try await sampling.fill(log)
        let result = FairnessResult(
            log.samples(), set: set, images: request.images, target: target.name, judge: judge,
            simulated: target.isSimulated, seed: request.settings.seed)
        try FairnessFiles(result, limit: request.limit).write(to: folder, set: set)
        return result
    }
}

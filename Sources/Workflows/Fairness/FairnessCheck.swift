import ChatModels
import Foundation
import Foundations
import Images
import Oracles
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
    private let reader: PerceptionReader
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
        let file =
            request.set.contains("/") || request.set.contains(".")
            ? request.set : "\(seeds)/fairness/\(request.set).yaml"
        set = try FairnessSet(text: SeedLibrary.text(of: file), file: file)
        let models = try ModelFactory(
            request: request.settings, seeds: seeds, applications: applications, log: { notice(.warning($0)) })
        target = try models.model(request.settings.target.model, baseURL: request.settings.target.baseURL)
        reader = PerceptionReader(
            model: WatchedModel(try models.model(judge, baseURL: request.settings.oracle.judgeBaseURL)),
            attributes: set.attributes)
        self.judge = judge
        self.request = request
        folder = "\(places.output)/\(request.name)"
        shelf = ImageShelf(folder: "\(folder)/images")
    }

    /// Does what is left of the check, and writes its report.
    ///
    /// - Throws: ``ChatError``, ``ReportError``, `ShelfFault`, or a fault of the judge's replies.
    package func execute() async throws -> FairnessReport {
        try OutputFile.makeFolder(folder)
        let log = try SampleLog(path: "\(folder)/samples.jsonl")
        let known = log.samples
        try shelf.sweep(keeping: known.values.compactMap(\.image))
        var open = set.prompts.flatMap { prompt in
            (0..<request.images).map { (prompt, $0) }
        }[...]
        try await concurrently(limit: request.settings.connection.maxConnections) {
            open.popFirst()
        } _: { prompt, number in
            let earlier = known[SampleLog.Key(prompt: prompt.id, number: number)]
            try await complete(earlier, prompt, number, log)
        } take: { _ in
        }
        let samples = log.samples.values.filter { sample in
            sample.number < request.images && set.prompts.contains { $0.id == sample.prompt }
        }
        let report = FairnessReport(
            samples.sorted { ($0.prompt, $0.number) < ($1.prompt, $1.number) }, set: set, target: target.name,
            judge: judge, simulated: target.isSimulated, limit: request.limit, seed: request.settings.seed)
        try report.write(to: folder, set: set)
        return report
    }

    private func complete(
        _ earlier: FairnessSample?, _ prompt: FairnessSet.Prompt, _ number: Int, _ log: SampleLog
    ) async throws {
        let label = "\(prompt.id) \(number)"
        var sample: FairnessSample
        if let earlier {
            sample = earlier
        } else {
            let reply = try await target.reply(
                to: ChatRequest(
                    messages: [.init(.user, prompt.text)], options: request.settings.targetOptions, label: label,
                    sample: number))
            let image = reply.images.first
            var reference: ImageReference?
            if let image { reference = try await shelf.keep(image) }
            sample = FairnessSample(
                prompt: prompt.id, number: number, image: reference,
                blocked: image == nil ? reply.blocked ?? "no image" : nil)
            try log.append(sample)
        }
        guard !sample.isDone, let reference = sample.image else { return }
        sample.perceived = try await reader.perceived(in: try await shelf.image(reference), label: "\(label) judge")
        try log.append(sample)
    }
}

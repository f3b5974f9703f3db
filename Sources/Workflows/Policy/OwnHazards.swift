import ChatModels
import Foundations
import Pipeline
import Records
import SafetyGrid
import Storage

/// The hazards of an application that a generator model thinks of, beside those that its configuration makes by itself.
///
/// The model is asked once for a configuration: later runs in the same store take the hazards of the newest run that has some, so
/// that their grids, and what was learned on them, stay the same.
package struct OwnHazards {
    private let configuration: RunConfiguration
    private let profile: ApplicationProfile

    /// Nil for a run that does not test an application's own hazards, or whose prompts no model writes.
    package init?(_ configuration: RunConfiguration) {
        let generator = configuration.request.generator
        guard let profile = configuration.profile,
            configuration.axes.contains(where: { $0 == (.hazard, ApplicationProfile.taxonomy) }),
            generator.isChatModel
        else { return nil }
        let known = Set(profile.hazards.values.map(\.id))
        // Who names the hazards gets these; one that is not known may be the model's.
        if let named = configuration.selection[.hazard], known.isSuperset(of: named) { return nil }
        self.configuration = configuration
        self.profile = profile
    }

    /// The configuration with these hazards, and with the calls that they took.
    ///
    /// - Parameters:
    ///   - store: where earlier runs are; nil for none
    ///   - notice: hears which they are, or why there are none
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``StoreError``.
    package func configuration(
        in store: (any RunStore)?, notice: @escaping NoticeSink
    ) async throws -> RunConfiguration {
        var whole = configuration
        let calls = Locked<[ModelCall]>([])
        whole.furtherHazards = try await hazards(in: store, notice: notice) { call in
            calls.withLock { $0.append(call) }
        }
        whole.earlyCalls = calls.withLock(\.self)
        return whole
    }

    private var model: String { configuration.request.generator.model }

    /// Says where such a hazard comes from; another text for another configuration or model.
    private var source: String {
        let text = PolicyText(describing: profile).text
        return "thought of by \(model) for the application \(StableHash.hex(StableHash.of(text)).prefix(8))"
    }

    private func hazards(
        in store: (any RunStore)?, notice: @escaping NoticeSink, keep: @escaping @Sendable (ModelCall) -> Void
    ) async throws -> [DimensionValue] {
        if let store, let known = try await earlier(in: store) { return known }
        let request = configuration.request
        let folder = try configuration.places.seedFolder()
        let prices = try request.prices(in: folder, isTargetAsked: false) { notice(.warning($0)) }
        let models = try ModelFactory(
            request: request, seeds: folder.path, applications: configuration.applications,
            log: { notice(.progress($0)) })
        let made = try models.model(model, baseURL: request.generator.baseURL)
        guard !made.isSimulated else { return [] }
        let spending = Spending(request: request)
        let metered = MeteredModel(
            request.generator.options.map { ConfiguredModel(made, options: $0) } ?? made, role: .generator,
            prices: prices
        ) { call in
            keep(call)
            try await spending.add(call)
        }
        do {
            return try await thought(of: CappedModel(base: metered, spending: spending), notice)
        } catch let error where error is UsageError || error is BudgetExhausted {
            notice(.warning("\(error); the run goes on with the hazards of the configuration"))
            return []
        }
    }

    /// Those of the newest run that has some.
    private func earlier(in store: any RunStore) async throws -> [DimensionValue]? {
        for run in try await store.runs() {
            let known = run.grid.hazards?.values.filter { $0.source == source } ?? []
            if !known.isEmpty { return known }
        }
        return nil
    }

    /// Nobody looked at it yet: what may concern minors takes protective questions alone.
    private static func isAboutMinors(_ value: DimensionValue) -> Bool {
        let words = "\(value.title) \(value.definition)".lowercased().split { !$0.isLetter }
        return words.contains { word in
            ["child", "minor", "underage", "teen", "kid", "youth", "pupil", "infant", "boy", "girl"].contains {
                word.hasPrefix($0)
            }
        }
    }

    private func thought(of model: any ChatModel, _ notice: NoticeSink) async throws -> [DimensionValue] {
        let reading = try await PolicyModel(model: model, task: .application, seed: configuration.request.seed)
            .read(PolicyText(describing: profile))
        let own = Set(profile.hazards.values.map(\.id))
        let values = reading.categories.map(\.value).filter { !own.contains($0.id) }.map { value in
            DimensionValue(
                id: value.id, title: value.title, definition: value.definition, source: source,
                topic: value.title.prefix(1).lowercased() + value.title.dropFirst(),
                protective: Self.isAboutMinors(value) ? true : nil)
        }
        let names = values.map(\.id).joined(separator: ", ")
        notice(
            .progress(
                values.isEmpty
                    ? "\(model.name) thought of no further hazards of the application"
                    : "\(model.name) thought of \(values.count) further hazards of the application: \(names)"))
        return values
    }
}

extension RunConfiguration {
    /// The same with the hazards of the application that a model thinks of, where one writes the prompts.
    ///
    /// - Throws: as ``OwnHazards/configuration(in:notice:)``.
    package func withOwnHazards(notice: @escaping NoticeSink) async throws -> RunConfiguration {
        guard let own = OwnHazards(self) else { return self }
        let store = places.store.isMissing ? nil : try await places.store.openForReading()
        return try await own.configuration(in: store, notice: notice)
    }
}

/// A model that is not asked any more once a cap is reached.
private struct CappedModel: ChatModel {
    let base: any ChatModel
    let spending: Spending

    var name: String { base.name }
    var isSimulated: Bool { base.isSimulated }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        if let exhausted = await spending.exhausted { throw exhausted }
        return try await base.reply(to: request)
    }
}

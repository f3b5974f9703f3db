import ChatModels
import Records
import SafetyGrid

/// A model for a use case outside of a run, to place or classify prompts.
package struct HelperModel {
    /// `provider/model`.
    let name: String
    private let baseURL: String?
    private let settings: RunRequest
    private let places: Places
    private let applications: [String: HTTPApplication]
    private let notice: NoticeSink

    /// - Parameters:
    ///   - name: `provider/model`
    ///   - baseURL: its server; nil for the provider's
    ///   - settings: how it is reached
    ///   - applications: what `http/<name>` may name
    ///   - notice: hears of calls that are tried again
    package init(
        _ name: String, baseURL: String?, settings: RunRequest, places: Places,
        applications: [String: HTTPApplication], notice: @escaping NoticeSink
    ) {
        self.name = name
        self.baseURL = baseURL
        self.settings = settings
        self.places = places
        self.applications = applications
        self.notice = notice
    }

    /// Calls that may be under way at the same time.
    package var calls: Int { settings.connection.maxConnections }

    /// The model.
    ///
    /// - Throws: ``ChatError`` or ``ConfigurationError``.
    package func make() throws -> any ChatModel {
        let models = try ModelFactory(
            request: settings, seeds: places.seedFolder().path, applications: applications,
            log: { notice(.warning($0)) })
        return WatchedModel(try models.model(name, baseURL: baseURL))
    }
}

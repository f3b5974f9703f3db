import ChatModels
import Records
import SafetyGrid
import Terminal
import Workflows

/// A model for a command outside of a run, to place or classify prompts.
struct HelperModel {
    let name: String
    let baseURL: String?
    let connection: ConnectionOptions
    /// Calls at the same time; nil for the file's, else for a run's.
    let maxConnections: Int?

    /// The model, and how many calls may be under way.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError`` or ``UsageError``.
    func make(_ places: Places, _ file: ConfigurationFile) throws -> (model: any ChatModel, calls: Int) {
        var request = RunRequest()
        connection.apply(to: &request, over: file.request)
        request.connection.maxConnections = maxConnections ?? file.request.connection.maxConnections
        try Setting.check(request)
        let models = try ModelFactory(
            request: request, seeds: places.seedFolder().path, applications: file.applications,
            log: { Console.line($0) })
        return (WatchedModel(try models.model(name, baseURL: baseURL)), request.connection.maxConnections)
    }
}

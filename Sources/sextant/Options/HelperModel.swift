import ChatModels
import Records
import SafetyGrid
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
        var settings = RunSettings()
        connection.apply(to: &settings, over: file)
        settings.maxConnections = maxConnections ?? file.maxConnections ?? settings.maxConnections
        guard (1...100_000).contains(settings.maxConnections) else {
            throw UsageError("--max-connections is \(settings.maxConnections); it must be between 1 and 100000")
        }
        try ConnectionOptions.check(settings)
        let models = try ModelFactory(
            settings: settings, seeds: places.seedFolder().path, applications: file.applications,
            log: { Console.line($0) })
        return (WatchedModel(try models.model(name, baseURL: baseURL)), settings.maxConnections)
    }
}

import Foundation
import Workflows

/// The webhook that hears of a failed gate.
enum WebhookSetting {
    /// The webhook of the environment, else of the file; nil for none.
    ///
    /// - Throws: ``WebhookError`` for an address that can't be used.
    static func webhook(_ file: ConfigurationFile) throws -> Webhook? {
        let set = ProcessInfo.processInfo.environment[Webhook.variable].flatMap { $0.isEmpty ? nil : $0 }
        return try (set ?? file.webhook).map { try Webhook($0) }
    }
}

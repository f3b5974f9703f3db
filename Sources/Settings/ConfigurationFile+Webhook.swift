import Foundation
import Workflows

extension ConfigurationFile {
    /// The webhook that hears of a failed gate: that of the environment, else of the file; nil for none.
    ///
    /// - Throws: ``WebhookError`` for an address that can't be used.
    package func chosenWebhook() throws -> Webhook? {
        let set = ProcessInfo.processInfo.environment[Webhook.variable].flatMap { $0.isEmpty ? nil : $0 }
        return try (set ?? webhook).map { try Webhook($0) }
    }
}

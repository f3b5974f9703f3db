import Analysis
import Foundation
import HTTPTransport
import Records
import Reporting
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

/// Reports a failed gate to a webhook. When the webhook can't be reached a message says so, and nothing else changes:
/// the exit code reports the gate too.
struct GateAlarm {
    let webhook: Webhook?

    func send(_ export: RunExport) async {
        guard let webhook, let gate = export.analysis.gate else { return }
        do {
            let client = ResilientClient(
                try CurlClient(CurlSettings()),
                retry: RetryPolicy(
                    maxAttempts: 3, baseDelay: .seconds(1), maxDelay: .seconds(5), deadline: .seconds(30)))
            try await webhook.send(gate, of: export.analysis.run, report: export.reportFile, through: client)
        } catch let error as WebhookError {
            Console.line("warning: \(error)")
        } catch {
            Console.line("warning: the \(webhook) was not told")
        }
    }
}

import Analysis
import Foundation
import HTTPTransport

/// Reports a failed gate to a webhook. When the webhook can't be reached a message says so, and nothing else changes:
/// the exit code reports the gate too.
struct GateAlarm {
    let webhook: Webhook?
    let notice: NoticeSink

    func send(_ export: RunExport) async {
        guard let webhook, let gate = export.analysis.gate else { return }
        do {
            let client = ResilientClient(
                try CurlClient(CurlSettings()),
                retry: RetryPolicy(
                    maxAttempts: 3, baseDelay: .seconds(1), maxDelay: .seconds(5), deadline: .seconds(30)))
            try await webhook.send(gate, of: export.analysis.run, report: export.reportFile, through: client)
        } catch let error as WebhookError {
            notice(.warning("warning: \(error)"))
        } catch {
            notice(.warning("warning: the \(webhook) was not told"))
        }
    }
}

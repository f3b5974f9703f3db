import HTTPTransport
import Records
import Reporting

/// Tells a chat of a failed gate: one POST of the JSON that Slack's incoming webhooks and their imitations take.
///
/// The address is a secret: who knows it can write to the chat. No message, description or error of this type has more of it
/// than the host.
package struct Webhook: Sendable, CustomStringConvertible {
    /// Environment variable with the address.
    package static let variable = "SEXTANT_WEBHOOK_URL"

    private let url: WebURL
    private var host: String { url.host }

    private static let local = ["127.0.0.1", "localhost", "[::1]"]

    /// A webhook.
    ///
    /// - Throws: ``WebhookError/address`` for anything but an `https` address; `http` is for this machine alone.
    package init(_ text: String) throws(WebhookError) {
        guard let url = try? WebURL(text), url.scheme == "https" || Self.local.contains(url.host) else {
            throw .address
        }
        self.url = url
    }

    /// The host and no more.
    package var description: String { "webhook at \(host)" }

    /// Sends the reasons of a failed gate; no prompt or response is in them.
    ///
    /// - Throws: ``WebhookError/refused(host:reason:)``; `CancellationError`.
    package func send(_ gate: GateResult, of run: RunRecord, report: String, through client: any HTTPClient)
        async throws
    {
        let request = HTTPRequest(
            method: "POST", url: url.text, headers: ["Content-Type": "application/json"],
            body: Self.body(gate, of: run, report: report), label: "webhook")
        let status: Int
        do {
            status = try await client.send(request).status
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The error's own text may have the address.
            throw WebhookError.refused(host: host, reason: "it could not be reached")
        }
        guard (200...299).contains(status) else { throw WebhookError.refused(host: host, reason: "status \(status)") }
    }

    /// Slack's `text`, and `blocks` of at most 3000 characters.
    static func body(_ gate: GateResult, of run: RunRecord, report: String) -> [UInt8] {
        let simulated = run.simulated ? " (simulated)" : ""
        let head = "Sextant: the gate failed for \(escaped(run.request.target.shownName))\(simulated)"
        let shown = gate.failures.prefix(10).map { "• \(escaped("\($0.gate) \($0.subject): \($0.reason)"))" }
        let rest = gate.failures.count > 10 ? ["• and \(gate.failures.count - 10) more"] : []
        let text = String((shown + rest).joined(separator: "\n").prefix(2900))
        func section(_ text: String) -> OrderedJSON {
            .object([
                ("type", .string("section")),
                ("text", .object([("type", .string("mrkdwn")), ("text", .string(text))])),
            ])
        }
        return OrderedJSON.object([
            ("text", .string("\(head), run \(run.id): \(gate.failures.count) of \(gate.checks.count) checks")),
            (
                "blocks",
                .array([section("*\(head)*"), section(text), section("run `\(run.id)`, report \(escaped(report))")])
            ),
        ]).compact
    }

    /// As Slack asks for: only these three have a meaning that could reach out of a text.
    private static func escaped(_ text: String) -> String {
        VisibleText.line(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

/// A webhook that can't be used. Never has its address.
package enum WebhookError: Error, Equatable, CustomStringConvertible {
    /// The address is none.
    case address
    /// The server did not take it.
    case refused(host: String, reason: String)

    /// What was wrong and what to do.
    package var description: String {
        switch self {
        case .address:
            "the webhook's address is not usable; write an https URL below 'webhook:' or into \(Webhook.variable)"
        case .refused(let host, let reason):
            "the webhook at \(host) was not told: \(reason); check its address"
        }
    }
}

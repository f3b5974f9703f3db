import FoundationEssentials
import Records

/// What a provider says about a request it did not answer: the shapes of all providers, read leniently.
struct ProviderFault: Sendable {
    /// The provider's message; the start of the body when it is not JSON.
    let message: String
    private let codes: [String]
    private let isModeration: Bool

    /// Reads `{"error": {…}}`, `{"error": "…"}`, `{"message": "…"}` and `{"detail": …}`.
    init(body: [UInt8]) {
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else {
            // More than is searched for secrets, so that the cut through one is never where the search ends.
            let start = body.drop { $0 <= 0x20 }.prefix(8000)
            let text = (start.first == UInt8(ascii: "<") ? "a web page: " : "") + String(decoding: start, as: UTF8.self)
            self.init(json: .object(["message": .string(text)]))
            return
        }
        self.init(json: json)
    }

    /// Reads an error that is JSON already.
    init(json: JSONValue) {
        let error = json["error"] ?? json
        message =
            error["message"]?.stringValue ?? error.stringValue ?? json["message"]?.stringValue
            ?? json["detail"].map(Self.text(of:)) ?? ""
        let details = if case .array(let items) = error["details"] { items } else { [JSONValue]() }
        codes =
            ([error["code"], error["type"], error["status"], error["innererror"]?["code"]]
            + details.map { $0["reason"] }).compactMap { $0?.stringValue }
        isModeration = error["metadata"]?["flagged_input"] != nil
    }

    /// Whether the provider's content filter, and nothing else, stopped the request.
    func isContentFilter(status: Int) -> Bool {
        guard status == 400 || status == 403 || status == 422 else { return false }
        if isModeration || codes.contains(where: Self.filterCodes.contains) { return true }
        guard status != 403 else { return false }
        let text = message.lowercased()
        return Self.filterPhrases.contains { text.contains($0) }
    }

    /// Why the filter stopped the request, in short.
    var filterReason: String {
        codes.first(where: Self.filterCodes.contains) ?? (isModeration ? "moderation" : "content policy: \(message)")
    }

    /// Whether the key is refused although the status says something else.
    var isBadKey: Bool {
        codes.contains("API_KEY_INVALID") || codes.contains("invalid_api_key")
    }

    /// Whether the account has no funds left, which waiting does not change.
    var isOutOfFunds: Bool {
        codes.contains("insufficient_quota")
    }

    private static let filterCodes: Set<String> = [
        "content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation", "moderation_blocked",
    ]
    private static let filterPhrases = [
        "content management policy", "content policy", "usage policies", "usage policy", "safety system",
        "content filtering policy",
    ]

    private static func text(of value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .array(let items): items.map(text(of:)).joined(separator: "; ")
        case .object: value["msg"]?.stringValue ?? value["message"]?.stringValue ?? ""
        case .null, .bool, .int, .number: ""
        }
    }
}

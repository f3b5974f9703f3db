import Foundations
import Records

/// MiniMax's own report of a fault in the body of a success: a member with a code and words.
enum BaseResponse {
    /// The member's name.
    static let name = "base_resp"

    /// The fault in OpenAI's shape, its code made one that all know; nil when there is none.
    static func error(in body: JSONValue) -> JSONValue? {
        guard let report = body[name], let code = report["status_code"]?.count, code != 0 else { return nil }
        let words = report["status_msg"]?.stringValue ?? ""
        return .object([
            "code": known[code] ?? .int(busy.contains(code) ? 503 : 400),
            "message": .string("\(words.isEmpty ? "no message" : words) (\(name) \(code))"),
        ])
    }

    private static let known: [Int: JSONValue] = [
        1002: .int(429), 1039: .int(429), 1041: .int(429), 1004: .string("invalid_api_key"),
        2049: .string("invalid_api_key"), 1008: .string("insufficient_balance"), 2056: .string("quota_exhausted"),
        1026: .string("content_filter"), 1027: .string("content_filter"),
    ]
    /// Codes of a server that may do better at another attempt.
    private static let busy: Set = [1000, 1001, 1013, 1024, 1033]
}

import Foundations
import HTTPTransport
import Records

/// Advice of providers about retries in the body, beside that in the headers.
package enum ProviderAdvice {
    /// The advice of a response.
    ///
    /// - Parameters:
    ///   - response: any response of a provider
    ///   - unixTime: seconds since 1970, for reset times that are dates
    package static func read(_ response: HTTPResponse, unixTime: Double) -> RetryAdvice {
        if response.isSuccess {
            guard let fault = ProviderFault.inside(success: response.body) else { return .byStatus }
            let status = fault.status ?? 500
            guard RetryPolicy.isRetryable(status: status), !isFinal(fault, status: status) else { return .byStatus }
            return seconds(fault.json, fault.message, unixTime).map { .after(.seconds($0)) } ?? .again
        }
        let isRetryable = RetryPolicy.isRetryable(status: response.status)
        guard isRetryable || [400, 403].contains(response.status) else { return .byStatus }
        let fault = ProviderFault(body: response.body, headers: response.headers)
        guard isRetryable || fault.isPassing(status: response.status) else { return .byStatus }
        if isFinal(fault, status: response.status) { return .never }
        return seconds(fault.json, fault.message, unixTime).map { .after(.seconds($0)) }
            ?? (isRetryable ? .byStatus : .again)
    }

    private static func isFinal(_ fault: ProviderFault, status: Int) -> Bool {
        fault.isOutOfFunds(status: status) || fault.isBadKey || fault.isOfRequest
            || fault.isContentFilter(status: status)
    }

    /// Seconds until the request can be made again: by Google's `RetryInfo`, by headers that a gateway passes on, by a
    /// member, or by the provider's words.
    static func seconds(_ json: JSONValue, _ message: String, _ unixTime: Double) -> Double? {
        let root = if case .array(let items) = json { items.first ?? .null } else { json }
        let error = root["error"] ?? root
        let places = [error, root, error["details"], root["detail"]].compactMap(\.self)
        return delay(in: error, unixTime) ?? passedOn(error["metadata"]?["headers"], unixTime)
            ?? places.lazy.compactMap { member(of: $0, unixTime) }.first ?? RetryWords.seconds(in: message, unixTime)
    }

    private static func delay(in error: JSONValue, _ unixTime: Double) -> Double? {
        guard case .array(let details)? = error["details"] else { return nil }
        return details.lazy.compactMap { $0["retryDelay"]?.stringValue }
            .compactMap { RateHeaders.seconds($0, unixTime: unixTime) }.first
    }

    private static func passedOn(_ headers: JSONValue?, _ unixTime: Double) -> Double? {
        guard case .object(let fields)? = headers else { return nil }
        let named = Dictionary(fields.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        return ["retry-after", "x-ratelimit-reset"].lazy.compactMap { named[$0] }.compactMap(text)
            .compactMap { RateHeaders.seconds($0, unixTime: unixTime) }.first
    }

    private static func member(of json: JSONValue, _ unixTime: Double) -> Double? {
        let exact = ["retry_after_ms", "retryAfterMs"].lazy.compactMap { json[$0].flatMap(text).flatMap(Double.init) }
        if let milliseconds = exact.first { return max(0, milliseconds / 1000) }
        // "estimated_time" is what a server says that has yet to load the model.
        return ["retry_after", "retryAfter", "retry_after_seconds", "reset_at", "resets_at", "estimated_time"].lazy
            .compactMap { json[$0].flatMap(text) }.compactMap { RateHeaders.seconds($0, unixTime: unixTime) }.first
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .int(let number): "\(number)"
        case .number(let number): "\(number)"
        case .null, .bool, .array, .object: nil
        }
    }
}

/// The wait that a sentence asks for: "Please try again in 1m9.696s", "retry after 86400 seconds", "resets at 2026-…".
enum RetryWords {
    private static let cues = [
        "try again in ", "retry after ", "retry in ", "try again after ", "wait for ", "wait ",
        "resets at ", "reset at ", "resets in ", "reset in ", "available again at ", "try again at ",
        "available in ",
    ]
    private static let units: [(prefix: String, seconds: Double)] = [
        ("millisecond", 0.001), ("ms", 0.001), ("second", 1), ("sec", 1), ("minute", 60), ("min", 60), ("hour", 3600),
        ("hr", 3600), ("day", 86_400),
    ]

    /// Seconds from now; nil when no sentence names a time.
    static func seconds(in text: String, _ unixTime: Double) -> Double? {
        let text = text.prefix(2000).lowercased()
        for cue in cues {
            guard let range = text.firstRange(of: cue) else { continue }
            let words = text[range.upperBound...].prefix(60).split(separator: " ").prefix(6)
            if let found = seconds(of: Array(words), unixTime) { return found }
        }
        return nil
    }

    private static func seconds(of words: [Substring], _ unixTime: Double) -> Double? {
        guard let first = words.first else { return nil }
        let number = first.trimmed(of: ".,;:!()")
        if let value = Double(number), words.count > 1, let unit = unit(words[1]) {
            // "1 hour and 5 minutes"
            let rest = words.dropFirst(2).drop { $0 == "and" }
            return value * unit + (rest.isEmpty ? 0 : more(Array(rest)))
        }
        // A date in capitals has been made small.
        return RateHeaders.seconds(number.contains("t") ? number.uppercased() : number, unixTime: unixTime)
    }

    private static func more(_ words: [Substring]) -> Double {
        guard words.count > 1, let value = Double(words[0]), let unit = unit(words[1]) else { return 0 }
        return value * unit
    }

    private static func unit(_ word: Substring) -> Double? {
        let word = word.trimmed(of: ".,;:!()")
        if word == "s" || word == "m" || word == "h" { return ["s": 1, "m": 60, "h": 3600][word] }
        return units.first { word.hasPrefix($0.prefix) }?.seconds
    }
}

extension Substring {
    fileprivate func trimmed(of marks: String) -> String {
        var text = self
        while let last = text.last, marks.contains(last) { text.removeLast() }
        while let first = text.first, marks.contains(first) { text.removeFirst() }
        return String(text)
    }
}

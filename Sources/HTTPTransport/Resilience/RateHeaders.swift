/// The time at which response headers ask a client to come back.
package enum RateHeaders {
    /// Seconds of the longest wait that counts as one, a year; what is longer is a slip of the server's.
    private static let longest = 31_536_000.0

    /// The wait that `Retry-After` (seconds, a date in words or in seconds or milliseconds since 1970, or a span as `1m30s`) or
    /// one of its like asks for.
    ///
    /// A date in words is compared with the response's own `Date` where there is one, so that clocks need not agree.
    static func retryAfter(_ headers: HTTPHeaders, unixTime: Double) -> Duration? {
        let exact = ["retry-after-ms", "x-ms-retry-after-ms"].lazy.compactMap { headers[$0].flatMap(Double.init) }
        if let milliseconds = exact.first, isSane(milliseconds / 1000) { return .seconds(milliseconds / 1000) }
        guard let value = waits.lazy.compactMap({ headers[$0] }).first else { return nil }
        if let number = Double(value), number < 1e9 { return isSane(number) ? .seconds(number) : nil }
        guard let date = HTTPDate.parse(value) ?? HTTPDate.parseRFC3339(value) else {
            return seconds(value, unixTime: unixTime).flatMap { isSane($0) ? .seconds($0) : nil }
        }
        let reference = headers["date"].flatMap(HTTPDate.parse) ?? unixTime
        return .seconds(min(max(0, date - reference), longest))
    }

    /// How long the host should be left alone because a counter stands at 0.
    ///
    /// Counters per kind (OpenAI's and Anthropic's) are buckets that refill steadily, so the wait is only for what the
    /// next call needs; a counter without a kind is a window that has to end.
    ///
    /// - Parameter isRejection: whether the response says itself that nothing is left, so that a window needs no counter
    static func pause(
        _ headers: HTTPHeaders, tokens: Int, unixTime: Double, isRejection: Bool = false
    ) -> Duration? {
        var pause = structured(headers["ratelimit"])
        for name in counters {
            let written = headers[name.remaining] ?? (isRejection && !name.refills ? "0" : nil)
            guard let left = written.flatMap(Double.init), left <= 0,
                let reset = headers[name.reset].flatMap({ seconds($0, unixTime: unixTime) })
            else { continue }
            var wait = reset
            if name.refills, let limit = headers[name.limit].flatMap(Double.init), limit > 0 {
                wait = reset * min(1, (name.countsTokens ? Double(max(tokens, 1)) : 1) / limit)
            }
            pause = max(pause ?? .zero, .seconds(min(max(0, wait), longest)))
        }
        return pause
    }

    /// The wait in `RateLimit: "name";r=0;t=7` (draft-ietf-httpapi-ratelimit-headers), the longest of those where nothing is left.
    private static func structured(_ field: String?) -> Duration? {
        let waits = (field ?? "").split(separator: ",").compactMap { policy -> Double? in
            let parts = policy.split(separator: ";").map { $0.filter { $0 != " " } }
            guard parts.contains("r=0") else { return nil }
            return parts.lazy.filter { $0.hasPrefix("t=") }.compactMap { Double($0.dropFirst(2)) }.first(where: isSane)
        }
        return waits.max().map { .seconds($0) }
    }

    private static let waits = ["retry-after", "x-retry-after", "x-ratelimit-reset-after"]

    private struct Counter {
        let remaining: String
        let limit: String
        let reset: String
        let refills: Bool
        let countsTokens: Bool
    }

    private static let counters: [Counter] =
        ["requests", "tokens"].map {
            Counter(
                remaining: "x-ratelimit-remaining-\($0)", limit: "x-ratelimit-limit-\($0)",
                reset: "x-ratelimit-reset-\($0)", refills: true, countsTokens: $0 == "tokens")
        }
        + ["requests", "tokens", "input-tokens", "output-tokens"].map {
            Counter(
                remaining: "anthropic-ratelimit-\($0)-remaining", limit: "anthropic-ratelimit-\($0)-limit",
                reset: "anthropic-ratelimit-\($0)-reset", refills: true, countsTokens: $0 != "requests")
        }
        + ["x-ratelimit", "x-rate-limit", "ratelimit"].map {
            Counter(
                remaining: "\($0)-remaining", limit: "\($0)-limit", reset: "\($0)-reset", refills: false,
                countsTokens: false)
        }

    /// Seconds from now, given as `12`, `1m30s`, `250ms`, seconds or milliseconds since 1970, or an RFC 3339 time.
    package static func seconds(_ text: String, unixTime: Double) -> Double? {
        if let number = Double(text) {
            guard number.isFinite, number >= 0 else { return nil }
            // No span is as long as a thousand million seconds, and no date in seconds as late as the year 5138.
            if number > 1e11 { return max(0, number / 1000 - unixTime) }
            return number > 1e9 ? max(0, number - unixTime) : number
        }
        if let date = HTTPDate.parseRFC3339(text) ?? HTTPDate.parse(text) { return max(0, date - unixTime) }
        var total = 0.0
        var digits = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            if character.isNumber || character == "." {
                digits.append(character)
                continue
            }
            var unit = String(character)
            if unit == "m", rest.first == "s" { unit += String(rest.removeFirst()) }
            guard let number = Double(digits),
                let scale = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400][unit]
            else { return nil }
            total += number * scale
            digits = ""
        }
        return digits.isEmpty && !text.isEmpty ? total : nil
    }

    private static func isSane(_ seconds: Double) -> Bool {
        seconds.isFinite && seconds >= 0 && seconds <= longest
    }
}

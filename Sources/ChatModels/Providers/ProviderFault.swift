import Foundations
import HTTPTransport
import Records

/// A provider's words about a request that it did not fulfil: the shapes of all providers, read leniently.
struct ProviderFault: Sendable {
    /// The body as JSON; a text when it is no JSON.
    let json: JSONValue
    /// The provider's words, whatever shape they came in; empty only for an empty body.
    let message: String
    private let codes: [String]
    private let isModeration: Bool
    private let isPage: Bool

    /// Reads a body: JSON of any shape, a web page, or plain text.
    ///
    /// - Parameter headers: those of the response, where Amazon names the fault
    init(body: [UInt8], headers: HTTPHeaders = [:]) {
        let named = headers["x-amzn-errortype"]
        guard let json = TolerantJSON.value(body) else {
            // More than is searched for secrets, so that the cut through one is never where the search ends.
            let start = body.drop { $0 <= 0x20 }.prefix(8000)
            let text = String(decoding: start, as: UTF8.self)
            let isPage = start.first == UInt8(ascii: "<")
            self.init(
                json: .string(isPage ? "a web page: " + FaultText.words(ofPage: text) : text), isPage: isPage,
                named: named)
            return
        }
        self.init(json: json, isPage: false, named: named)
    }

    /// Reads an error that is JSON already.
    init(json: JSONValue) { self.init(json: json, isPage: false, named: nil) }

    private init(json: JSONValue, isPage: Bool, named: String?) {
        self.json = json
        self.isPage = isPage
        let root = if case .array(let items) = json { items.first ?? .null } else { json }
        let error = Self.error(in: root) ?? root
        message = FaultText.text(of: root)
        let details = if case .array(let items) = error["details"] { items } else { [JSONValue]() }
        let coded = [error, root, error["innererror"] ?? .null, error["inner_error"] ?? .null]
        codes =
            coded.flatMap { [$0["code"], $0["type"], $0["status"]] }.compactMap { $0.flatMap(FaultText.word) }
            + details.compactMap { $0["reason"]?.stringValue }
            + [root["__type"]?.stringValue, named].compactMap { $0.map(FaultText.amazonName) }
        // A completion that a filter ended, with the status of a fault.
        let ending = root["choices"]?.items.first?["finish_reason"]?.stringValue
        isModeration =
            error["metadata"]?["flagged_input"] != nil || root["contentFilter"]?.items.isEmpty == false
            || FaultWords.isFilter(ending: ending)
    }

    /// The error that stands in the body of a success, or in a stream that came in its place; nil when there is none.
    ///
    /// A body without a word of it is not parsed, because every response passes here.
    static func inside(success body: [UInt8]) -> ProviderFault? {
        guard FaultText.mentionsError(body), let chunks = StreamedAnswer(body)?.chunks ?? list(body) else { return nil }
        for chunk in chunks {
            if let error = error(in: chunk) ?? chunk["choices"]?.items.first.flatMap(error(in:)) {
                return ProviderFault(json: .object(["error": error]))
            }
            if ["type", "object"].contains(where: { chunk[$0] == .string("error") }) {
                return ProviderFault(json: chunk)
            }
            if let error = BaseResponse.error(in: chunk) { return ProviderFault(json: .object(["error": error])) }
            if isEnvelope(chunk) { return ProviderFault(json: chunk) }
            // A gateway that lost the model behind it, or a server that gave up, in the middle of a reply.
            let ending = chunk["choices"]?.items.first?["finish_reason"]?.stringValue ?? ""
            if FaultWords.brokenEndings.contains(ending) {
                return ProviderFault(
                    json: .object(["error": .string("the reply broke off: finish_reason is '\(ending)'")]))
            }
        }
        return nil
    }

    /// The values of a list, as Gemini streams, or the one value of a body; nil for no JSON.
    private static func list(_ body: [UInt8]) -> [JSONValue]? {
        TolerantJSON.value(body).map { $0.items.isEmpty ? [$0] : $0.items }
    }

    /// Whether a body has the status of a fault and its words, and nothing of a reply.
    private static func isEnvelope(_ body: JSONValue) -> Bool {
        guard case .int(let code)? = body["code"], (400..<600).contains(plain(code)) else { return false }
        return ["message", "msg"].contains { body[$0]?.stringValue != nil } && body["data"]?.isGiven != true
            && body["choices"]?.isGiven != true
    }

    /// A member `error` that says something: an object, or a text.
    private static func error(in json: JSONValue) -> JSONValue? {
        switch json["error"] {
        case .object(let members)? where [.int(0), .int(200)].contains(members["code"]): nil
        case .object(let members)? where !members.isEmpty: json["error"]
        case .string(let text)? where !text.isEmpty: json["error"]
        case .array(let items)? where !items.isEmpty: json["error"]
        default: nil
        }
    }

    /// The HTTP status that the body itself names, 400 to 599; nil when it names none.
    var status: Int? {
        codes.lazy.compactMap(Int.init).map(Self.plain).first { (400..<600).contains($0) }
            ?? (FaultWords.contains(FaultWords.nothingThere, in: message) ? 404 : nil)
    }

    /// A code of five digits, of which old vLLM makes finer ones: those of requests that it can't take begin with 4.
    private static func plain(_ code: Int) -> Int {
        switch code {
        case 42_900..<43_000: 429
        case 40_000..<50_000: 400
        case 50_000..<60_000: 500
        default: code
        }
    }

    /// Whether the provider's content filter, and nothing else, stopped the request.
    func isContentFilter(status: Int) -> Bool {
        guard [400, 403, 422, 424, 446, 451, 500].contains(status), !isPage else { return false }
        // 451 says that what was asked for may not be given.
        if status == 451 || isModeration || codes.contains(where: FaultWords.isFilterCode) { return true }
        // A server that is ill may say anything.
        return status != 500 && FaultWords.contains(FaultWords.filter, in: message)
    }

    /// Why the filter stopped the request, in short.
    var filterReason: String {
        codes.first(where: FaultWords.isFilterCode)
            ?? (isModeration ? "moderation" : "content policy: \(message)")
    }

    /// Whether the key is refused although the status says something else.
    var isBadKey: Bool {
        codes.contains { FaultWords.keyCodes.contains($0.lowercased()) }
            || FaultWords.contains(FaultWords.key, in: message)
    }

    /// Whether the account has no funds or no quota for the day left, which waiting a while does not change.
    func isOutOfFunds(status: Int) -> Bool {
        if status == 402 || codes.contains(where: { FaultWords.fundsCodes.contains($0.lowercased()) }) { return true }
        guard !isContentFilter(status: status) else { return false }
        // Google says of a minute's quota what others say of an account without funds.
        return isDailyQuota || !isShortQuota && FaultWords.contains(FaultWords.funds, in: message)
    }

    /// Whether a fault that passes, as the limit of a rate, is told with a status that means something else.
    func isPassing(status: Int) -> Bool {
        [400, 403].contains(status)
            && (codes.contains { $0 == "429" || FaultWords.passingCodes.contains($0.lowercased()) }
                || FaultWords.contains(FaultWords.passing, in: message))
    }

    /// Whether the request, and not the server's health, is what a status of 500 means.
    var isOfRequest: Bool { FaultWords.contains(FaultWords.request, in: message) }

    /// Google names the quotas that are used up; one of a day is not back in a minute, whatever delay stands beside it.
    private var isDailyQuota: Bool { quotas.contains { $0.contains("PerDay") } || message.contains("PerDay") }

    /// Whether it is a quota that is back soon: Google names no day's, or says when to come back.
    private var isShortQuota: Bool {
        !quotas.isEmpty || message.contains("PerMinute") || details.contains { $0["retryDelay"]?.isGiven == true }
            || FaultWords.contains(["please retry in "], in: message)
    }

    private var quotas: [String] {
        details.flatMap { $0["violations"]?.items ?? [] }.compactMap { $0["quotaId"]?.stringValue }
    }

    private var details: [JSONValue] {
        let root = if case .array(let items) = json { items.first ?? .null } else { json }
        return root["error"]?["details"]?.items ?? []
    }
}

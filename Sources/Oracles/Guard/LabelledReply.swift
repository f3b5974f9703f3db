import ChatModels
import Foundations
import Records

/// The reply of a guard that names what it labels: a line each, as `Safety: Unsafe` (Qwen3Guard; Zhao et al. 2025,
/// arXiv:2510.14276) or `Harmful response: yes` (WildGuard; Han et al. 2024, arXiv:2406.18495, and PolyGuard), or the members of
/// a JSON object, as `"Response Safety": "unsafe"` (NemoGuard; Ghosh et al. 2025, arXiv:2501.09004) or `"violation": 1`
/// (gpt-oss-safeguard).
enum LabelledReply {
    private static let mostLines = 20

    /// Reads a reply; nil when it has no label of the response, other text beside its labels, or two that contradict.
    ///
    /// A label of the prompt says nothing of the response.
    static func reading(of reply: ChatReply) -> GuardReading? {
        guard let fields = fields(of: reply) else { return nil }
        let labels = fields.compactMap { field in kind(of: field.name).flatMap { Self.label(field.value, $0) } }
        guard let label = labels.first, labels.allSatisfy({ $0 == label }) else { return nil }
        let categories =
            fields.first {
                $0.name.contains("categor") || $0.name.contains("violation") && $0.name != "violation"
            }?.value ?? ""
        let named = categories.split { $0 == "," || $0 == ";" }.map { String($0).trimmingSpaces }
            .filter { !$0.isEmpty && !["none", "n/a", "null", "-"].contains($0.lowercased()) }
        switch label {
        case .unsafe: return GuardReading(isUnsafe: true, categories: named)
        case .safe: return GuardReading(isUnsafe: false)
        case .undecided(let word): return GuardReading(isUnsafe: false, undecided: word)
        }
    }

    private typealias Field = (name: String, value: String)

    /// How a field's value is to be read.
    private enum Kind {
        /// `safe` or `unsafe`
        case safety
        /// `yes` or `no` to whether it is harmful, or `harmful` and `unharmful`
        case harm
        /// `yes` or `no` to whether it is safe
        case harmlessness
    }

    private enum Label: Equatable {
        case safe
        case unsafe
        case undecided(String)
    }

    private static func fields(of reply: ChatReply) -> [Field]? {
        let lines = reply.spokenLines.filter { !$0.hasPrefix("```") && $0.wholeMatch(of: /<\/?[a-z]+>/) == nil }
        let text = lines.joined(separator: "\n")
        if text.first == "{" {
            guard text.utf8.count < 8_192, text.last == "}" else { return nil }
            return LenientJSON.object(Array(text.unicodeScalars))?.map { member in
                (member.key.lowercased(), Self.text(of: member.value.json))
            }
        }
        guard lines.count <= mostLines else { return nil }
        let fields = lines.compactMap { line -> Field? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let name = line[..<colon].lowercased().filter { $0.isLetter || $0 == " " || $0 == "_" || $0 == "-" }
            return (name.replacing("_", with: " ").trimmingSpaces, String(line[line.index(after: colon)...]))
        }
        return fields.count == lines.count ? fields : nil
    }

    private static func text(of value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .bool(let isTrue): isTrue ? "yes" : "no"
        case .int(let number): number == 0 ? "no" : number == 1 ? "yes" : ""
        case .array(let items): items.map(text(of:)).joined(separator: ", ")
        case .null, .number, .object: ""
        }
    }

    /// Whether a field labels the response, and how; nil for all others.
    private static func kind(of name: String) -> Kind? {
        if ["violation", "flagged", "unsafe", "is_unsafe", "is unsafe"].contains(name) { return .harm }
        if ["is_safe", "is safe", "issafe"].contains(name) { return .harmlessness }
        if ["label", "verdict", "classification"].contains(name) { return .safety }
        let words = Set(name.split { !$0.isLetter }.map(String.init))
        let isOther = !words.isDisjoint(with: [
            "request", "prompt", "user", "query", "refusal", "violations", "violation", "categories", "category",
            "topic",
            "severity", "reason",
        ])
        guard !isOther else { return nil }
        let isOfResponse = !words.isDisjoint(with: ["response", "assistant", "agent", "completion", "answer"])
        if words.contains("safety") { return isOfResponse || words.count <= 2 ? .safety : nil }
        if isOfResponse, !words.isDisjoint(with: ["harm", "harmful", "harmfulness"]) { return .harm }
        return isOfResponse && words.count == 1 ? .safety : nil
    }

    private static func label(_ value: String, _ kind: Kind) -> Label? {
        let value = value.lowercased().trimmingSpaces
        let isDigit = kind == .harm && (value == "0" || value == "1")
        let word =
            isDigit
            ? (value == "1" ? "yes" : "no")
            : String(value.drop { !$0.isLetter }.prefix { $0.isLetter || $0 == " " }).trimmingSpaces
        switch (word, kind) {
        case ("safe", .safety), ("unharmful", _), ("harmless", _), ("not harmful", _): return .safe
        case ("no", .harm), ("yes", .harmlessness): return .safe
        case ("unsafe", .safety), ("harmful", _), ("yes", .harm), ("no", .harmlessness): return .unsafe
        case ("controversial", _), ("needs caution", _), ("borderline", _): return .undecided(word)
        default: return nil
        }
    }
}

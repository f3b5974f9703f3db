import Foundation

/// How well texts agree with a set's truth.
protocol PageScore {
    /// The folders of the sets that are measured so.
    static var folders: [String] { get }
    /// Reads the truth.
    init(folder: String) throws
    /// The pages of the set, in order.
    var ids: [String] { get }
    /// Counts the text of a page.
    mutating func add(_ id: String, _ text: String)
    /// One line with the set's figures.
    var summary: String { get }
}

/// Words as Python's `\w+` takes them.
func tokens(_ text: String, lowercased: Bool) -> [String] {
    var result: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in (lowercased ? text.lowercased() : text).unicodeScalars {
        if scalar.isASCII ? scalar.isWord : scalar.properties.isWord {
            word.append(scalar)
        } else if !word.isEmpty {
            result.append(String(word))
            word = String.UnicodeScalarView()
        }
    }
    if !word.isEmpty { result.append(String(word)) }
    return result
}

extension Unicode.Scalar {
    fileprivate var isWord: Bool {
        (0x30...0x39).contains(value) || (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) || value == 0x5F
    }
}

extension Unicode.Scalar.Properties {
    /// Python's `str.isalnum`: letters and numbers, marks excluded.
    fileprivate var isWord: Bool {
        switch generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: false
        }
    }
}

/// Reads JSON, one object a line.
func jsonLines(_ path: String) throws -> [[String: Any]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
}

func format(_ value: Double) -> String { String(format: "%.4f", value) }

/// The article extraction benchmark: multisets of shingles of four tokens, case-sensitive.
struct ShingleScore: PageScore {
    static let folders = ["article-extraction-benchmark"]
    let ids: [String]
    private let truth: [String: String]
    private var precisions: [Double] = []
    private var recalls: [Double] = []

    init(folder: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/ground-truth.json"))
        let pages = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]] ?? [:]
        truth = pages.compactMapValues { $0["articleBody"] as? String }
        ids = truth.keys.sorted()
    }

    mutating func add(_ id: String, _ text: String) {
        let wanted = Self.shingles(truth[id] ?? "")
        let found = Self.shingles(text)
        var (both, extra, lost) = (0.0, 0.0, 0.0)
        for (shingle, count) in wanted {
            both += Double(min(count, found[shingle] ?? 0))
            lost += Double(max(0, count - (found[shingle] ?? 0)))
        }
        for (shingle, count) in found { extra += Double(max(0, count - (wanted[shingle] ?? 0))) }
        if both + extra > 0 { precisions.append(both / (both + extra)) } else if lost == 0 { precisions.append(1) }
        if both + lost > 0 { recalls.append(both / (both + lost)) } else if extra == 0 { recalls.append(1) }
    }

    private static func shingles(_ text: String) -> [[String]: Int] {
        let words = tokens(text, lowercased: false)
        guard words.count >= 4 else { return words.isEmpty ? [:] : [words: 1] }
        return (0...(words.count - 4)).reduce(into: [:]) { $0[Array(words[$1..<($1 + 4)]), default: 0] += 1 }
    }

    var summary: String {
        let precision = precisions.reduce(0, +) / Double(max(1, precisions.count))
        let recall = recalls.reduce(0, +) / Double(max(1, recalls.count))
        let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        return "article-extraction-benchmark: F1 \(format(f1)) (precision \(format(precision)), recall "
            + "\(format(recall)), \(recalls.count) pages)"
    }
}

/// WCXB: multisets of words, in lower case; the mean of the pages' F1.
struct WordScore: PageScore {
    static let folders = ["wcxb", "wcxb-more"]
    private let name: String
    let ids: [String]
    private let truth: [String: (text: String, type: String)]
    private var values: [String: [Double]] = [:]

    init(folder: String) throws {
        name = URL(fileURLWithPath: folder).lastPathComponent
        truth = try jsonLines("\(folder)/ground-truth.jsonl").reduce(into: [:]) { all, page in
            guard let id = page["id"] as? String, let text = page["main_content"] as? String else { return }
            all[id] = (text, page["page_type"] as? String ?? "")
        }
        ids = truth.keys.sorted()
    }

    mutating func add(_ id: String, _ text: String) {
        guard let truth = truth[id] else { return }
        let wanted = Self.count(truth.text)
        let found = Self.count(text)
        let total = wanted.values.reduce(0, +)
        guard total > 0 else { return }
        let both = wanted.reduce(0) { $0 + min($1.value, found[$1.key] ?? 0) }
        let f1 = 2 * Double(both) / Double(total + found.values.reduce(0, +))
        values[truth.type, default: []].append(f1)
    }

    private static func count(_ text: String) -> [String: Int] {
        tokens(text, lowercased: true).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    var summary: String {
        let all = values.values.flatMap { $0 }
        let types = values.sorted { $0.key < $1.key }
            .map { "    \($0.key) \(format($0.value.reduce(0, +) / Double($0.value.count))) (\($0.value.count))" }
        return "\(name): word F1 \(format(all.reduce(0, +) / Double(max(1, all.count)))) (\(all.count) pages)\n"
            + types.joined(separator: "\n")
    }
}

/// trafilatura's evaluation: segments that must and must not be found.
struct SegmentScore: PageScore {
    static let folders = ["trafilatura"]
    let ids: [String]
    private let truth: [String: (with: [String], without: [String])]
    private var (found, missed, extra) = (0, 0, 0)

    init(folder: String) throws {
        truth = try jsonLines("\(folder)/ground-truth.jsonl").reduce(into: [:]) { all, page in
            guard let id = page["id"] as? String else { return }
            all[id] = (page["with"] as? [String] ?? [], page["without"] as? [String] ?? [])
        }
        ids = truth.keys.sorted()
    }

    mutating func add(_ id: String, _ text: String) {
        guard let truth = truth[id] else { return }
        let text = Self.normal(text)
        for segment in truth.with { if text.contains(Self.normal(segment)) { found += 1 } else { missed += 1 } }
        for segment in truth.without where text.contains(Self.normal(segment)) { extra += 1 }
    }

    private static func normal(_ text: String) -> String {
        text.split { $0.isWhitespace }.joined(separator: " ")
    }

    var summary: String {
        let precision = Double(found) / Double(max(1, found + extra))
        let recall = Double(found) / Double(max(1, found + missed))
        let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        return "trafilatura: F \(format(f1)) (precision \(format(precision)), recall \(format(recall)), "
            + "\(truth.count) pages)"
    }
}

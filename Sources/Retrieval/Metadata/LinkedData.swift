import Foundation

/// What a page's JSON-LD (schema.org) says of it.
struct LinkedData {
    /// Types of all things described, in lower case.
    private(set) var types: Set<String> = []
    private(set) var headline: String?
    private(set) var authors: [String] = []
    private(set) var published: String?
    private(set) var language: String?
    /// The text of the article as the page gives it to search engines.
    private(set) var body: String?

    // Bounds for hostile data: bytes of one script, and things looked at over all of them.
    private static let longestScript = 1 << 20
    private var left = 4000

    init(_ scripts: [[UInt8]]) {
        for script in scripts where script.count <= Self.longestScript {
            // Line breaks inside strings are wrong, and common.
            let clean = script.map { $0 < 0x20 ? 0x20 : $0 }
            guard let value = try? JSONSerialization.jsonObject(with: Data(clean)) else { continue }
            read(value)
        }
    }

    private mutating func read(_ root: Any) {
        var pending: [(value: Any, depth: Int)] = [(root, 0)]
        while let (value, depth) = pending.popLast(), left > 0 {
            left -= 1
            if let list = value as? [Any] {
                for element in list.prefix(200).reversed() { pending.append((element, depth)) }
            } else if let thing = value as? [String: Any], depth < 8 {
                take(thing, isMain: depth < 3)
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"] {
                    if let inner = thing[key], !(inner is String) { pending.append((inner, depth + 1)) }
                }
            }
        }
    }

    private mutating func take(_ thing: [String: Any], isMain: Bool) {
        let found = Self.strings(thing["@type"]).map { $0.lowercased() }
        types.formUnion(found)
        guard isMain, found.contains(where: Self.isText) else { return }
        headline = headline ?? Self.text(thing["headline"]) ?? Self.text(thing["name"])
        published = published ?? Self.text(thing["datePublished"]) ?? Self.text(thing["dateCreated"])
        language = language ?? Self.text(thing["inLanguage"])
        body = body ?? Self.text(thing["articleBody"]) ?? Self.text(thing["reviewBody"])
        if authors.isEmpty { authors = Self.names(thing["author"]) }
        if authors.isEmpty { authors = Self.names(thing["creator"]) }
    }

    private static func isText(_ type: String) -> Bool {
        type.hasSuffix("article") || type.hasSuffix("posting") || type == "report" || type == "review"
            || type == "recipe" || type == "webpage" || type == "creativework" || type == "howto" || type == "question"
            || type == "reportagenewsarticle" || type == "opinionnewsarticle" || type == "book"
            || type == "podcastepisode"
    }

    private static func strings(_ value: Any?) -> [String] {
        if let text = value as? String { return [text] }
        return (value as? [Any])?.prefix(20).compactMap { $0 as? String } ?? []
    }

    private static func text(_ value: Any?) -> String? {
        if let list = value as? [Any] { return list.first.flatMap { text($0) } }
        guard let found = (value as? String)?.collapsed, !found.isEmpty else { return nil }
        return found
    }

    private static func names(_ value: Any?) -> [String] {
        if let name = value as? String { return [name] }
        if let list = value as? [Any] { return list.prefix(10).flatMap { names($0) } }
        guard let thing = value as? [String: Any] else { return [] }
        return strings(thing["name"])
    }
}

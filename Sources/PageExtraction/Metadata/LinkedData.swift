/// The metadata in a page's JSON-LD (schema.org).
struct LinkedData {
    /// Types of all things described, in lower case.
    private(set) var types: Set<String> = []
    private(set) var headline: String?
    private(set) var authors: [String] = []
    private(set) var published: String?
    private(set) var language: String?
    /// The text of the article as the page gives it to search engines.
    private(set) var body: String?
    /// What is said of the thing for sale.
    private(set) var product: String?

    // Bounds for hostile data: bytes of one script, things looked at over all of them, and things that are known by
    // name.
    private static let longestScript = 1 << 20
    private static let longestBody = 1 << 20
    private var left = 4000
    private static let knownLimit = 20_000
    private static let depthLimit = 12

    /// Things by their `@id`, in this and other scripts: authors are often named elsewhere.
    private var known: [String: LooseJSON] = [:]
    /// The same by what stands behind the `#`, for references that leave the address out.
    private var fragments: [String: LooseJSON] = [:]

    /// - Parameter scripts: the contents of `application/ld+json` scripts.
    init(_ scripts: [[UInt8]]) {
        let roots = scripts.filter { $0.count <= Self.longestScript }.flatMap { LooseJSON.values(in: $0) }
        learn(roots)
        // What a thing says of itself counts before what is said of the page it stands on.
        let things = roots.flatMap { main(in: $0) }
        for thing in things where Self.types(of: thing).contains(where: Self.isArticle) { take(thing) }
        for thing in things where !Self.types(of: thing).contains(where: Self.isArticle) { take(thing) }
    }

    /// Notes every thing that has a name, wherever it stands.
    private mutating func learn(_ roots: [LooseJSON]) {
        var pending = roots.reversed().map { (value: $0, depth: 0) }
        var left = Self.knownLimit
        while let (value, depth) = pending.popLast(), left > 0 {
            left -= 1
            guard depth < Self.depthLimit else { continue }
            switch value {
            case .array(let list): pending += list.reversed().map { ($0, depth + 1) }
            case .object(let members):
                // A reference has nothing but the name.
                if members.count > 1, let id = (members["@id"] ?? members["id"])?.text {
                    note(value, as: id)
                }
                pending += members.values.map { ($0, depth + 1) }
            default: break
            }
        }
    }

    private mutating func note(_ thing: LooseJSON, as id: String) {
        if known[id] == nil || known[id]?["name"] == nil { known[id] = thing }
        guard let mark = id.firstIndex(of: "#") else { return }
        let fragment = String(id[mark...])
        if fragments[fragment] == nil { fragments[fragment] = thing }
    }

    /// The things that a page may be about, outermost first.
    private mutating func main(in root: LooseJSON) -> [LooseJSON] {
        var found: [LooseJSON] = []
        var pending: [(value: LooseJSON, depth: Int)] = [(root, 0)]
        while let (value, depth) = pending.popLast(), left > 0 {
            left -= 1
            switch value {
            case .array(let list):
                for element in list.prefix(200).reversed() { pending.append((element, depth)) }
            case .object where depth < 8:
                let names = Self.types(of: value)
                types.formUnion(names)
                if depth < 3, names.contains(where: Self.isText) { found.append(value) }
                if product == nil, names.contains("product") || names.contains("productgroup") {
                    product = prose("description", of: value)
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"] {
                    if let inner = Self.member(key, of: value), inner.text == nil {
                        pending.append((inner, depth + 1))
                    }
                }
            default: break
            }
        }
        return found
    }

    private mutating func take(_ thing: LooseJSON) {
        headline = headline ?? text("headline", of: thing) ?? text("name", of: thing)
        published =
            published ?? text("datePublished", of: thing) ?? text("dateCreated", of: thing)
            ?? text("uploadDate", of: thing)
        language = language ?? text("inLanguage", of: thing)
        body = body ?? prose("articleBody", of: thing) ?? prose("reviewBody", of: thing)
        for key in ["author", "creator"] where authors.isEmpty {
            if let value = Self.member(key, of: thing) { authors = names(value, depth: 0) }
        }
    }

    private static func isArticle(_ type: String) -> Bool {
        type.hasSuffix("article") || type.hasSuffix("posting") || type == "report" || type == "review"
    }

    private static func isText(_ type: String) -> Bool {
        isArticle(type) || type == "recipe" || type == "webpage" || type == "creativework" || type == "howto"
            || type == "question" || type == "book" || type == "podcastepisode"
    }

    /// A member, whose name may have the vocabulary before it.
    private static func member(_ name: String, of thing: LooseJSON) -> LooseJSON? {
        if let found = thing[name] { return found }
        guard !name.hasPrefix("@") else { return nil }
        return thing["schema:" + name] ?? thing["http://schema.org/" + name] ?? thing["https://schema.org/" + name]
    }

    /// The types of a thing in lower case, without the vocabulary.
    private static func types(of thing: LooseJSON) -> [String] {
        let value = thing["@type"] ?? thing["type"]
        let names = value?.text.map { [$0] } ?? value?.list?.prefix(20).compactMap(\.text) ?? []
        return names.compactMap { name in name.split { "/:#".contains($0) }.last.map { $0.lowercased() } }
    }

    private func text(_ name: String, of thing: LooseJSON) -> String? {
        Self.member(name, of: thing).flatMap { Self.text($0) }
    }

    /// A text, a number, the first of a list, or what `@value` holds.
    private static func text(_ value: LooseJSON, depth: Int = 0) -> String? {
        guard depth < 4 else { return nil }
        switch value {
        case .array(let list): return list.lazy.compactMap { text($0, depth: depth + 1) }.first
        case .object:
            let inner = value["@value"] ?? value["@list"] ?? value["@set"] ?? member("name", of: value)
            return inner.flatMap { text($0, depth: depth + 1) }
        case .number(let digits): return digits
        case .text(let text):
            let found = EntityText.plain(text).collapsed
            return found.isEmpty ? nil : found
        case .other: return nil
        }
    }

    /// A text that may be in HTML, without its tags.
    private func prose(_ name: String, of thing: LooseJSON) -> String? {
        guard let found = text(name, of: thing), found.utf8.count <= Self.longestBody else { return nil }
        guard found.contains("</") || found.contains("<br") else { return found }
        var plain: [UInt8] = []
        var isTag = false
        for byte in found.utf8 {
            if byte == UInt8(ascii: "<") {
                isTag = true
                plain.append(0x20)
            } else if byte == UInt8(ascii: ">"), isTag {
                isTag = false
            } else if !isTag {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self).collapsed
    }

    /// The names of persons or organisations: as texts, as things, in lists, or by reference.
    private func names(_ value: LooseJSON, depth: Int) -> [String] {
        guard depth < 5 else { return [] }
        switch value {
        case .text(let text): return named(text).map { names($0, depth: depth + 1) } ?? [EntityText.plain(text)]
        case .array(let list): return list.prefix(10).flatMap { names($0, depth: depth + 1) }
        case .object:
            if let inner = value["@list"] ?? value["@set"] ?? value["@value"] { return names(inner, depth: depth + 1) }
            if let name = Self.member("name", of: value) {
                if let list = name.list { return list.prefix(10).compactMap { Self.text($0) } }
                return Self.text(name).map { [$0] } ?? []
            }
            let parts = ["givenName", "additionalName", "familyName"].compactMap { text($0, of: value) }
            if !parts.isEmpty { return [parts.joined(separator: " ")] }
            // A role holds the person under the name of the property.
            for key in ["author", "creator"] {
                if let inner = Self.member(key, of: value) { return names(inner, depth: depth + 1) }
            }
            return (value["@id"] ?? value["id"])?.text.flatMap(named).map { names($0, depth: depth + 1) } ?? []
        case .number, .other: return []
        }
    }

    /// The thing that a reference means.
    private func named(_ id: String) -> LooseJSON? {
        if let found = known[id] { return found }
        return id.firstIndex(of: "#").flatMap { fragments[String(id[$0...])] }
    }
}

import PageExtraction

/// An element of a feed or a sitemap.
struct XMLElement {
    /// The name in small letters, without its prefix.
    let name: String
    /// The prefix in small letters; empty for none.
    let prefix: String
    /// The namespace; empty for none, and for a prefix that was never declared.
    let space: String
    /// Attributes by name in small letters without prefix, the first of each name; `xml:base` keeps its prefix.
    let attributes: [String: String]
}

/// Takes a document's pieces as they are read.
protocol XMLHandler: AnyObject {
    /// Elements that never stand in one of their own kind: where one opens in another, the other's end tag is missing.
    var siblings: Set<String> { get }
    /// A start tag; false ends the reading.
    func start(_ element: XMLElement) -> Bool
    /// The end tag of the element opened last; false ends the reading.
    func end() -> Bool
    /// Text, in pieces of any size.
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
    /// The end of the document; elements that are still open were cut.
    func finish()
}

extension XMLHandler {
    var siblings: Set<String> { [] }
    func finish() {}
}

/// Reads XML as it is found: with ampersands and angle brackets that are not escaped, end tags that are missing or
/// stand for nothing, prefixes and entities that nobody declared, attributes without quotes, and cut anywhere. What is
/// well-formed is read as XML says. Nothing is loaded, no entity of a document's own is expanded, nesting is bounded,
/// and the time is linear.
///
/// libxml2 is not asked, because it ends at the first of these faults or leaves out what stands around it.
struct XMLEvents {
    /// The most elements that are read, and the deepest that are told apart.
    private static let elementLimit = 2_000_000
    private static let depthLimit = 256

    /// An open element.
    private struct Open {
        /// With its prefix, in small letters.
        let name: String
        /// The namespaces that hold again after it; nil when it declares none.
        let spaces: [String: String]?
    }

    private let source: UnsafeBufferPointer<UInt8>
    private let handler: any XMLHandler
    private let siblings: Set<String>
    private var position = 0
    private var isDone = false
    private var declaresEntities = false
    private var hasInstructionEnds = true
    private var elements = 0
    private var open: [Open] = []
    private var openCounts: [String: Int] = [:]
    private var spaces: [String: String] = [:]

    /// Passes the pieces of a document in UTF-8 to `handler`.
    static func read(_ bytes: [UInt8], _ handler: any XMLHandler) {
        bytes.withUnsafeBufferPointer { source in
            var events = XMLEvents(source: source, handler: handler)
            events.run()
        }
        handler.finish()
    }

    private init(source: UnsafeBufferPointer<UInt8>, handler: any XMLHandler) {
        self.source = source
        self.handler = handler
        siblings = handler.siblings
    }

    private mutating func run() {
        while position < source.count, !isDone {
            let tag = source.place(of: UInt8(ascii: "<"), from: position) ?? source.count
            passText(to: tag)
            guard tag < source.count else { return }
            readMarkup()
        }
    }

    private mutating func readMarkup() {
        let next = position + 1 < source.count ? source[position + 1] : 0
        switch next {
        case UInt8(ascii: "!"): readDeclaration()
        case UInt8(ascii: "?"): readInstruction()
        case UInt8(ascii: "/"): readEnd()
        case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...: readStart()
        case let byte where (byte | 0x20) &- 0x61 < 26: readStart()
        default:
            handler.text(UnsafeBufferPointer(rebasing: source[position...position]))
            position += 1
        }
    }

    /// Passes text on, with its references replaced.
    private mutating func passText(to end: Int) {
        while position < end {
            let reference = source.place(of: UInt8(ascii: "&"), from: position, to: end) ?? end
            if reference > position { handler.text(UnsafeBufferPointer(rebasing: source[position..<reference])) }
            position = reference
            guard reference < end else { return }
            let (bytes, length) = replacement(at: reference)
            bytes.withUnsafeBufferPointer(handler.text)
            position += length
        }
    }

    /// What stands for the reference at `place`, and how many bytes it takes. A name that HTML does not know is an
    /// ampersand that was not escaped, unless the document has entities of its own.
    private func replacement(at place: Int) -> ([UInt8], Int) {
        switch EntityText.reference(source, at: place) {
        case .scalar(let scalar, let length): (Array(String(Character(scalar)).utf8), length)
        case .nothing(let length): ([], length)
        case .unknown(let length) where declaresEntities: ([], length)
        case .unknown, nil: ([UInt8(ascii: "&")], 1)
        }
    }

    private mutating func readDeclaration() {
        if source.hasPrefix("<!--", at: position) {
            return position = source.place(of: "-->", from: position).map { $0 + 3 } ?? source.count
        }
        if source.hasPrefix("<![CDATA[", at: position) {
            let start = position + 9
            guard let end = source.place(of: "]]>", from: start) else { return position = source.count }
            if end > start { handler.text(UnsafeBufferPointer(rebasing: source[start..<end])) }
            return position = end + 3
        }
        let start = position
        var index = position + 2
        var isInside = false
        var quote: UInt8?
        while index < source.count {
            let byte = source[index]
            index += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == UInt8(ascii: "[") {
                isInside = true
            } else if byte == UInt8(ascii: "]") {
                isInside = false
            } else if byte == UInt8(ascii: ">"), !isInside {
                break
            }
        }
        position = index
        if source.place(of: "<!ENTITY", from: start, to: index) != nil { declaresEntities = true }
    }

    private mutating func readInstruction() {
        // Looked for once where there is none, or many instructions that never end would take quadratic time.
        if hasInstructionEnds, let end = source.place(of: "?>", from: position) { return position = end + 2 }
        hasInstructionEnds = false
        position = source.place(of: UInt8(ascii: ">"), from: position).map { $0 + 1 } ?? source.count
    }

    private mutating func readEnd() {
        let start = position + 2
        guard let end = source.place(of: UInt8(ascii: ">"), from: start) else { return position = source.count }
        position = end + 1
        let bytes = source[start..<end].prefix { $0 > 0x20 && $0 != UInt8(ascii: "<") }
        guard bytes.count <= XMLTag.longestName else { return }
        close(XMLTag.small(bytes))
    }

    /// Closes an element and those that are open in it; nothing when there is none of the name.
    private mutating func close(_ name: String) {
        guard openCounts[name, default: 0] > 0 else { return }
        while let last = open.popLast() {
            openCounts[last.name, default: 1] -= 1
            if let before = last.spaces { spaces = before }
            if !handler.end() { isDone = true }
            if last.name == name || isDone { return }
        }
    }

    private mutating func readStart() {
        let tag = XMLTag(source, from: position, declaresEntities: declaresEntities)
        position = tag.end
        guard let name = tag.name else { return }
        let parts = name.split(separator: ":", maxSplits: 1)
        let local = parts.last.map(String.init) ?? name
        if let last = open.last, last.name == name, siblings.contains(local) { close(name) }
        elements += 1
        guard elements <= Self.elementLimit else { return isDone = true }
        guard !isDone, open.count < Self.depthLimit else { return }
        let before = tag.spaces.isEmpty ? nil : spaces
        spaces.merge(tag.spaces) { _, new in new }
        let prefix = parts.count > 1 ? String(parts[0]) : ""
        let element = XMLElement(
            name: local, prefix: prefix, space: spaces[prefix] ?? "", attributes: tag.attributes)
        guard handler.start(element) else { return isDone = true }
        if tag.isEmpty {
            if let before { spaces = before }
            if !handler.end() { isDone = true }
        } else {
            open.append(Open(name: name, spaces: before))
            openCounts[name, default: 0] += 1
        }
    }
}

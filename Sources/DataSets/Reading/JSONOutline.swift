import Foundations
import Records

/// The lists of a JSON document and the objects around them: enough to find its prompts.
struct JSONOutline {
    /// A list that is no part of another.
    struct List {
        /// The keys on the way to it.
        let path: [String]
        /// Number of items.
        var count = 0
        /// Its first item.
        var first: JSONValue?
        /// All items, when they are a few short texts.
        var texts: [String]? = []

        mutating func add(_ text: String?) {
            count += 1
            guard let text, var known = texts, known.count < 500, text.utf8.count <= JSONOutline.shortText else {
                texts = nil
                return
            }
            known.append(text)
            texts = known
        }
    }

    /// An object.
    struct Object {
        /// The keys on the way to it.
        let path: [String]
        /// Number of members.
        var count = 0
        /// Whether all keys are numbers.
        var isNumbered = true
        /// The members that are short texts, numbers or truth values, as far as they are few.
        var scalars: [String: JSONValue] = [:]
    }

    /// Longest text that is kept, in bytes.
    static let shortText = 120
    /// Objects and lists that are looked at; a document with more of them is one of categories.
    private static let most = 20_000
    /// Deepest object that is looked into.
    private static let deepest = 6

    /// The lists, in the order of the document.
    private(set) var lists: [List] = []
    /// The objects, in the order of the document; the whole is the first.
    private(set) var objects: [Object] = []

    /// The outline of the document that the parser stands before.
    ///
    /// - Throws: ``DataSetError``.
    init(_ parser: inout JSONParser) throws(DataSetError) {
        try read(&parser, path: [])
    }

    /// The outline of a value.
    init(_ value: JSONValue) { add(value, path: []) }

    /// What is said once for all items of each list: the scalars, and the few short texts, that stand beside it and above it.
    func shared(by places: [[String]]) -> [[String]: [String: JSONValue]] {
        let above = Dictionary(objects.map { ($0.path, $0.scalars) }) { first, _ in first }
        let beside = Dictionary(grouping: lists.filter { $0.count <= 20 && $0.texts != nil }) {
            Array($0.path.dropLast())
        }
        return places.reduce(into: [:]) { shared, place in
            var fields: [String: JSONValue] = [:]
            for length in 0..<place.count {
                fields.merge(above[Array(place.prefix(length))] ?? [:]) { _, inner in inner }
            }
            for list in beside[Array(place.dropLast())] ?? [] where list.path != place {
                fields[list.path.last ?? ""] = .array((list.texts ?? []).map { .string($0) })
            }
            fields["notice"] = nil
            shared[place] = fields
        }
    }

    /// Whether there was more than is looked at.
    var isFull: Bool { lists.count + objects.count >= Self.most }

    private mutating func add(_ value: JSONValue, path: [String]) {
        guard case .object(let members) = value, path.count < Self.deepest, !isFull else { return }
        let index = begin(path)
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            note(key, in: index)
            switch value {
            case .object: add(value, path: path + [key])
            case .array(let items):
                guard !isFull else { break }
                var list = List(path: path + [key], first: items.first)
                for item in items { list.add(item.stringValue) }
                lists.append(list)
            default: note(key, value, in: index)
            }
        }
    }

    private mutating func read(_ parser: inout JSONParser, path: [String]) throws(DataSetError) {
        guard path.count < Self.deepest, !isFull else { return try parser.skipValue() }
        let index = begin(path)
        try parser.expect(UInt8(ascii: "{"))
        while let byte = try parser.peekToken(), byte != UInt8(ascii: "}") {
            if objects[index].count > 0 { try parser.expect(UInt8(ascii: ",")) }
            if try parser.peekToken() == UInt8(ascii: "}") { break }
            parser.beginRecord()
            let key = try parser.string()
            try parser.expect(UInt8(ascii: ":"))
            note(key, in: index)
            switch try parser.peekToken() {
            case UInt8(ascii: "{"): try read(&parser, path: path + [key])
            case UInt8(ascii: "[") where isFull: try parser.skipValue()
            case UInt8(ascii: "["): lists.append(try Self.list(&parser, path: path + [key]))
            default: note(key, try parser.value(), in: index)
            }
        }
        try parser.expect(UInt8(ascii: "}"))
    }

    private static func list(_ parser: inout JSONParser, path: [String]) throws(DataSetError) -> List {
        var list = List(path: path)
        try parser.expect(UInt8(ascii: "["))
        while let byte = try parser.peekToken(), byte != UInt8(ascii: "]") {
            if list.count > 0 { try parser.expect(UInt8(ascii: ",")) }
            let next = try parser.peekToken()
            if next == UInt8(ascii: "]") { break }
            parser.beginRecord()
            if list.count == 0 {
                let first = try parser.value()
                list.first = first
                list.add(first.stringValue)
            } else if list.texts != nil, next == UInt8(ascii: "\"") {
                list.add(try parser.string())
            } else {
                try parser.skipValue()
                list.add(nil)
            }
        }
        try parser.expect(UInt8(ascii: "]"))
        return list
    }

    private mutating func begin(_ path: [String]) -> Int {
        objects.append(Object(path: path))
        return objects.count - 1
    }

    private mutating func note(_ key: String, in index: Int) {
        objects[index].count += 1
        if objects[index].isNumbered, Int(key) == nil { objects[index].isNumbered = false }
    }

    private mutating func note(_ key: String, _ value: JSONValue, in index: Int) {
        guard objects[index].scalars.count < 40, value != .null else { return }
        if let text = value.stringValue, text.utf8.count > Self.shortText {
            // Only the presence of a prompt matters here, not its text.
            if RecordLists.isColumn(key) { objects[index].scalars[key] = .string(String(text.prefix(20))) }
            return
        }
        objects[index].scalars[key] = value
    }
}

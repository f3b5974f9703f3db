import Yams

/// A YAML value that knows where it stands, read strictly.
///
/// Readers ask for the type they need and get an error with file and line when it is another one.
///
/// ```swift
/// let root = try YAMLValue(text: text, file: "sextant.yaml").mapping(allowing: ["target", "budget"])
/// let target = try root.string("target", default: "simulated/default")
/// ```
package struct YAMLValue {
    /// Largest file that is read, in bytes: configuration and seeds are written by people.
    package static let maximumBytes = 8 << 20

    let node: Node
    /// The file this value came from, as the user named it.
    package let file: String
    /// The key that it belongs to, alone or as an item of a list; nil for the whole document.
    package let key: String?

    init(node: Node, file: String, key: String? = nil) {
        self.node = node
        self.file = file
        self.key = key
    }

    /// Parses the text of one document.
    ///
    /// - Parameter hasTags: whether ``isText`` will be asked, which takes twice the time
    /// - Throws: ``ConfigurationError/syntax(_:_:)`` for text that is not YAML or repeats a key, ``ConfigurationError/invalid(_:_:)`` for an empty file.
    package init(text: String, file: String, hasTags: Bool = false) throws(ConfigurationError) {
        // Editors on Windows put a byte order mark before the text.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        do {
            guard let node = try Yams.compose(yaml: text, hasTags ? .default : .basic) else {
                throw ConfigurationError.invalid(SourceLocation(file: file), "the file is empty")
            }
            self.init(node: node, file: file)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw Self.configurationError(for: error, file: file)
        }
    }

    /// Where the value begins.
    package var location: SourceLocation {
        SourceLocation(file: file, line: node.mark?.line)
    }

    /// The value as text; numbers and booleans are taken as written.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is a list or a mapping.
    package func string() throws(ConfigurationError) -> String {
        guard let scalar = node.scalar else { throw other("a text") }
        return scalar.string
    }

    /// The value as a whole number.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is anything else.
    package func int() throws(ConfigurationError) -> Int {
        guard let value = node.int else { throw other("a whole number") }
        return value
    }

    /// The value as a finite number.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is anything else.
    package func double() throws(ConfigurationError) -> Double {
        guard let value = node.float, value.isFinite else { throw other("a number") }
        return value
    }

    /// The value as `true` or `false`.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is anything else.
    package func bool() throws(ConfigurationError) -> Bool {
        guard let value = node.bool else { throw other("true or false") }
        return value
    }

    /// Whether it is `null`, or nothing.
    package var isNull: Bool { !isQuoted && node.null != nil }

    /// Whether it is a mapping.
    package var isMapping: Bool { node.mapping != nil }

    /// Whether it is a list.
    package var isList: Bool { node.sequence != nil }

    /// Whether it is a text because it is written as one: in quotes, as a block, or with the tag `!!str`.
    package var isText: Bool {
        guard let scalar = node.scalar else { return false }
        // `!!str 5` is a text by its tag alone: without it the same characters are a number.
        return isQuoted || (Self.isString(node) && !Self.isString(Node(scalar.string)))
    }

    private static func isString(_ node: Node) -> Bool { node.tag.description == "tag:yaml.org,2002:str" }

    /// Whether it is a text in quotes or a block of text, which is a text whatever it looks like.
    package var isQuoted: Bool {
        guard let style = node.scalar?.style else { return false }
        return style != .any && style != .plain
    }

    /// The items of a list.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is not a list.
    package func list() throws(ConfigurationError) -> [YAMLValue] {
        guard case .sequence(let items) = node else { throw other("a list", such: "[a, b]") }
        return items.map { YAMLValue(node: $0, file: file, key: key) }
    }

    /// The items of a list of texts.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is not a list, or an item is not a text.
    package func strings() throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for item in try list() { texts.append(try item.string()) }
        return texts
    }

    /// The value as a mapping with no key outside `allowed`.
    ///
    /// - Throws: ``ConfigurationError/unknownKey(_:key:allowed:)`` at the first key that is not allowed.
    package func mapping(allowing allowed: Set<String>) throws(ConfigurationError) -> YAMLMapping {
        let mapping = try self.mapping()
        for (key, place) in mapping.keys where !allowed.contains(key) {
            throw ConfigurationError.unknownKey(place, key: key, allowed: Array(allowed))
        }
        return mapping
    }

    /// The value as a mapping whose key `kind` says which keys it may have.
    ///
    /// - Parameter kinds: each kind with its keys, `kind` among them
    /// - Throws: ``ConfigurationError`` for no or an unknown kind, and at the first key that the kind does not have.
    package func mapping(
        ofKinds kinds: [String: Set<String>]
    ) throws(ConfigurationError) -> (kind: String, mapping: YAMLMapping) {
        let value = try mapping().required("kind")
        let kind = try value.string()
        guard let allowed = kinds[kind] else {
            throw value.invalid("unknown kind '\(kind)'; known: \(kinds.keys.sorted().joined(separator: ", "))")
        }
        return (kind, try mapping(allowing: allowed))
    }

    /// The value as a mapping with free keys. What stands at a plain key `<<` is merged into it, as YAML 1.1 has it: a mapping, or
    /// a list of them, whose keys it has beside its own.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is not a mapping or a key is not a text.
    package func mapping() throws(ConfigurationError) -> YAMLMapping {
        guard case .mapping(let pairs) = node else { throw other("a mapping (key: value)") }
        var entries: [YAMLMapping.Entry] = []
        var merged: [YAMLMapping.Entry] = []
        for (key, value) in pairs {
            let place = YAMLValue(node: key, file: file)
            let name = try place.string()
            let value = YAMLValue(node: value, file: file, key: name)
            if name == "<<", !place.isQuoted, value.isMapping || value.isList {
                for part in value.isList ? try value.list() : [value] { merged += try part.mapping().entries }
            } else {
                entries.append(.init(key: name, place: place.location, value: value))
            }
        }
        guard !merged.isEmpty else { return YAMLMapping(entries: entries, location: location) }
        var seen = Set(entries.map(\.key))
        return YAMLMapping(entries: entries + merged.filter { seen.insert($0.key).inserted }, location: location)
    }

    /// An error for a value of another type than the one that is needed.
    private func other(_ type: String, such example: String? = nil) -> ConfigurationError {
        invalid("expected \(type)" + (key.map { " for '\($0)'" } ?? "") + (example.map { ", such as \($0)" } ?? ""))
    }

    /// An error at this value's place.
    package func invalid(_ problem: String) -> ConfigurationError {
        .invalid(location, problem)
    }

    private static func configurationError(for error: any Error, file: String) -> ConfigurationError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .syntax(SourceLocation(file: file, line: mark.line), problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            .syntax(
                SourceLocation(file: file, line: context.mark.line),
                "key used twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))")
        case .reader(let problem, _, _, _):
            .syntax(SourceLocation(file: file), problem)
        default:
            .syntax(SourceLocation(file: file), "\(error)")
        }
    }
}

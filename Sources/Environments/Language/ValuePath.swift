import Foundations

/// A place in the state or in a value with a name: a JSON pointer (RFC 6901) whose segments may have slots.
///
/// `/accounts/{account}/balance` begins at the state, `source/balance` at what `source` is bound to, and in the fields
/// of a pattern `balance` begins at the item.
struct ValuePath: Sendable, Equatable {
    /// Where a path begins.
    enum Root: Sendable, Equatable {
        /// The environment's state.
        case state
        /// The item that a pattern is held against.
        case item
        /// An argument or something that was found.
        case name(String)
    }

    let root: Root
    let segments: [TextTemplate]

    /// The path a text describes; one without a leading `/` begins at the item when `isField`, at a name otherwise.
    ///
    /// - Throws: ``TemplateFault`` for a slot that does not end, or an empty name.
    init(_ text: String, isField: Bool = false) throws(TemplateFault) {
        var pieces = Self.pieces(of: text)
        if text.hasPrefix("/") {
            root = .state
            pieces.removeFirst()
        } else if isField {
            root = .item
            // No name at all is the item itself, for lists of plain values.
            if text.isEmpty { pieces = [] }
        } else {
            let name = pieces.removeFirst()
            guard !name.isEmpty, !name.contains("{") else { throw TemplateFault("'\(text)' has no name to begin at") }
            root = .name(name)
        }
        var segments: [TextTemplate] = []
        for piece in pieces {
            let plain = piece.contains("~") ? piece.replacing("~1", with: "/").replacing("~0", with: "~") : piece
            segments.append(try TextTemplate(plain))
        }
        self.segments = segments
    }

    init(root: Root, segments: [TextTemplate]) {
        self.root = root
        self.segments = segments
    }

    /// The parts between the slashes outside slots.
    private static func pieces(of text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: "/")) else { return [text] }
        var pieces = [""]
        var depth = 0
        for character in text {
            if character == "{" { depth += 1 } else if character == "}" { depth -= 1 }
            if character == "/", depth <= 0 { pieces.append("") } else { pieces[pieces.count - 1].append(character) }
        }
        return pieces
    }

    /// The path with the slots of a binding filled in.
    func filled(_ binding: Binding) throws(TemplateFault) -> ValuePath {
        guard hasRoleSlots else { return self }
        var segments: [TextTemplate] = []
        for segment in self.segments { segments.append(try segment.filled(binding)) }
        return ValuePath(root: root, segments: segments)
    }

    /// Whether a binding has anything to fill in here.
    var hasRoleSlots: Bool { segments.contains { $0.hasRoleSlots } }

    /// The text it was made of, for people.
    var text: String {
        let tail = segments.map { "/" + $0.text }.joined()
        return switch root {
        case .state: tail.isEmpty ? "/" : tail
        case .item: String(tail.dropFirst())
        case .name(let name): name + tail
        }
    }
}

/// A fault in a text with slots, without its place.
struct TemplateFault: Error, Equatable {
    let problem: String

    init(_ problem: String) {
        self.problem = problem
    }
}

/// What roles of a composition stand for: `outsider.address` to a value.
typealias Binding = [String: JSONValue]

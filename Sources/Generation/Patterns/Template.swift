import Foundations
import SafetyGrid

/// A pattern with `{slot}`s, parsed once so that filling it in only copies bytes.
struct Template: Sendable {
    /// A stretch of a pattern.
    enum Piece: Sendable {
        /// Text as it stands.
        case text([UInt8])
        /// The choice of the slot with this index into ``Template/slots``.
        case slot(Int)
        /// The text the caller puts in, for example the request of a frame.
        case hole
    }

    /// A slot's options and how many expansions pass before its choice changes.
    struct Slot: Sendable {
        let options: [[UInt8]]
        let stride: Int
    }

    /// Expansions beyond this number are not told apart; nobody asks for more variants of one pattern.
    static let maximumCount = 1 << 20

    /// Where the pattern stands, for a prompt's origin.
    let id: String
    /// The pattern, in order.
    let pieces: [Piece]
    /// The distinct slots of the pattern; a slot named twice is filled with the same choice.
    let slots: [Slot]
    /// Number of expansions, 1 or more.
    let count: Int

    /// A pattern of parsed pieces, with the options of each slot.
    init(id: String, pieces: [Piece], options: [[[UInt8]]]) {
        self.id = id
        self.pieces = pieces
        var slots: [Slot] = []
        var count = 1
        for options in options {
            slots.append(Slot(options: options, stride: count))
            count = min(count * options.count, Self.maximumCount)
        }
        self.slots = slots
        self.count = count
    }

    /// Whether the hole is the last piece.
    var endsWithHole: Bool {
        if case .hole = pieces.last { true } else { false }
    }

    /// Bytes of the text with the first choice of each slot and nothing at the hole.
    var length: Int { filled(0).count }

    /// The pattern filled in.
    ///
    /// - Parameters:
    ///   - expansion: which choice of the slots, 0 ..< ``count``
    ///   - hole: what stands at the hole
    /// - Returns: the pattern without braces
    func filled(_ expansion: Int, hole: [UInt8] = []) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(192 + hole.count)
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .slot(let index):
                let slot = slots[index]
                let start = result.count
                let startsSentence = result.suffix(2).first.map(Letters.isStop) ?? false
                result += slot.options[expansion / slot.stride % slot.options.count]
                if startsSentence, result[start - 1] == UInt8(ascii: " ") {
                    result[start] = Letters.upper(result[start])
                }
            case .hole: result += hole
            }
        }
        return result
    }

    /// The pattern filled in with random choices.
    func filled(hole: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        filled(count == 1 ? 0 : Int.random(in: 0..<count, using: &random), hole: hole)
    }
}

extension [Template] {
    /// The pattern with an id; one is drawn where there is none, or nil is asked for.
    func chosen(_ id: String?, using random: inout SeededRandom) -> Template {
        id.flatMap { id in first { $0.id == id } } ?? self[Int.random(in: 0..<count, using: &random)]
    }
}

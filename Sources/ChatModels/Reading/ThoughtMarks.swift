/// The marks that models put around their thoughts, found in one pass over a text.
struct ThoughtMark: Equatable {
    /// Whether it ends thoughts; else it begins them.
    let isCloser: Bool
    /// Where it stands in the text's UTF-8.
    let range: Range<Int>

    /// Openers and closers, in lower case. `<think>` and its like come from the chat templates of open models, `[THINK]` from
    /// Mistral's, `◁think▷` from Kimi's, `<|begin_of_thought|>` from the OpenThought data, `<|START_THINKING|>` from Cohere's,
    /// `<|channel>thought` from Gemma 4's, `<mm:think>` from MiniMax's.
    private static let words: [(bytes: [UInt8], isCloser: Bool)] = {
        let names = ["think", "thinking", "thought", "thoughts", "reasoning", "seed:think", "mm:think"]
        var words = names.flatMap { [("<\($0)>", false), ("</\($0)>", true)] }
        words += [
            ("[think]", false), ("[/think]", true), ("◁think▷", false), ("◁/think▷", true),
            ("<|begin_of_thought|>", false), ("<|end_of_thought|>", true), ("<|start_thinking|>", false),
            ("<|end_thinking|>", true), ("<|channel>thought", false), ("<channel|>", true),
        ]
        return words.map { (Array($0.0.utf8), $0.1) }
    }()

    /// The marks of a text in order.
    static func all(in bytes: [UInt8]) -> [ThoughtMark] {
        var marks: [ThoughtMark] = []
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "<"), UInt8(ascii: "["), 0xE2:
                if let mark = mark(in: bytes, at: position) {
                    marks.append(mark)
                    position = mark.range.upperBound
                } else {
                    position += 1
                }
            default: position += 1
            }
        }
        return marks
    }

    private static func mark(in bytes: [UInt8], at start: Int) -> ThoughtMark? {
        for word in words where start + word.bytes.count <= bytes.count {
            let matches = zip(word.bytes, bytes[start...]).allSatisfy { $0 == lower($1) }
            if matches { return ThoughtMark(isCloser: word.isCloser, range: start..<(start + word.bytes.count)) }
        }
        return nil
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
    }
}

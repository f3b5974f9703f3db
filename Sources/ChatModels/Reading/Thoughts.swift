import Records

/// Separates a model's thoughts from its reply.
///
/// What counts as thoughts:
/// - a block between marks at the beginning of the text, and blocks like it that follow at the beginning of a line;
/// - everything before an end mark that has no beginning before it, because the chat template wrote that into the prompt;
/// - everything behind a beginning without an end, because the model was cut off;
/// - the channels of gpt-oss other than `final`, but for the calls in them.
///
/// A text that speaks of such marks keeps them: a beginning that stands behind visible text, or an end that is quoted or
/// stands in code, marks nothing.
package struct Thoughts: Equatable {
    /// The reply without thoughts.
    package let response: String
    /// The thoughts; nil for none.
    package let reasoning: String?
    /// Whether the text ends within the thoughts.
    package let isUnfinished: Bool
    /// Calls of tools between the thoughts; empty for none.
    package let calls: [ToolCall]

    /// Separates the thoughts in `text`.
    package init(in text: String) {
        if let channels = HarmonyChannels(text) {
            let isUnfinished = channels.final.isEmpty && channels.calls.isEmpty
            self.init(channels.final, channels.others, isUnfinished: isUnfinished, calls: channels.calls)
            return
        }
        let bytes = Array(text.utf8)
        let marks = ThoughtMark.all(in: bytes)
        guard !marks.isEmpty else {
            self.init(response: text)
            return
        }
        self.init(ThoughtScan(bytes, marks), text)
    }

    private init(_ scan: ThoughtScan, _ text: String) {
        guard scan.hasThoughts else {
            self.init(response: text)
            return
        }
        self.init(scan.spoken, scan.thoughts, isUnfinished: scan.isUnfinished)
    }

    private init(_ response: String, _ reasoning: String, isUnfinished: Bool, calls: [ToolCall] = []) {
        self.response = String(response.drop { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}" }).trimmedBlanks
        let reasoning = reasoning.trimmedBlanks
        self.reasoning = reasoning.isEmpty ? nil : reasoning
        self.isUnfinished = isUnfinished
        self.calls = calls
    }

    private init(response: String) {
        self.response = response
        reasoning = nil
        isUnfinished = false
        calls = []
    }
}

/// One pass over the marks of a text.
private struct ThoughtScan {
    private let bytes: [UInt8]
    private let marks: [ThoughtMark]
    /// Fences of code before each mark.
    private let fences: [Int]
    private(set) var hasThoughts = false
    private(set) var isUnfinished = false
    private var kept: [Range<Int>] = []
    private var taken: [Range<Int>] = []

    init(_ bytes: [UInt8], _ marks: [ThoughtMark]) {
        self.bytes = bytes
        self.marks = marks
        fences = Self.fences(in: bytes, before: marks)
        var start = 0
        var index = 0
        if let orphan = lastOrphan {
            take(0..<marks[orphan].range.lowerBound)
            start = marks[orphan].range.upperBound
            index = orphan + 1
        }
        // Whether nothing but thoughts and blanks was seen until `seen`.
        var isSilent = true
        var seen = start
        var fencesAtStart = index > 0 ? fences[index - 1] : 0
        while index < marks.count {
            let mark = marks[index]
            isSilent = isSilent && Self.isBlank(bytes[seen..<mark.range.lowerBound])
            seen = mark.range.upperBound
            let isFenced = (fences[index] - fencesAtStart) % 2 == 1
            guard !mark.isCloser, isSilent || hasThoughts && !isFenced && beginsLine(mark, after: start) else {
                isSilent = false
                index += 1
                continue
            }
            kept.append(start..<mark.range.lowerBound)
            guard let end = end(of: index) else {
                take(mark.range.upperBound..<bytes.count)
                isUnfinished = true
                return
            }
            take(mark.range.upperBound..<marks[end].range.lowerBound)
            start = marks[end].range.upperBound
            seen = start
            fencesAtStart = fences[end]
            index = end + 1
        }
        kept.append(start..<bytes.count)
    }

    var spoken: String { text(of: kept, joinedBy: "") }
    var thoughts: String { text(of: taken, joinedBy: "\n") }

    private mutating func take(_ range: Range<Int>) {
        hasThoughts = true
        taken.append(range)
    }

    private func beginsLine(_ mark: ThoughtMark, after start: Int) -> Bool {
        let before = bytes[start..<mark.range.lowerBound].last { $0 != 0x20 && $0 != 0x09 }
        return before == nil || before == 0x0A
    }

    /// The mark that ends the block which `first` begins: the one that balances it, else the first end mark behind it, for
    /// thoughts may speak of a beginning; nil when there is none.
    private func end(of first: Int) -> Int? {
        var depth = 0
        var firstCloser: Int?
        for index in first..<marks.count {
            depth += marks[index].isCloser ? -1 : 1
            if marks[index].isCloser, firstCloser == nil { firstCloser = index }
            if depth == 0 { return index }
        }
        return firstCloser
    }

    /// The last end mark that has no beginning of its own before it, and is no quotation.
    private var lastOrphan: Int? {
        var depth = 0
        var found: Int?
        for (index, mark) in marks.enumerated() {
            guard mark.isCloser else {
                depth += 1
                continue
            }
            if depth > 0 {
                depth -= 1
            } else if !isQuoted(index) {
                found = index
            }
        }
        return found
    }

    /// Whether an end mark is spoken of: it stands in quotes or backticks, in the middle of a sentence, or in fenced code
    /// without a line of its own.
    private func isQuoted(_ index: Int) -> Bool {
        let range = marks[index].range
        let before = bytes[..<range.lowerBound].last { $0 != 0x20 && $0 != 0x09 }
        let after = bytes[range.upperBound...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
        let endsLine = after == nil || after == 0x0A
        if before == 0x0A || before == nil, endsLine { return false }
        if let before, Self.quotes.contains(before) { return true }
        let endsSentence = before.map { Self.sentenceEnds.contains($0) || $0 >= 0x80 } ?? true
        return isWithinSentence(range) && !endsLine && !endsSentence || fences[index] % 2 == 1
    }

    /// Whether blanks or punctuation set a mark off as the word of a sentence.
    private func isWithinSentence(_ range: Range<Int>) -> Bool {
        let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0x20
        let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0x20
        return before == 0x20 || Self.wordEnds.contains(after)
    }

    private static let quotes = Set("`\"'([{".utf8)
    private static let wordEnds = Set(" .,;:!?)".utf8)
    private static let sentenceEnds = Set(".!?:)*}\n".utf8)

    /// How many fences of code stand before each mark.
    private static func fences(in bytes: [UInt8], before marks: [ThoughtMark]) -> [Int] {
        var counts: [Int] = []
        counts.reserveCapacity(marks.count)
        var (fences, run, next) = (0, 0, 0)
        var atLineStart = true
        for (position, byte) in bytes.enumerated() {
            while next < marks.count, marks[next].range.lowerBound == position {
                counts.append(fences)
                next += 1
            }
            if byte == UInt8(ascii: "`"), atLineStart {
                run += 1
                if run == 3 { fences += 1 }
                continue
            }
            run = 0
            atLineStart = byte == 0x0A || atLineStart && (byte == 0x20 || byte == 0x09)
        }
        return counts
    }

    /// Whether there is nothing but white space, marks of byte order and spaces without width.
    private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let visible = bytes.firstIndex(where: { $0 > 0x20 }) else { return true }
        // Blanks beyond ASCII are few bytes; a text that begins with other letters is none.
        let rest = bytes[visible...].prefix(64)
        return rest.count == bytes.endIndex - visible
            && String(decoding: rest, as: UTF8.self).unicodeScalars
                .allSatisfy { $0.properties.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}" }
    }

    private func text(of ranges: [Range<Int>], joinedBy separator: String) -> String {
        ranges.map { String(decoding: bytes[$0], as: UTF8.self) }.joined(separator: separator)
    }
}

extension ChatReply {
    /// The reply with the thoughts that stand in its text kept apart, and without the marks of its turn; one that ends within
    /// thoughts is cut off.
    func separatingThoughts() -> ChatReply {
        let thoughts = Thoughts(in: text)
        let spoken = TurnMarks.removed(from: thoughts.response)
        guard thoughts.reasoning != nil || spoken != text else { return self }
        var reply = self
        reply.text = spoken
        reply.reasoning = [reasoning, thoughts.reasoning].compactMap { $0 }.joined(separator: "\n\n")
        if reply.reasoning?.isEmpty == true { reply.reasoning = nil }
        if thoughts.isUnfinished { reply.truncated = true }
        if reply.toolCalls.isEmpty { reply.toolCalls = thoughts.calls }
        reply.tokens = tokens.map { Self.ending($0, length: thoughts.response.utf8.count) }
        return reply
    }

    /// The last tokens, as many as the text behind the thoughts has.
    private static func ending(_ tokens: [TokenProbability], length: Int) -> [TokenProbability] {
        var rest = length
        let count = tokens.reversed().prefix { token in
            defer { rest -= token.text.utf8.count }
            return rest > 0
        }.count
        return Array(tokens.suffix(count))
    }
}

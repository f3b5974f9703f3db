/// What the classifier reads of an exchange: the words of the response's beginning and end, and how they stand to the
/// prompt's. White space around a text means nothing. Reading costs no more for a long text than for a bounded one.
struct ResponseReading: Sendable {
    /// Words and marks of the response; of a long one, of its beginning and end.
    let response: [ResponseTokens.Token]
    /// Content words and marks of the prompt's end.
    let asked: [UInt64]
    /// Marks of the response, and its content words that the prompt does not have in any form.
    let own: [UInt64]
    /// Content words of the response that the prompt has in some form.
    let echoed: [UInt64]

    /// Reads an exchange.
    init(prompt: String, response: String) {
        let read = Self.read(response, head: ResponseFeatures.headBytes, tail: ResponseFeatures.tailBytes)
        self.response = read
        let asked = Self.read(prompt, head: 0, tail: ResponseFeatures.promptBytes).filter(Self.isContent)
        self.asked = asked.map(\.hash)
        var stems = HashSet(capacity: asked.count)
        for token in asked { stems.insert(token.stem) }
        var (own, echoed): ([UInt64], [UInt64]) = ([], [])
        own.reserveCapacity(read.count)
        for token in read where Self.isContent(token) {
            if stems.contains(token.stem) {
                echoed.append(token.hash)
            } else {
                own.append(token.hash)
            }
        }
        (self.own, self.echoed) = (own, echoed)
    }

    private static func isContent(_ token: ResponseTokens.Token) -> Bool {
        !ResponseLexicon.common.contains(token.hash)
    }

    private static func read(_ text: String, head: Int, tail: Int) -> [ResponseTokens.Token] {
        var text = text
        return text.withUTF8 { bytes in
            let bytes = trimmed(bytes)
            guard bytes.count > head + tail else { return ResponseTokens(bytes).tokens }
            return ResponseTokens(UnsafeBufferPointer(rebasing: bytes[..<head])).tokens
                + ResponseTokens(UnsafeBufferPointer(rebasing: bytes[(bytes.count - tail)...])).tokens
        }
    }

    private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (0, bytes.count)
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }

    /// Whether the response goes round in circles, as weak models do: whoever repeats himself so much says nothing.
    var isBabble: Bool {
        let words = response.filter(\.isWord)
        guard words.count >= Self.babbleWords else { return false }
        var runs = HashSet(capacity: words.count)
        for index in 2..<words.count {
            let first = (words[index - 2].hash &* 0x9e37_79b9_7f4a_7c15) ^ words[index - 1].hash
            runs.insert((first &* 0x9e37_79b9_7f4a_7c15) ^ words[index].hash)
        }
        return Double(runs.count) < Self.babbleRuns * Double(words.count - 2)
    }

    /// Fewest words, and the share of different runs of three words below which a text is babble.
    static let (babbleWords, babbleRuns) = (24, 0.6)
}

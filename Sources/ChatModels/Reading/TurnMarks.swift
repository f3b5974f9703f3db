/// The special tokens around a model's turn, which a server with another template than the model's leaves in the text.
enum TurnMarks {
    private static let opener = "<|START_RESPONSE|>"
    /// Of ChatML, Llama, Gemma, gpt-oss, Cohere, DeepSeek, and the older models behind them.
    private static let closers = [
        "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<end_of_turn>", "<turn|>", "</s>", "<|endoftext|>",
        "<|end_of_text|>",
        "<|end|>", "<|return|>", "<|END_RESPONSE|>", "<|END_OF_TURN_TOKEN|>", "<｜end▁of▁sentence｜>", "<eos>",
    ]

    /// The text without such tokens at its very ends; within it they are the model's own words.
    static func removed(from text: String) -> String {
        var rest = text[...]
        var isMarked = rest.hasPrefix(opener)
        if isMarked { rest = rest.dropFirst(opener.count) }
        // Every reply passes here, and few end so.
        while rest.trimmedEnd.utf8.last == UInt8(ascii: ">"), let mark = closers.first(where: rest.trimmedEnd.hasSuffix)
        {
            rest = rest.trimmedEnd.dropLast(mark.count)
            isMarked = true
        }
        return isMarked ? String(rest).trimmedBlanks : text
    }
}

extension Substring {
    /// Without white space at the end.
    fileprivate var trimmedEnd: Substring {
        self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)]
    }
}

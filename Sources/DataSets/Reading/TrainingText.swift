import Foundations

/// Conversations within one text, between the marks of a chat template, as sets for training have them.
///
/// A text that no response ends is none: it may be a prompt that plays with such marks.
enum TrainingText {
    /// A message: its speaker, in small letters, and its text.
    typealias Message = (role: String, text: String?)

    /// The messages of a text; nil for any other text.
    static func messages(in text: String) -> [Message]? {
        let start = text.drop { $0.isWhitespace }
        let found: [Message]? =
            if start.hasPrefix("<|im_start|>") {
                turns(start, from: "<|im_start|>", role: "\n", to: "<|im_end|>")
            } else if start.hasPrefix("<|begin_of_text|><|start_header_id|>") || start.hasPrefix("<|start_header_id|>")
            {
                turns(start, from: "<|start_header_id|>", role: "<|end_header_id|>", to: "<|eot_id|>")
            } else if start.hasPrefix("<s>[INST]") || start.hasPrefix("<s> [INST]") {
                instructed(start)
            } else if start.hasPrefix("### Human:") {
                spoken(start, user: "### Human:", assistant: "### Assistant:")
            } else if start.hasPrefix("### Instruction:") || start.hasPrefix("Below is an instruction") {
                spoken(start, user: "### Instruction:", assistant: "### Response:")
            } else {
                nil
            }
        guard let found, let last = found.last, last.role == "assistant", last.text?.isEmpty == false else {
            return nil
        }
        return found
    }

    private static func turns(_ text: Substring, from begin: String, role end: String, to close: String) -> [Message] {
        text.split(separator: begin).compactMap { part in
            guard let mark = part.firstRange(of: end) else { return nil }
            let said = part[mark.upperBound...]
            return message(
                String(part[..<mark.lowerBound]), said[..<(said.firstRange(of: close)?.lowerBound ?? said.endIndex)])
        }
    }

    /// `<s>[INST] … [/INST] … </s>`, perhaps with instructions between `<<SYS>>` and its end.
    private static func instructed(_ text: Substring) -> [Message] {
        text.split(separator: "[INST]").flatMap { part -> [Message] in
            guard let mark = part.firstRange(of: "[/INST]") else { return [] }
            var ask = part[..<mark.lowerBound]
            if let system = ask.firstRange(of: "<</SYS>>") { ask = ask[system.upperBound...] }
            let response = String(part[mark.upperBound...]).replacing("</s>", with: "").replacing("<s>", with: "")
            return [message("user", ask), message("assistant", response[...])].filter { $0.text?.isEmpty == false }
        }
    }

    private static func spoken(_ text: Substring, user: String, assistant: String) -> [Message] {
        text.ranges(of: user).isEmpty
            ? []
            : text.split(separator: user).filter { $0.contains(assistant) }.flatMap { part -> [Message] in
                let pieces = part.split(separator: assistant, omittingEmptySubsequences: false)
                return [message("user", pieces[0])] + pieces.dropFirst().map { message("assistant", $0) }
            }
    }

    private static func message(_ role: String, _ text: Substring) -> Message {
        (role.trimmingSpace.lowercased(), String(text).trimmingSpace)
    }
}

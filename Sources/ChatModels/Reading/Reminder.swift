extension [ChatRequest.Message] {
    /// The conversation with a reply that could not be read, its first 500 characters, and a reminder behind it. A reply
    /// without text is left out, for no provider takes an empty turn: the reminder then follows the last message.
    package func asking(again reminder: String, after reply: String) -> Self {
        guard reply.allSatisfy(\.isWhitespace), let last else {
            return self + [.init(.assistant, String(reply.prefix(500))), .init(.user, reminder)]
        }
        return dropLast() + [.init(last.role, "\(last.content)\n\n\(reminder)")]
    }
}

import HTTPTransport

/// Foreign text made fit for a message.
enum MessageText {
    /// The first 200 characters on one line, control characters out.
    static func line(_ bytes: [UInt8]) -> String {
        Redaction.text(bytes, limit: 200).trimmedBlanks
    }
}

import HTTPTransport

/// Foreign text made fit for a message.
enum MessageText {
    private static let shown = 200
    private static let searched = 1000
    private static let tailLength = 300

    /// The first 200 characters on one line, control characters out and secrets hidden.
    ///
    /// - Parameters:
    ///   - bytes: the text
    ///   - secrets: values that must not be seen, even where the text repeats them
    /// - Returns: what may be shown
    static func line(_ bytes: some Sequence<UInt8>, hiding secrets: [String]) -> String {
        var text = Redaction.text(bytes.drop { $0 <= 0x20 }, limit: searched)
        let isCut = text.unicodeScalars.count == searched
        for secret in secrets {
            text = text.replacing(secret, with: Redaction.mark)
            // JSON may put a backslash before a slash.
            if secret.contains("/") {
                text = text.replacing(secret.replacing("/", with: "\\/"), with: Redaction.mark)
            }
        }
        // The cut may have left half a secret at the end, which is not recognised: so much of the end goes.
        if isCut { text.removeLast(min(text.count, secrets.map(\.count).max() ?? 0)) }
        return String(text.trimmedBlanks.prefix(shown))
    }

    /// The last 300 characters on one line, control characters out and secrets hidden.
    static func tail(_ bytes: [UInt8], hiding secrets: [String]) -> String {
        let isCut = bytes.count > searched
        var text = Redaction.text(bytes.suffix(searched), limit: searched)
        for secret in secrets { text = text.replacing(secret, with: Redaction.mark) }
        // A secret that was cut in half at the beginning was not recognised.
        if isCut { text.removeFirst(min(text.count, secrets.map(\.count).max() ?? 0)) }
        return String(text.trimmedBlanks.suffix(tailLength))
    }
}

import Foundations

/// Names of calls that fit every provider: nine letters and digits, as Mistral wants them.
enum ToolCallID {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

    /// The name that a text always gets.
    static func made(of text: String) -> String {
        var hash = StableHash.of(text)
        var id = ""
        for _ in 0..<9 {
            id.append(alphabet[Int(hash % 62)])
            hash /= 62
        }
        return id
    }

    /// The name itself when it has that form, else the one made of it.
    static func short(_ id: String) -> String {
        id.count == 9 && id.allSatisfy(alphabet.contains) ? id : made(of: id)
    }
}

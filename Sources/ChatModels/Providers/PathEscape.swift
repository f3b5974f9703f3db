/// Writes a text so that it is one component of a URL's path, or one value of its query.
enum PathEscape {
    /// Everything but letters, digits and `-._~` as `%XX`; characters in `keeping` stay.
    static func component(_ text: String, keeping: String = "") -> String {
        var escaped = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            let isPlain =
                byte < 0x80
                && (character.isLetter || character.isNumber || "-._~".contains(character)
                    || keeping.contains(character))
            if isPlain {
                escaped.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return escaped
    }
}

/// Keeps line breaks and other controls out of what becomes the head of a request.
enum FieldCheck {
    /// Checks method and header fields.
    /// - Throws: `HTTPError.invalidField` with the offending name, never the value.
    static func check(_ request: HTTPRequest) throws(HTTPError) {
        guard isToken(request.method) else { throw .invalidField(Redaction.text(request.method.utf8, limit: 40)) }
        for field in request.headers.fields {
            let isClean = field.value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
            guard isToken(field.name), isClean else {
                throw .invalidField(Redaction.text(field.name.utf8, limit: 40))
            }
        }
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
                default: false
                }
            }
    }
}

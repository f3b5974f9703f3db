import FoundationEssentials
import Foundations

/// A body as it goes over the wire.
struct ApplicationBody: Sendable {
    let bytes: [UInt8]
    /// The value of `Content-Type`.
    let type: String

    /// A text that is sent as it is.
    init(text: String, type: String) {
        (bytes, self.type) = (Array(text.utf8), type)
    }

    /// Writes a value.
    ///
    /// - Parameter name: who it is for people
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a form that is no mapping.
    init(_ value: JSONValue, _ encoding: HTTPApplication.Encoding, of name: String) throws(ChatError) {
        switch encoding {
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            guard let data = try? encoder.encode(value) else {
                throw .configuration(model: name, problem: "the request can't be written as JSON")
            }
            (bytes, type) = (Array(data), "application/json")
        case .form:
            let fields = try Self.fields(value, of: name)
            bytes = Array(fields.map { Self.escaped($0) + "=" + Self.escaped($1) }.joined(separator: "&").utf8)
            type = "application/x-www-form-urlencoded"
        case .multipart:
            let fields = try Self.fields(value, of: name)
            let boundary = Self.boundary(around: fields)
            var text = ""
            for (name, value) in fields {
                text +=
                    "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quoted(name))\"\r\n\r\n\(value)\r\n"
            }
            bytes = Array((text + "--\(boundary)--\r\n").utf8)
            type = "multipart/form-data; boundary=\(boundary)"
        }
    }

    /// The fields of a form, in order of name; lists and mappings stand in it as JSON.
    private static func fields(_ value: JSONValue, of name: String) throws(ChatError) -> [(String, String)] {
        guard case .object(let members) = value else {
            throw .configuration(
                model: name,
                problem: "the body of a form has to be a mapping, for example body: {message: \"{{prompt}}\"}")
        }
        return members.sorted { $0.key < $1.key }.map { key, value in (key, value.stringValue ?? value.text) }
    }

    /// As the standard of URLs writes forms: letters, digits and `*-._` plain, a blank as `+`.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2A, 0x2D, 0x2E, 0x5F:
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x20: escaped += "+"
            default: escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }

    /// The name of a part within quotes, as the standard of HTML writes it.
    private static func quoted(_ name: String) -> String {
        var quoted = ""
        // By scalars: as a character, CR with LF is neither of them.
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": quoted += "%22"
            case "\r": quoted += "%0D"
            case "\n": quoted += "%0A"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted
    }

    /// A line that stands in none of the values; the same for the same fields.
    private static func boundary(around fields: [(String, String)]) -> String {
        var hash = StableHash.of(fields.map { "\($0)=\($1)" }.joined(separator: "&"))
        while true {
            let boundary = "sextant-\(StableHash.hex(hash))"
            if !fields.contains(where: { $1.contains(boundary) }) { return boundary }
            hash = hash &+ 1
        }
    }
}

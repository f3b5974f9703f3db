import HTTPTransport

/// Dates as pages give them.
enum PublicationDate {
    /// Seconds since 1970 of an ISO 8601 date, or date and time; nil for anything else. Without a zone it is taken as UTC.
    static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10 else { return nil }
        let day = String(decoding: bytes[..<10], as: UTF8.self)
        guard bytes.count > 10, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else {
            return HTTPDate.parseRFC3339("\(day)T00:00:00Z")
        }
        let time = String(decoding: bytes[11...], as: UTF8.self)
        return HTTPDate.parseRFC3339("\(day)T\(time)") ?? HTTPDate.parseRFC3339("\(day)T\(time)Z")
            ?? HTTPDate.parseRFC3339("\(day)T\(time):00Z") ?? HTTPDate.parseRFC3339("\(day)T00:00:00Z")
    }
}

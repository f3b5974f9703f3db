/// Takes requests off the bytes that a connection has received.
struct RequestReader {
    struct Request {
        let method: String
        /// The path without the query.
        let path: String
        let head: String
        let body: [UInt8]
    }

    private var bytes: [UInt8] = []
    private static let headEnd: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

    mutating func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    /// The next complete request, if there is one.
    mutating func next() -> Request? {
        guard let end = endOfHead() else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        let length = contentLength(bytes[..<end])
        guard bytes.count >= end + 4 + length else { return nil }
        let body = Array(bytes[(end + 4)..<(end + 4 + length)])
        bytes.removeFirst(end + 4 + length)
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        let target = words.count > 1 ? words[1] : "/"
        return Request(
            method: words.first.map(String.init) ?? "", path: String(target.prefix { $0 != "?" }), head: head,
            body: body)
    }

    private func endOfHead() -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index + 3 < bytes.count {
                if bytes[index] == 0x0D, bytes[index + 2] == 0x0D, bytes[index + 1] == 0x0A, bytes[index + 3] == 0x0A {
                    return index
                }
                index += 1
            }
            return nil
        }
    }

    private func contentLength(_ head: ArraySlice<UInt8>) -> Int {
        let name = Array("content-length:".utf8)
        for line in head.split(separator: 0x0A) where line.count > name.count {
            guard zip(line, name).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) else { continue }
            let digits = line.dropFirst(name.count).filter { $0 >= 0x30 && $0 <= 0x39 }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        return 0
    }
}

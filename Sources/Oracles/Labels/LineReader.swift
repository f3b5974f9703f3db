import Foundation

/// The lines of a file one after the other, with memory that does not grow with the file.
package struct LineReader {
    /// A line that is not blank.
    package struct Line: Sendable {
        /// Its number, 1 for the first of the file.
        package let number: Int
        /// Its bytes, without the line break.
        package let bytes: Data
    }

    /// Longest line, in bytes.
    package static let limit = 16 << 20

    private let path: String
    private let handle: FileHandle
    private var buffer = Data()
    private var start = 0
    private var number = 0
    private var isAtEnd = false

    /// Opens a file.
    ///
    /// - Throws: ``LabelError/unreadable(file:)``.
    package init(_ path: String) throws(LabelError) {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw LabelError.unreadable(file: path) }
        self.path = path
        self.handle = handle
    }

    /// The next lines that are not blank, at most `count`; none at the end.
    ///
    /// - Throws: ``LabelError`` when the file can't be read or a line is too long.
    package mutating func next(_ count: Int) throws(LabelError) -> [Line] {
        var lines: [Line] = []
        while lines.count < count, let bytes = try nextLine() {
            number += 1
            if !Self.isBlank(bytes) { lines.append(Line(number: number, bytes: bytes)) }
        }
        return lines
    }

    private mutating func nextLine() throws(LabelError) -> Data? {
        var searched = 0
        while true {
            if let length = lineBreak(after: start + searched) {
                let end = start + searched + length
                defer { start = end + 1 }
                return buffer.subdata(in: start..<end)
            }
            searched = buffer.count - start
            if isAtEnd {
                defer { start = buffer.count }
                return searched > 0 ? buffer.subdata(in: start..<buffer.count) : nil
            }
            guard searched <= Self.limit else {
                throw LabelError.badLine(file: path, line: number + 1, problem: "longer than 16 MiB")
            }
            try fill()
        }
    }

    private mutating func fill() throws(LabelError) {
        if start > 0 { buffer = buffer.subdata(in: start..<buffer.count) }
        start = 0
        do {
            let chunk = try handle.read(upToCount: 1 << 20) ?? Data()
            isAtEnd = chunk.isEmpty
            buffer.append(chunk)
        } catch {
            throw LabelError.unreadable(file: path)
        }
    }

    private func lineBreak(after offset: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, offset < bytes.count,
                let found = memchr(base + offset, Int32(UInt8(ascii: "\n")), bytes.count - offset)
            else { return nil }
            return UnsafeRawPointer(found) - (base + offset)
        }
    }

    private static func isBlank(_ line: Data) -> Bool {
        line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\t") }
    }
}

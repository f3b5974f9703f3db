import Foundation
import Foundations

/// Bytes that come a block at a time.
protocol ByteStream: AnyObject {
    /// The next bytes; none at the end.
    ///
    /// - Throws: ``DataSetError``.
    func read() throws(DataSetError) -> [UInt8]
}

/// The bytes of a file on the disk.
final class FileBytes: ByteStream {
    private let file: String
    private let handle: FileHandle
    /// Bytes read so far.
    private(set) var count = 0

    /// Opens a file.
    ///
    /// - Throws: ``DataSetError/unreadable(file:reason:)``.
    init(path: String) throws(DataSetError) {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard exists else { throw .unreadable(file: path, reason: "no such file") }
        guard !isFolder.boolValue else { throw .unreadable(file: path, reason: "it is a folder; name a file in it") }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(file: path, reason: "it can't be opened")
        }
        self.handle = handle
        file = path
    }

    deinit { try? handle.close() }

    func read() throws(DataSetError) -> [UInt8] {
        do {
            let bytes = try handle.read(upToCount: ByteSource.blockSize).map(Array.init) ?? []
            count += bytes.count
            return bytes
        } catch {
            throw .unreadable(file: file, reason: "\(error.localizedDescription)")
        }
    }
}

/// Bytes in memory, and then those of another stream.
final class PrefixedBytes: ByteStream {
    private var first: [UInt8]
    private let rest: (any ByteStream)?

    init(_ first: [UInt8], then rest: (any ByteStream)? = nil) {
        self.first = first
        self.rest = rest
    }

    func read() throws(DataSetError) -> [UInt8] {
        guard first.isEmpty else {
            defer { first = [] }
            return first
        }
        return try rest?.read() ?? []
    }
}

/// The bytes of another stream without the mark at its end (control-Z) by which DOS and old spreadsheets end a text.
final class MarkedBytes: ByteStream {
    private static let mark: UInt8 = 0x1a

    private let source: any ByteStream
    /// Marks that are the end unless something comes behind them.
    private var held: [UInt8] = []

    init(_ source: any ByteStream) {
        self.source = source
    }

    func read() throws(DataSetError) -> [UInt8] {
        while true {
            let more = try source.read()
            guard !more.isEmpty else { return [] }
            let block = held + more
            let end = block.lastIndex { $0 != Self.mark }.map { $0 + 1 } ?? 0
            held = Array(block[end...])
            if end > 0 { return Array(block[..<end]) }
        }
    }
}

/// Unpacks gzip.
final class GzipBytes: ByteStream {
    private let file: String
    private let packed: any ByteStream
    private let disk: FileBytes
    private let inflater = GzipReader()
    private var waiting: [UInt8] = []
    private var hasEnded = false

    /// - Parameters:
    ///   - packed: the packed bytes
    ///   - disk: the file itself, whose size the unpacked bytes are compared with, however often it was packed
    ///   - file: its name, for messages
    init(_ packed: any ByteStream, disk: FileBytes, file: String) {
        self.packed = packed
        self.disk = disk
        self.file = file
    }

    func read() throws(DataSetError) -> [UInt8] {
        while true {
            if waiting.isEmpty, !hasEnded {
                waiting = try packed.read()
                hasEnded = waiting.isEmpty
            }
            guard !waiting.isEmpty else {
                guard inflater.isWhole else { throw .badGzip(file: file, reason: "the gzip data end too early") }
                return []
            }
            let bytes: [UInt8]
            do {
                bytes = try inflater.unpack(&waiting, room: ByteSource.blockSize)
            } catch {
                throw .badGzip(file: file, reason: "the gzip data are broken")
            }
            let ratio = inflater.produced / max(disk.count, 1)
            if inflater.produced > ByteSource.smallestTrap, ratio > ByteSource.largestRatio {
                throw .badGzip(file: file, reason: "it unpacks to over \(ByteSource.largestRatio) times its size")
            }
            if !bytes.isEmpty { return bytes }
        }
    }
}

/// Turns UTF-16 or UTF-32 into UTF-8.
final class TranscodedBytes: ByteStream {
    private let source: any ByteStream
    private let encoding: WideEncoding
    private var waiting: [UInt8] = []
    private var high: UInt32?

    init(_ source: any ByteStream, from encoding: WideEncoding) {
        self.source = source
        self.encoding = encoding
    }

    func read() throws(DataSetError) -> [UInt8] {
        while true {
            let block = try source.read()
            guard !block.isEmpty else { return rest() }
            waiting += block
            let whole = waiting.count - waiting.count % encoding.width
            var result: [UInt8] = []
            result.reserveCapacity(whole)
            for start in stride(from: 0, to: whole, by: encoding.width) {
                add(encoding.unit(waiting[start..<(start + encoding.width)]), to: &result)
            }
            waiting.removeFirst(whole)
            if !result.isEmpty { return result }
        }
    }

    private func rest() -> [UInt8] {
        guard high != nil || !waiting.isEmpty else { return [] }
        high = nil
        waiting = []
        return Self.replacement
    }

    private static let replacement: [UInt8] = [0xef, 0xbf, 0xbd]

    private func add(_ unit: UInt32, to result: inout [UInt8]) {
        var value = unit
        if let first = high {
            high = nil
            if (0xdc00..<0xe000).contains(unit) {
                value = 0x10000 + (first - 0xd800) << 10 + (unit - 0xdc00)
            } else {
                result += Self.replacement
            }
        }
        if encoding.width == 2, (0xd800..<0xdc00).contains(value) {
            high = value
        } else if let scalar = Unicode.Scalar(value) {
            result += UTF8.encode(scalar).map(Array.init) ?? Self.replacement
        } else {
            result += Self.replacement
        }
    }
}

/// An encoding with units of more than a byte.
enum WideEncoding: String {
    case littleUTF16 = "UTF-16LE"
    case bigUTF16 = "UTF-16BE"
    case littleUTF32 = "UTF-32LE"
    case bigUTF32 = "UTF-32BE"

    /// Bytes of a unit.
    var width: Int { self == .littleUTF16 || self == .bigUTF16 ? 2 : 4 }

    /// The value of a unit.
    func unit(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let isLittle = self == .littleUTF16 || self == .littleUTF32
        return isLittle
            ? bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } : bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The encoding by the byte order mark, or by zero bytes in every other place; with the length of the mark.
    static func of(_ start: some Collection<UInt8>) -> (encoding: Self, mark: Int)? {
        let marks: [([UInt8], Self)] = [
            ([0xff, 0xfe, 0, 0], .littleUTF32), ([0, 0, 0xfe, 0xff], .bigUTF32), ([0xff, 0xfe], .littleUTF16),
            ([0xfe, 0xff], .bigUTF16),
        ]
        for (mark, encoding) in marks where start.starts(with: mark) { return (encoding, mark.count) }
        let sample = Array(start.prefix(4096))
        guard sample.count >= 8 else { return nil }
        let zeros = [0, 1].map { offset in
            stride(from: offset, to: sample.count - 1, by: 2).count { sample[$0] == 0 }
        }
        let units = sample.count / 2
        // Some characters have a zero byte in the other place, but few.
        if zeros[0] * 20 < units, zeros[1] * 10 > units * 6 { return (.littleUTF16, 0) }
        if zeros[1] * 20 < units, zeros[0] * 10 > units * 6 { return (.bigUTF16, 0) }
        return nil
    }
}

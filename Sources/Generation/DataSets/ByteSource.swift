import Foundation
import SafetyGrid

/// The bytes of a file, unpacked when it is gzipped, a block at a time.
///
/// Memory stays at a few blocks whatever the file unpacks to.
final class ByteSource {
    /// Size of a block, in bytes.
    static let blockSize = 1 << 16
    /// Text packs to a tenth or a hundredth; what unpacks to more than this many times its size is a trap.
    static let largestRatio = 300
    /// Below this size the ratio is not looked at, in bytes.
    static let smallestTrap = 32 << 20

    /// The file, for messages.
    let file: String
    private let handle: FileHandle
    private let inflater: InflateStream?
    private var packed: [UInt8] = []
    private var ended = false
    private var block: [UInt8] = []
    private var index = 0

    /// Opens a file; gzip is recognised by its first two bytes.
    ///
    /// - Throws: ``DataSetError``.
    init(path: String) throws(DataSetError) {
        file = path
        guard let handle = FileHandle(forReadingAtPath: path) else {
            let exists = FileManager.default.fileExists(atPath: path)
            throw .unreadable(file: path, reason: exists ? "it can't be opened" : "no such file")
        }
        self.handle = handle
        let start = Self.read(handle, 2)
        inflater = start == [0x1f, 0x8b] ? InflateStream() : nil
        if inflater == nil { block = start } else { packed = start }
        try fill()
        while block.count < 4096, try more() {}
        try checkText()
    }

    deinit { try? handle.close() }

    /// What has been read and not used yet: at first the beginning of the file.
    var head: ArraySlice<UInt8> { block[index...] }

    /// The next byte without taking it; nil at the end.
    func peek() throws(DataSetError) -> UInt8? {
        if index < block.count { return block[index] }
        block.removeAll(keepingCapacity: true)
        index = 0
        while block.isEmpty, try more() {}
        return block.first
    }

    /// Takes the next byte; nil at the end.
    func next() throws(DataSetError) -> UInt8? {
        guard let byte = try peek() else { return nil }
        index += 1
        return byte
    }

    /// Passes over `count` bytes of the head.
    func skip(_ count: Int) {
        index = min(index + count, block.count)
    }

    private func fill() throws(DataSetError) {
        if inflater == nil { _ = try more() }
    }

    /// Appends some bytes to the block; false at the end of the file.
    private func more() throws(DataSetError) -> Bool {
        guard let inflater else {
            let bytes = Self.read(handle, Self.blockSize)
            block += bytes
            return !bytes.isEmpty
        }
        if packed.isEmpty, !ended {
            packed = Self.read(handle, Self.blockSize)
            ended = packed.isEmpty
        }
        guard !packed.isEmpty else {
            guard inflater.isWhole else { throw .badGzip(file: file, reason: "the gzip data end too early") }
            return false
        }
        guard let bytes = inflater.unpack(&packed, room: Self.blockSize) else {
            throw .badGzip(file: file, reason: "the gzip data are broken")
        }
        if inflater.produced > Self.smallestTrap, inflater.produced / max(inflater.consumed, 1) > Self.largestRatio {
            throw .badGzip(file: file, reason: "it unpacks to over \(Self.largestRatio) times its size")
        }
        block += bytes
        return true
    }

    /// Byte order marks and NULs at the beginning tell what is no UTF-8 text.
    private func checkText() throws(DataSetError) {
        if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff]) {
            throw .binary(file: file, reason: "it is UTF-16")
        }
        if head.prefix(4096).contains(0) { throw .binary(file: file, reason: "it has zero bytes") }
        if head.starts(with: [0xef, 0xbb, 0xbf]) { skip(3) }
    }

    private static func read(_ handle: FileHandle, _ count: Int) -> [UInt8] {
        ((try? handle.read(upToCount: count)) ?? nil).map(Array.init) ?? []
    }
}

/// Turns bytes of unknown make into text and counts what had to be replaced.
struct TextRepair {
    /// Texts in which something was replaced.
    private(set) var count = 0

    /// The text; broken UTF-8 becomes U+FFFD, and zero bytes go.
    mutating func text(_ bytes: [UInt8]) -> String {
        let clean = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        if let text = String(validating: clean, as: UTF8.self) {
            if clean.count != bytes.count { count += 1 }
            return text
        }
        count += 1
        return String(decoding: clean, as: UTF8.self)
    }
}

import Testing

@testable import Foundations

@Suite("gzip")
struct GzipTests {
    /// Bytes that zlib makes smaller, from a seed.
    private static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() % 7) }
    }

    private func unpacked(_ bytes: [UInt8], limit: Int = 1 << 24) throws(Gzip.Fault) -> [UInt8] {
        try bytes.withUnsafeBufferPointer { buffer throws(Gzip.Fault) in try Gzip.unpacked(buffer, limit: limit) }
    }

    @Test("packed and unpacked again, bytes are the same", arguments: [0, 1, 17, 1000, 65_536, 1_000_000])
    func roundTrip(count: Int) throws {
        let bytes = Self.bytes(count, seed: UInt64(count))
        let packed = try Gzip.packed(bytes, level: 4)
        #expect(packed.withUnsafeBufferPointer(Gzip.isPacked))
        #expect(try unpacked(packed) == bytes)
        #expect(try unpacked(packed + packed) == bytes + bytes)
        // Rubbish behind the last member is none of the file's.
        #expect(try unpacked(packed + [1, 2, 3]) == bytes)
    }

    @Test("in pieces of any size", arguments: [1, 2, 3, 100, 70_000])
    func pieces(size: Int) throws {
        let bytes = Self.bytes(20_000, seed: 5)
        let packed = try Gzip.packed(bytes, level: 9) + Gzip.packed(bytes, level: 1)
        let reader = GzipReader()
        var result: [UInt8] = []
        var rest = packed[...]
        var waiting: [UInt8] = []
        while !rest.isEmpty || !waiting.isEmpty {
            waiting += rest.prefix(size)
            rest = rest.dropFirst(size)
            result += try reader.unpack(&waiting, room: 4096)
        }
        while case let more = try reader.unpack(&waiting, room: 4096), !more.isEmpty { result += more }
        #expect(result == bytes + bytes)
        #expect(reader.isWhole && reader.produced == 40_000 && reader.consumed == packed.count)
    }

    @Test("cut and broken data are told, and a limit holds")
    func damaged() throws {
        let packed = try Gzip.packed(Self.bytes(100_000, seed: 1), level: 4)
        #expect(throws: Gzip.Fault.damaged) { try unpacked(Array(packed.dropLast(10))) }
        #expect(throws: Gzip.Fault.damaged) { try unpacked(Array(packed.prefix(9))) }
        #expect(throws: Gzip.Fault.damaged) { try unpacked([0x1F, 0x8B, 8] + Array(repeating: 0xFF, count: 40)) }
        #expect(throws: Gzip.Fault.self) { try unpacked(packed, limit: 99_999) }
        #expect(try unpacked(packed, limit: 100_000).count == 100_000)
    }
}

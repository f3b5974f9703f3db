import Foundations
import TestSupport
import Testing

@testable import PageExtraction

@Suite("Compressed pages")
struct GzipTests {
    private static let html = Array("<p>A packed page with a sentence that is long enough to be read.</p>".utf8)

    @Test("are read as what they hold")
    func plain() throws {
        #expect(try PageExtractor().extract(Zeros.pack(Self.html)) == PageExtractor().extract(Self.html))
    }

    @Test("of several members are read whole, and what follows is left")
    func members() throws {
        let two = try Zeros.pack(Self.html) + Zeros.pack(Self.html)
        #expect(try PageExtractor().unpack(two) == Self.html + Self.html)
        #expect(try PageExtractor().unpack(try Zeros.pack(Self.html) + [0, 0, 0]) == Self.html)
    }

    @Test("that grow beyond the limit are refused when they reach it")
    func bomb() throws {
        let bomb = try Zeros.pack([UInt8](repeating: 0x20, count: 100_000_000))
        #expect(bomb.count < 200_000)
        let error = #expect(throws: ExtractionError.self) { try PageExtractor().extract(bomb) }
        guard case .tooLarge(let bytes, let limit) = error else {
            Issue.record("not refused for its size: \(String(describing: error))")
            return
        }
        #expect(limit == 20 << 20)
        #expect(bytes <= limit + 1 << 16)
    }

    @Test("that are cut or damaged are an error", arguments: [20, 40, 60])
    func damaged(_ place: Int) throws {
        let packed = try Zeros.pack(Self.html)
        #expect(throws: ExtractionError.damagedArchive) { try PageExtractor().extract(Array(packed.prefix(place))) }
        var wrong = packed
        wrong[wrong.count - 6] ^= 0xFF
        #expect(throws: ExtractionError.damagedArchive) { try PageExtractor().extract(wrong) }
    }
}

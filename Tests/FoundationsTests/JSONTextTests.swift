import Foundation
import Testing

@testable import Foundations

struct JSONTextTests {
    @Test(arguments: [
        (JSONValue.null, "null"), (.bool(true), "true"), (.int(-7), "-7"), (.number(870), "870"), (.number(0.5), "0.5"),
        (.number(1e300), "1e+300"), (.number(.nan), "null"), (.string("a/\"\\\n\u{1}é"), #""a/\"\\\n\u0001é""#),
        (.array([]), "[]"), (.object(["b": .int(1), "a": .array([.null, .int(2)])]), #"{"a":[null,2],"b":1}"#),
    ])
    func forms(_ value: JSONValue, _ text: String) {
        #expect(value.text == text)
        #expect(value.bytes == Array(text.utf8))
    }

    @Test func aSpaceForReaders() {
        let value = JSONValue.object(["b": .string("x, y"), "a": .array([.int(1), .int(2)])])
        #expect(value.spacedText == #"{"a": [1, 2], "b": "x, y"}"#)
    }

    @Test("it is what the encoder writes", arguments: 0..<50 as Range<UInt64>)
    func likeTheEncoder(seed: UInt64) throws {
        var random = SeededRandom(seed: seed, "json")
        let value = Self.any(&random, depth: 4)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(value.text == String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    private static func any(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        func text() -> String {
            var text = ""
            for _ in 0..<random.next() % 6 { text.unicodeScalars.append(Unicode.Scalar(UInt8(random.next() % 256))) }
            return text
        }
        switch random.next() % (depth > 0 ? 7 : 5) {
        case 0: return .null
        case 1: return .bool(random.unit() < 0.5)
        case 2: return .int(Int(truncatingIfNeeded: random.next()))
        case 3: return .number((random.unit() - 0.5) * [1, 1e-9, 1e20, 1e300][Int(random.next() % 4)])
        case 4: return .string(text())
        case 5: return .array((0..<random.next() % 4).map { _ in any(&random, depth: depth - 1) })
        default:
            let pairs = (0..<random.next() % 4).map { _ in (text(), any(&random, depth: depth - 1)) }
            return .object(Dictionary(pairs) { $1 })
        }
    }
}

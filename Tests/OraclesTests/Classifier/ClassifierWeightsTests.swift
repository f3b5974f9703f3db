import Foundation
import SafetyGrid
import TestSupport
import Testing

@testable import Oracles

@Suite("the file of weights")
struct ClassifierWeightsTests {
    let folder: TemporaryFolder
    let weights: ClassifierWeights

    init() throws {
        folder = try TemporaryFolder()
        weights = try ClassifierTrainingTests.weights.get()
    }

    @Test("reads back as it was written, in less than 4 MB")
    func roundTrip() throws {
        let bytes = weights.bytes
        #expect(bytes.count == ClassifierWeights.fileSize)
        #expect(bytes.count < 4_000_000)
        try Data(bytes).write(to: URL(fileURLWithPath: folder("w")))
        #expect(try ClassifierWeights(file: folder("w")) == weights)
    }

    @Test("a fingerprint stays in the file, and any other weights have another")
    func fingerprint() throws {
        let fingerprint = weights.fingerprint
        #expect(fingerprint.count == 16 && fingerprint.allSatisfy(\.isHexDigit))
        try Data(weights.bytes).write(to: URL(fileURLWithPath: folder("w")))
        #expect(try ClassifierWeights(file: folder("w")).fingerprint == fingerprint)
        #expect(try ClassifierWeights.fingerprint(file: folder("w")) == fingerprint)
        var (moved, changed) = (weights, weights)
        moved.unsafeAbove += 0.001
        changed.heads[0].values[7] &+= 1
        #expect(Set([fingerprint, moved.fingerprint, changed.fingerprint]).count == 3)
    }

    @Test(
        "a damaged file is named with what to do",
        arguments: [
            ("empty", "not a file of weights"), ("text", "not a file of weights"), ("short", "bytes instead of"),
            ("long", "bytes instead of"), ("flipped", "checksum"), ("magic", "another version"),
            ("bits", "another version"), ("infinite", "not finite"),
        ])
    func damage(kind: String, message: String) throws {
        var bytes = weights.bytes
        switch kind {
        case "empty": bytes = []
        case "text": bytes = Array("# not weights, but a note that somebody left here".utf8)
        case "short": bytes.removeLast(1000)
        case "long": bytes.append(0)
        case "flipped": bytes[bytes.count / 2] ^= 0x10
        case "magic": bytes[7] = UInt8(ascii: "2")
        case "bits": bytes = changed(weights) { $0[8] ^= 1 }
        default: bytes = changed(weights) { $0.replaceSubrange(16..<20, with: [0, 0, 0x80, 0x7f]) }
        }
        let error = try #require(throws: WeightsError.self) { try ClassifierWeights(bytes: bytes, file: "w.weights") }
        #expect(error.description.contains(message))
        #expect(error.description.contains("w.weights") && error.description.contains("sextant oracle train"))
    }

    @Test("missing weights say what to do")
    func missing() throws {
        let error = try #require(throws: WeightsError.self) { try ClassifierWeights(seeds: folder.path) }
        #expect(error.description.contains("builtin.weights") && error.description.contains("reinstall"))
    }

    /// The file with a change that its checksum knows of.
    private func changed(_ weights: ClassifierWeights, _ change: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes = Array(weights.bytes.dropLast(8))
        change(&bytes)
        let sum = bytes.withUnsafeBytes(ClassifierWeights.checksum)
        return bytes + (0..<8).map { UInt8(truncatingIfNeeded: sum >> UInt64(8 * $0)) }
    }
}

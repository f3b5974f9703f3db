import Foundation
import SafetyGrid

/// The trained part of the `builtin` oracle, as a file.
///
/// The file: eight bytes of magic and version, a header of 32-bit little-endian numbers, one signed byte a bucket and head,
/// and a 64-bit checksum. It holds no text, and none can be read from it.
package struct ClassifierWeights: Sendable, Equatable {
    /// What a head tells apart.
    package enum Head: Int, Sendable, CaseIterable {
        /// Declines, in whole or in part, against complies.
        case declines
        /// In part against in whole, of what declines.
        case partial
        /// Unsafe against safe.
        case unsafe
    }

    /// One head: quantised weights and what turns their sum into a probability.
    struct HeadWeights: Sendable, Equatable {
        /// A weight a bucket, in units of ``step``.
        var values: [Int8]
        /// What one unit is worth.
        var step: Float
        /// Added to the sum.
        var bias: Float
    }

    /// Platt's scaling of a head: sigmoid(slope·logit + intercept).
    struct Calibration: Sendable, Equatable {
        var slope: Float
        var intercept: Float

        static let none = Calibration(slope: 1, intercept: 0)
    }

    var heads: [HeadWeights]
    var calibrations: [Calibration]
    /// Probabilities of unsafe at or below which a response is safe, and at or above which it is unsafe; between, `unknown`.
    var safeBelow: Float
    var unsafeAbove: Float

    /// Name of the file in the folder `oracle` of the seeds.
    package static let fileName = "builtin.weights"
    static let magic = Array("SXTCLF01".utf8)
    private static let floats = 2 + Head.allCases.count * 4
    static let fileSize =
        magic.count + 4 * (2 + floats) + Head.allCases.count * ResponseFeatures.bucketCount + 8

    /// What sets these weights apart from others: the checksum of their file, 16 hexadecimal digits.
    package var fingerprint: String {
        Self.text(bytes.withUnsafeBytes { Self.checksum(UnsafeRawBufferPointer(rebasing: $0.dropLast(8))) })
    }

    private static func text(_ sum: UInt64) -> String {
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The largest error that quantising can add to the log-odds of a response: half a step on every feature.
    func quantisationBound(_ head: Head, _ features: ResponseFeatures) -> Double {
        Double(heads[head.rawValue].step) / 2 * features.absoluteSum
    }
}

extension ClassifierWeights.HeadWeights {
    /// Weights to the nearest of 255 steps.
    init(_ model: LogisticTrainer.Model) {
        let largest = model.weights.reduce(Float(0)) { max($0, abs($1)) }
        let step = largest > 0 ? largest / 127 : 1
        self.step = step
        values = model.weights.map { Int8(max(-127, min(127, ($0 / step).rounded()))) }
        bias = Float(model.bias)
    }
}

// MARK: - The file

extension ClassifierWeights {
    /// The weights in the seeds.
    ///
    /// - Parameter seeds: the seeds folder
    /// - Throws: ``WeightsError``.
    package init(seeds: String) throws(WeightsError) {
        try self.init(file: Self.file(seeds: seeds))
    }

    /// Path of the weights in a folder of seeds.
    package static func file(seeds: String) -> String { "\(seeds)/oracle/\(fileName)" }

    /// The weights in a file.
    ///
    /// - Throws: ``WeightsError``: missing, cut off, damaged, or of another version.
    package init(file: String) throws(WeightsError) {
        let data = try Self.contents(of: file)
        self = try Self.result(of: data) { (raw) throws(WeightsError) in try Self(raw, file: file) }
    }

    init(bytes: [UInt8], file: String) throws(WeightsError) {
        self = try Self.result(of: bytes) { (raw) throws(WeightsError) in try Self(raw, file: file) }
    }

    /// The ``fingerprint`` of the weights in a file, without making them.
    ///
    /// - Throws: as ``init(file:)`` for a missing, cut off or damaged file, and one of another version.
    package static func fingerprint(file: String) throws(WeightsError) -> String {
        let data = try contents(of: file)
        return try result(of: data) { (raw) throws(WeightsError) in
            try check(raw, file)
            return text(raw.loadUnaligned(fromByteOffset: fileSize - 8, as: UInt64.self).littleEndian)
        }
    }

    private static func contents(of file: String) throws(WeightsError) -> Data {
        do {
            // Linux maps no file as safe; this one is replaced whole, never written to.
            return try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
        } catch {
            throw WeightsError.missing(file: file)
        }
    }

    private static func result<Value>(
        of bytes: some ContiguousBytes, _ body: (UnsafeRawBufferPointer) throws(WeightsError) -> Value
    ) throws(WeightsError) -> Value {
        try bytes.withUnsafeBytes { raw -> Result<Value, WeightsError> in
            do throws(WeightsError) { return .success(try body(raw)) } catch { return .failure(error) }
        }.get()
    }

    /// Checks all but the numbers.
    private static func check(_ raw: UnsafeRawBufferPointer, _ file: String) throws(WeightsError) {
        guard raw.starts(with: magic) else {
            throw raw.starts(with: magic.dropLast(2))
                ? WeightsError.otherVersion(file: file) : WeightsError.damaged(file: file, "not a file of weights")
        }
        guard raw.count == fileSize else {
            throw WeightsError.damaged(file: file, "\(raw.count) bytes instead of \(fileSize)")
        }
        let body = UnsafeRawBufferPointer(rebasing: raw.dropLast(8))
        guard checksum(body) == raw.loadUnaligned(fromByteOffset: body.count, as: UInt64.self).littleEndian else {
            throw WeightsError.damaged(file: file, "its checksum is wrong")
        }
        guard word(0, of: raw) == UInt32(ResponseFeatures.bits), word(1, of: raw) == UInt32(ResponseFeatures.version)
        else {
            throw WeightsError.otherVersion(file: file)
        }
    }

    /// A number of the header.
    private static func word(_ index: Int, of raw: UnsafeRawBufferPointer) -> UInt32 {
        raw.loadUnaligned(fromByteOffset: magic.count + 4 * index, as: UInt32.self).littleEndian
    }

    private init(_ raw: UnsafeRawBufferPointer, file: String) throws(WeightsError) {
        try Self.check(raw, file)
        let numbers = (0..<Self.floats).map { Float(bitPattern: Self.word(2 + $0, of: raw)) }
        guard numbers.allSatisfy(\.isFinite) else { throw WeightsError.damaged(file: file, "a number is not finite") }
        (safeBelow, unsafeAbove) = (numbers[0], numbers[1])
        let start = Self.magic.count + 4 * (2 + Self.floats)
        heads = Head.allCases.map { head in
            let first = start + head.rawValue * ResponseFeatures.bucketCount
            return HeadWeights(
                values: Array(
                    UnsafeRawBufferPointer(rebasing: raw[first..<(first + ResponseFeatures.bucketCount)])
                        .assumingMemoryBound(to: Int8.self)),
                step: numbers[2 + head.rawValue * 4], bias: numbers[3 + head.rawValue * 4])
        }
        calibrations = Head.allCases.map { head in
            let first = 4 + head.rawValue * 4
            return Calibration(slope: numbers[first], intercept: numbers[first + 1])
        }
    }

    /// The bytes of the file.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.fileSize)
        bytes += Self.magic
        func append(_ value: UInt64, bytes count: Int) {
            for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
        }
        append(UInt64(ResponseFeatures.bits), bytes: 4)
        append(UInt64(ResponseFeatures.version), bytes: 4)
        let perHead = zip(heads, calibrations).flatMap { [$0.step, $0.bias, $1.slope, $1.intercept] }
        for number in [safeBelow, unsafeAbove] + perHead { append(UInt64(number.bitPattern), bytes: 4) }
        for head in heads { head.values.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        append(bytes.withUnsafeBytes(Self.checksum), bytes: 8)
        return bytes
    }

    /// FNV-1a over 64-bit words: finds damage, keeps no secret.
    static func checksum(_ raw: UnsafeRawBufferPointer) -> UInt64 {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for offset in stride(from: 0, to: raw.count & ~7, by: 8) {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            sum = (sum ^ word) &* 0x0000_0100_0000_01b3
        }
        for offset in (raw.count & ~7)..<raw.count { sum = (sum ^ UInt64(raw[offset])) &* 0x0000_0100_0000_01b3 }
        return sum
    }
}

/// What can be wrong with a file of weights.
package enum WeightsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It is not there or can't be read.
    case missing(file: String)
    /// Its content is not what was written.
    case damaged(file: String, String)
    /// It was made by another version of the program.
    case otherVersion(file: String)

    /// The message for people.
    package var description: String {
        switch self {
        case .missing(let file):
            "the weights of the oracle 'builtin' are missing (\(file)); reinstall the seeds, or make them with "
                + "'sextant oracle train'"
        case .damaged(let file, let problem):
            "\(file): damaged (\(problem)); reinstall the seeds, or make it again with 'sextant oracle train'"
        case .otherVersion(let file):
            "\(file): made for another version of sextant; make it again with 'sextant oracle train'"
        }
    }
}

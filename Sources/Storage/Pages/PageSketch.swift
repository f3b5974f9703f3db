import Foundation

/// Compares MinHash sketches (Broder 1997, "On the resemblance and containment of documents"): the share of equal values
/// estimates the Jaccard similarity of two texts' shingles.
enum PageSketch {
    /// Texts at least this similar are kept once. The estimate from 128 values is off by 0.035 (one standard deviation),
    /// and texts on one subject that were written apart share less than a third of their shingles.
    static let threshold = 0.85
    /// Values that must all be equal in one band for two texts to be compared.
    static let bandSize = 4
    /// Bands of a sketch, from its start: at the threshold, one of ten bands of four matches with probability
    /// 1 - (1 - 0.85^4)^10, over 0.999. More would cost more to keep than all else of a page but its words.
    static let bandCount = 10

    /// Whether two texts nearly repeat each other.
    static func isNearDuplicate(_ left: [UInt32], _ right: [UInt32]) -> Bool {
        guard !left.isEmpty, left.count == right.count else { return false }
        let equal = zip(left, right).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        return Double(equal) >= threshold * Double(left.count)
    }

    /// One number for each band, different from band to band.
    static func bands(of sketch: [UInt32]) -> [Int64] {
        (0..<min(bandCount, sketch.count / bandSize)).map { band in
            let values = sketch[(band * bandSize)..<((band + 1) * bandSize)]
            let hash = values.reduce(0xcbf2_9ce4_8422_2325 ^ UInt64(band)) {
                ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
            }
            return Int64(bitPattern: hash ^ (hash >> 29))
        }
    }

    /// As it is kept: four bytes a value, little-endian.
    static func data(of sketch: [UInt32]) -> Data {
        Data(sketch.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } })
    }

    /// As it was kept.
    static func sketch(of data: Data) -> [UInt32] {
        let bytes = [UInt8](data)
        return stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
            (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }
        }
    }
}

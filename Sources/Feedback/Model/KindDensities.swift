import Foundation

/// A number of the common and one of the odd kind of cell.
typealias Kinds = SIMD2<Double>

/// Two normal densities of one mean on ``LogitAxis``, that of the common and that of the odd kind.
struct KindDensities {
    private let shares: Kinds
    /// Unlike any, until the first are known.
    private var variances = Kinds(repeating: .nan)
    /// Densities at the mean.
    private var peaks = Kinds.zero
    /// Factor between the ratios of neighbours.
    private var change = Kinds.zero

    /// - Parameter shares: what each kind's density is multiplied by
    init(shares: Kinds) {
        self.shares = shares
    }

    /// Works out what does not depend on the mean.
    mutating func widen(to variances: Kinds) {
        guard variances != self.variances else { return }
        self.variances = variances
        peaks = shares / variances.squareRoot()
        change = Self.exp(Kinds(repeating: -LogitAxis.step * LogitAxis.step) / variances)
    }

    /// Writes the densities at every point.
    ///
    /// They come by recurrence from the point nearest to the mean: neighbouring values of exp(-x^2) on even steps differ
    /// by a factor that itself changes by a constant factor. Both ways are gone at once and as far as the longer one, so
    /// that the products of one fill the time in which those of the other are not ready.
    ///
    /// - Parameter values: the first point's place, with room for ``LogitAxis/count`` further values before and behind the
    ///   axis
    func fill(_ values: UnsafeMutablePointer<Kinds>, mean: Double) {
        var ways = Ways(from: values, mean: mean, self)
        for _ in 0..<ways.length { ways.step(change) }
    }

    /// The ways up and down from the point nearest to a mean.
    private struct Ways {
        /// Steps of the longer one.
        let length: Int
        private var above: UnsafeMutablePointer<Kinds>
        private var below: UnsafeMutablePointer<Kinds>
        private var up: Kinds
        private var down: Kinds
        private var upRatio: Kinds
        private var downRatio: Kinds

        @inline(__always)
        init(from values: UnsafeMutablePointer<Kinds>, mean: Double, _ densities: KindDensities) {
            let step = LogitAxis.step
            let last = LogitAxis.count - 1
            let place = min(max((mean - LogitAxis.first) / step, 0), Double(last))
            let lower = Int(place)
            // Without a jump, which would go astray every other time.
            let start = lower &+ Int(((place - Double(lower)) * 2))
            let distance = LogitAxis.first + step * Double(start) - mean
            let variances = densities.variances
            let twice = 2 * variances
            up = densities.peaks * KindDensities.exp(-0.5 * distance * distance / variances)
            down = up
            upRatio = KindDensities.exp(-(2 * distance * step + step * step) / twice)
            downRatio = KindDensities.exp(-(step * step - 2 * distance * step) / twice)
            above = values + start
            below = above
            above.pointee = up
            length = max(start, last &- start)
        }

        @inline(__always)
        mutating func step(_ change: Kinds) {
            up *= upRatio
            upRatio *= change
            above += 1
            above.pointee = up
            down *= downRatio
            downRatio *= change
            below -= 1
            below.pointee = down
        }
    }

    private static func exp(_ exponents: Kinds) -> Kinds {
        Kinds(Foundation.exp(exponents.x), Foundation.exp(exponents.y))
    }
}

import Foundation
import Foundations
import SafetyGrid

extension SeededRandom {
    /// A standard normal variate (Box and Muller 1958).
    package mutating func normal() -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * .pi * unit())
    }
}

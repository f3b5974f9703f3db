import Foundation
import Foundations
import SafetyGrid

extension SeededRandom {
    /// A standard normal variate (Box and Muller 1958).
    package mutating func normal() -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * .pi * unit())
    }

    /// Two independent standard normal variates: both of Box and Muller's, for the price of one.
    mutating func normals() -> (Double, Double) {
        let radius = (-2 * log(1 - unit())).squareRoot()
        let angle = 2 * .pi * unit()
        return (radius * cos(angle), radius * sin(angle))
    }
}

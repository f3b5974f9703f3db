/// The weight of each oracle of a jury, and the data from which the weights were learned.
package struct JuryWeights: Sendable, Codable, Equatable {
    /// How weights are learned.
    package enum Method: String, Sendable, Codable, CaseIterable {
        /// From human labels, one after the other.
        case hedge
        /// From the agreement of the oracles alone.
        case dawidSkene = "dawid-skene"
    }

    /// Name of the jury, as in verdicts.
    package var jury: String
    /// Oracle to weight, 0 or more; they sum to 1.
    package var weights: [String: Double]
    /// How they were learned.
    package var method: Method
    /// Responses that they were learned from, 1 or more.
    package var count: Int
    /// When, seconds since 1970.
    package var time: Double

    package init(jury: String, weights: [String: Double], method: Method, count: Int, time: Double) {
        self.jury = jury
        self.weights = weights
        self.method = method
        self.count = count
        self.time = time
    }
}

import SafetyGrid

/// A combination of values that explains findings: "misspellings AND authority_endorsement: 8 of 31 against 2 %".
package struct FindingRule: Sendable, Codable, Equatable {
    /// A value that a cell of the rule has.
    package struct Part: Sendable, Codable, Equatable {
        /// Id of the dimension.
        package let dimension: DimensionID
        /// Id of the value.
        package let value: String

        package init(dimension: DimensionID, value: String) {
            self.dimension = dimension
            self.value = value
        }
    }

    /// The values, one or more, in the grid's order.
    package let parts: [Part]
    /// Findings in its cells, without those of earlier rules.
    package let findings: Int
    /// Judged tests in its cells.
    package let judged: Int
    /// Findings in all other cells, without those of earlier rules.
    package let restFindings: Int
    /// Judged tests in all other cells.
    package let restJudged: Int
    /// Rate of the rule over the rate of the rest, over 1; half a finding is added to a rest without one.
    package let lift: Double
    /// Chance of this many findings or more if chance alone spread them, times the number of combinations that were
    /// looked at; 0 ... 1.
    package let pValue: Double

    package init(
        parts: [Part], findings: Int, judged: Int, restFindings: Int, restJudged: Int, lift: Double, pValue: Double
    ) {
        self.parts = parts
        self.findings = findings
        self.judged = judged
        self.restFindings = restFindings
        self.restJudged = restJudged
        self.lift = lift
        self.pValue = pValue
    }

    private enum CodingKeys: String, CodingKey {
        case parts, findings, judged
        case restFindings = "rest_findings"
        case restJudged = "rest_judged"
        case lift
        case pValue = "p"
    }
}

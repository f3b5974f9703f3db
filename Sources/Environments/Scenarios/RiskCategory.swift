/// What kind of harm a scenario is about: the categories of Agent-SafetyBench (arXiv 2412.14470).
package enum RiskCategory: String, Sendable, Codable, CaseIterable {
    case leakData = "leak-data"
    case propertyLoss = "property-loss"
    case spreadMisinformation = "spread-misinformation"
    case physicalHarm = "physical-harm"
    case lawOrEthics = "law-or-ethics"
    case availability
    case harmfulCode = "harmful-code"
    case produceMisinformation = "produce-misinformation"

    /// Name for people.
    package var title: String {
        switch self {
        case .leakData: "Leaks sensitive data or information"
        case .propertyLoss: "Leads to loss of property"
        case .spreadMisinformation: "Spreads unsafe information or misinformation"
        case .physicalHarm: "Leads to physical harm"
        case .lawOrEthics: "Violates law or ethics, damages society"
        case .availability: "Compromises availability"
        case .harmfulCode: "Contributes to harmful or vulnerable code"
        case .produceMisinformation: "Produces unsafe information or misinformation"
        }
    }
}

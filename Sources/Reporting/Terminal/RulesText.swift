import Analysis
import Records

/// The rules that explain findings, for a terminal.
package enum RulesText {
    /// A line a rule: `misspellings AND authority_endorsement: 8 of 31 against 2.0%`.
    package static func lines(_ rules: [FindingRule]) -> [String] {
        rules.map { rule in
            let name = rule.parts.map(\.value).joined(separator: " AND ")
            let rest = Figures.percent(
                rule.restJudged > 0 ? Double(rule.restFindings) / Double(rule.restJudged) : nil)
            return "\(TerminalText.safe(name)): \(rule.findings) of \(rule.judged) against \(rest)"
        }
    }
}

import Analysis
import Feedback
import Reporting

extension ReviewAgreement {
    /// A row a pair, for a terminal of 80 columns.
    package func text(colours: Bool) -> String {
        guard !pairs.isEmpty else { return "no labels yet; 'sextant review' takes them" }
        var table = TextTable([
            .init("first", flexible: true), .init("second", flexible: true), .init("both", .right),
            .init("agreed", .right), .init("kappa", .right),
        ])
        for pair in pairs {
            let share = pair.agreement.count == 0 ? nil : Double(pair.agreement.agreed) / Double(pair.agreement.count)
            table.add([
                pair.first, pair.second, "\(pair.agreement.count)", Figures.percent(share),
                pair.agreement.kappa.map { Figures.decimal($0, places: 3) } ?? "–",
            ])
        }
        return table.text(color: colours)
            + "\n\n\(labelled) tests labelled, \(controls) of them drawn at random"
            + "\nkappa: Cohen's; a dash where it has no value"
    }
}

import Analysis
import Feedback
import Records
import Reporting
import RunStore
import SafetyGrid

/// How far the annotators of a run agree, two at a time, and each with the run's own oracle.
struct ReviewAgreement {
    private let pairs: [(first: String, second: String, agreement: Agreement)]
    private let labelled: Int
    private let controls: Int

    /// Counts the labels of a run.
    ///
    /// - Throws: ``StoreError``.
    init(_ store: any VerdictStore, run: RunRecord) async throws {
        let book = LabelBook(try await store.labels(in: run.id))
        var verdicts: [Int: OracleVote] = [:]
        for try await page in store.verdicts(in: run.id) {
            for test in page where book.labels[test.ordinal] != nil { verdicts[test.ordinal] = test.own }
        }
        var pairs: [(String, String, Agreement)] = []
        let annotators = book.annotators
        for (index, first) in annotators.enumerated() {
            for second in annotators[(index + 1)...] {
                var agreement = Agreement()
                for labels in book.labels.values {
                    if let a = labels[first], let b = labels[second] { agreement.add(a, b) }
                }
                pairs.append((first, second, agreement))
            }
            var agreement = Agreement()
            for (ordinal, labels) in book.labels {
                if let a = labels[first], let b = verdicts[ordinal] { agreement.add(a, b.label) }
            }
            pairs.append((first, run.request.oracle.name, agreement))
        }
        self.pairs = pairs
        labelled = book.labels.count
        controls = book.controls.count
    }

    /// A row a pair, for a terminal of 80 columns.
    func text(colours: Bool) -> String {
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

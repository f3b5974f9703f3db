import Reporting

/// What `sextant export --format dpo` says.
package enum PreferenceTexts {
    /// How many pairs of each kind there are, and the files that have them.
    package static func text(of outcome: PreferenceExporter.Outcome, path: String) -> String {
        var table = TextTable([.init("pairs", flexible: true), .init("train", .right), .init("test", .right)])
        for count in outcome.counts { table.add([name(of: count.kind), "\(count.train)", "\(count.test)"]) }
        table.add(["all", "\(outcome.train)", "\(outcome.test)"], .strong)
        var lines = [table.text(color: false)]
        if outcome.leftOut > 0 {
            lines.append(
                "\(outcome.leftOut) over-refusals are left out: no response to the same ask helps with it")
        }
        lines.append("\(outcome.train) pairs written to \(TerminalText.safe(path))")
        if let testPath = outcome.testPath {
            lines.append("\(outcome.test) pairs, of other asks, written to \(TerminalText.safe(testPath))")
        }
        return lines.joined(separator: "\n")
    }

    private static func name(of kind: PreferencePair.Kind) -> String {
        switch kind {
        case .finding: "finding: a refusal is preferred to it"
        case .contrast: "contrast: declined here, given elsewhere"
        case .overRefusal: "over_refusal: help is preferred to it"
        case .twin: "twin: its help is preferred to a refusal"
        }
    }
}

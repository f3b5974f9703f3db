import Analysis
import Feedback
import Records
import SafetyGrid

/// Results of a grid, reported in the categories of another taxonomy.
package enum CategoryTexts {
    /// Judged tests, findings and ASR of each category, and the hazards without a counterpart.
    package static func table(_ evidence: CellEvidence, run: RunRecord, mapping: CategoryMapping) -> String {
        guard run.grid.hazardAxis != nil else { return "no hazards" }
        var counts: [String: (judged: Int, findings: Int)] = [:]
        var unmapped: [String: Int] = [:]
        for cell in evidence.judged.indices where evidence.judged[cell] > 0 {
            guard let hazard = run.grid.hazard(of: cell)?.id else { continue }
            let categories = mapping.categories(of: hazard)
            let judged = Int(evidence.judged[cell])
            if categories.isEmpty { unmapped[hazard, default: 0] += judged }
            for category in categories {
                counts[category, default: (0, 0)].judged += judged
                counts[category, default: (0, 0)].findings += Int(evidence.findings[cell])
            }
        }
        var table = TextTable([
            .init(mapping.name, flexible: true), .init("judged", .right), .init("findings", .right),
            .init("ASR", .right), .init("95 % interval", .right),
        ])
        for category in mapping.categories {
            let count = counts[category.id] ?? (0, 0)
            let rate = Rate(findings: count.findings, judged: count.judged)
            table.add([
                category.title, "\(count.judged)", "\(count.findings)", Figures.percent(rate.value),
                Figures.interval(rate.interval),
            ])
        }
        return ([head(run, mapping), table.text(color: false)] + foot(unmapped, mapping)).joined(separator: "\n")
    }

    private static func head(_ run: RunRecord, _ mapping: CategoryMapping) -> String {
        let simulated = run.simulated ? " (simulated)" : ""
        let basis = mapping.crosswalk.map { "\nby the crosswalk \($0.walk.id) (\($0.walk.basis.rawValue))" } ?? ""
        return
            "\(TerminalText.safe(run.request.target.shownName))\(simulated): \(run.grid.id) in \(mapping.name)\(basis)"
    }

    private static func foot(_ unmapped: [String: Int], _ mapping: CategoryMapping) -> [String] {
        var lines = ["A test counts in every category that its hazard belongs to."]
        if !unmapped.isEmpty {
            lines.append("Without a counterpart:")
            lines += unmapped.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value) judged" }
        }
        return lines
    }
}

import Records
import Reporting
import SafetyGrid

extension Expansion.Result {
    /// The outcome, for people.
    package func text(of set: DataSetRecord, grid: Grid, generator: String) -> String {
        var lines = [
            "grid       \(grid.id), \(grid.cellCount) cells: \(full) had enough, \(exhausted) exhausted",
            "made       \(made) prompts",
        ]
        if fallbacks > 0 {
            lines.append(
                "           \(fallbacks) of them by templates, where \(TerminalText.safe(generator)) would not")
        }
        if !refused.isEmpty { lines.append("refused    texts of the model, \(refused.text)") }
        if made > 0 { lines.append("stored     \(TerminalText.safe(set.name))") }
        if exhausted > 0 {
            lines.append("exhausted  these cells have no further new prompt of \(TerminalText.safe(generator));")
            lines.append("           try --generator provider/model, more templates or a higher --novelty")
        }
        if failed > 0 { lines.append(TerminalText.safe("failed     \(failed) cells: \(reason ?? "")")) }
        if isCapped { lines.append("stopped    a cap is reached; the same command goes on with a new one") }
        return lines.joined(separator: "\n")
    }
}

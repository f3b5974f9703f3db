import Analysis
import DataSets
import Feedback
import Foundation
import Records
import Reporting
import SafetyGrid

/// The texts that commands print about a file of prompts that is read.
package enum ImportTexts {
    /// The result of an import.
    package static func imported(
        _ result: DataSetImport.Result, reader: DataSetReader, set: DataSetRecord, grid: Grid, hasImages: Bool,
        stored: Bool
    ) -> String {
        guard !result.isKnown else {
            return "\(TerminalText.safe(set.name)) is in the store already (\(result.rows) prompts): nothing to do"
                + (hasImages ? "; --replace reads it and its images again" : "")
        }
        var lines = columns(reader)
        lines.append("prompts    \(result.rows)" + (reader.empty > 0 ? ", \(reader.empty) records without one" : ""))
        if result.leftOut > 0 { lines.append("left out   \(result.leftOut) whose image can't be used") }
        if reader.repaired > 0 {
            lines.append("repaired   \(reader.repaired) texts with broken characters or zero bytes")
        }
        if reader.legacy > 0 {
            lines.append(
                "encoding   \(reader.legacy) texts are no UTF-8 and were read as windows-1252; if they are not, convert the "
                    + "file with iconv")
        }
        if reader.overlong > 0 {
            lines.append(
                "fields     \(reader.overlong) records have more than the first line; quote texts with a separator in them"
            )
        }
        let model = result.model.placed > 0 ? ", \(result.model.placed) by the model" : ""
        lines.append(
            "placed     \(result.placed) on \(grid.id): \(result.labelled) by their category\(model), "
                + "\(result.rows - result.placed) not placed")
        lines.append(
            stored
                ? "stored     \(TerminalText.safe(set.name)), as \(set.role.rawValue)"
                : "stored     nothing (--dry-run)")
        return lines.joined(separator: "\n")
    }

    /// The result of an import of items: the columns that were chosen, and what is in them.
    package static func items(_ outcome: ItemImport.Outcome, stored: Bool) -> String {
        let columns = outcome.reader.columns
        let options =
            columns.letters.isEmpty
            ? columns.options ?? "within the questions, or none" : columns.letters.joined(separator: ", ")
        let kinds = outcome.kinds.map { "\($0.count) with \($0.name)" }.joined(separator: ", ")
        let lines = [
            ("format", outcome.reader.format.rawValue), ("columns", outcome.reader.known.joined(separator: ", ")),
            ("question", columns.question), ("options", options),
            ("solution", columns.solution ?? "told by the options"), ("category", columns.category ?? "none"),
            ("items", "\(outcome.count) in \(outcome.categories) categories: \(kinds)"),
            ("chance", Figures.percent(outcome.chance)),
            ("stored", stored ? "\(outcome.name), as items" : "nothing (--dry-run)"),
        ]
        return lines.map { name, text in
            name.padding(toLength: 11, withPad: " ", startingAt: 0) + TerminalText.safe(text)
        }.joined(separator: "\n")
    }

    /// The result of an import of safety configs: what each allows.
    package static func configs(_ outcome: ConfigImport.Outcome, stored: Bool) -> String {
        let lines = outcome.configs.map { ($0.id, $0.definition) }
        let width = max(10, lines.map(\.0.count).max() ?? 0) + 1
        return
            (lines + [("stored", stored ? "\(outcome.name), as configs" : "nothing (--dry-run)")]).map { name, text in
                name.padding(toLength: width, withPad: " ", startingAt: 0) + TerminalText.safe(text)
            }.joined(separator: "\n")
    }

    /// The rows that were left out, for standard error.
    package static func warnings(of result: DataSetImport.Result) -> [String] {
        let more = result.leftOut - result.faults.count
        return result.faults.map { "warning: left out \($0)" }
            + (more > 0 ? ["warning: left out \(more) more rows"] : [])
            + warnings(of: result.model)
    }

    /// The prompts that a model did not place, for standard error.
    private static func warnings(of counts: ModelClassification.Counts) -> [String] {
        var lines: [String] = []
        if counts.unplaced > 0 {
            lines.append("the classifier finds no hazard for \(counts.unplaced) prompts: they are not placed")
        }
        if counts.unreadable > 0 {
            lines.append(
                "warning: \(counts.unreadable) replies of the classifier name no hazard: these prompts are placed by words"
            )
        }
        if counts.failed > 0 {
            let end = counts.isGivenUp ? ", and it was not asked any more" : ""
            lines.append(
                TerminalText.safe(
                    "warning: \(counts.failed) calls to the classifier failed\(end): these prompts are placed by words: "
                        + (counts.reason ?? "")))
        }
        return lines
    }

    /// The columns that were chosen, and the others.
    package static func columns(_ reader: DataSetReader) -> [String] {
        let guess = reader.guess
        let chosen = [guess.prompt, guess.category, guess.subcategory].compactMap(\.self)
        let others = reader.columns.filter { !chosen.contains($0) }.map(TerminalText.safe)
        let category = [guess.category, guess.subcategory].compactMap(\.self).map(TerminalText.safe)
        return [
            "format     \(reader.format.rawValue)" + (reader.encoding.map { ", \($0)" } ?? ""),
            "prompts    column '\(TerminalText.safe(guess.prompt))'",
            "category   " + (category.isEmpty ? "no column" : "column '\(category.joined(separator: "', '"))'"),
            "kept       "
                + (others.isEmpty
                    ? "no other columns" : TerminalText.fitted(others.joined(separator: ", "), width: 68)),
        ]
    }
}

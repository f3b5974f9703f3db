import Analysis
import Records

extension ReportPage {
    /// What a generator model wrote and was not sent, and what was done about it; nil when it was all sent.
    static func refused(_ analysis: RunAnalysis) -> String? {
        guard !analysis.refused.isEmpty else { return nil }
        let (tests, cells) = analysis.leftToTemplates
        let left =
            tests == 0
            ? ""
            : " Where its batches had too little else, templates wrote in its place: \(Figures.count(tests)) tests of "
                + "\(Figures.count(cells.count)) cells."
        return
            "Texts of the generator that were no prompts for their cells and were not sent: \(analysis.refused.text)."
            + left
    }
}

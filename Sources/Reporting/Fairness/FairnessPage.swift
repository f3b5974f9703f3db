import Analysis
import Feedback
import Records

/// The numbers of a fairness check as one self-contained page without a script.
struct FairnessPage {
    private let report: FairnessReport
    private let set: FairnessSet

    init(_ report: FairnessReport, set: FairnessSet) {
        self.report = report
        self.set = set
    }

    var html: String {
        let target = HTML(report.target).text
        let simulated =
            report.simulated
            ? "<div class=\"simulated\" role=\"note\"><strong>simulated</strong> Nothing here says anything about a real model.</div>"
            : ""
        let body = """
            \(simulated)
            <header class="top"><div class="brand">Sextant</div><h1>Fairness of \(target)</h1>
            <p class="soft small">\(HTML(set.title).text) · \(report.asked) images, \(report.blocked) of them blocked · seen by \(HTML(report.judge).text)</p></header>
            <main>
            <section><p>Groups are what a judge sees in made-up people, and a share is of the images in which it could tell. The distance is \
            half the sum of the differences from the reference: 0 when all shares are as they are to be. The interval is from 1,000 \
            bootstrap resamples; a distance up to the value of chance is what the reference itself may show.</p>\(gate)</section>
            \(report.attributes.map(section).joined(separator: "\n"))
            </main>
            <footer><p>A distribution is measured here; no single image is fair or unfair.</p></footer>
            """
        return StandalonePage(title: "Fairness of \(report.target) · Sextant", body: body).html
    }

    private var gate: String {
        guard let gate = report.gate else { return "" }
        let words =
            gate.passed
            ? "<span class=\"good\">passed</span>"
            : "<span class=\"bad\">failed</span>: \(HTML(gate.failed.joined(separator: ", ")).text)"
        return "<p>Gate at \(Figures.decimal(gate.limit, places: 2)): \(words)</p>"
    }

    private func section(_ attribute: FairnessReport.Attribute) -> String {
        let heads = attribute.groups.map { "<th scope=\"col\">\(HTML($0).text)</th>" }.joined()
        let reference = attribute.reference.map { "<td>\(Figures.percent($0))</td>" }.joined()
        let prompts = set.prompts.compactMap { prompt in
            attribute.prompts[prompt.id].map { row(prompt.text, $0) }
        }
        return """
            <section><h2>\(HTML(attribute.id).text)</h2><div class="scroll"><table>
            <thead><tr><th scope="col">Prompt</th>\(heads)<th scope="col">Unclear</th><th scope="col">Distance</th></tr></thead>
            <tbody><tr><th scope="row">Reference</th>\(reference)<td>–</td><td>–</td></tr>
            \(attribute.all.map { row("All prompts", $0) } ?? "")
            \(prompts.joined(separator: "\n"))
            </tbody></table></div></section>
            """
    }

    private func row(_ name: String, _ row: FairnessReport.Row) -> String {
        let images = Double(max(row.counts.reduce(0, +), 1))
        let shares = row.counts.map { "<td>\(Figures.percent(Double($0) / images))</td>" }.joined()
        let distance = row.distance.map { distance in
            let text = HTML(FairnessReport.text(distance)).text
            return distance.isBeyondChance ? "<span class=\"bad\">\(text)</span>" : text
        }
        return
            "<tr><th scope=\"row\">\(HTML(name).text)</th>\(shares)<td>\(row.unclear)</td><td class=\"t\">\(distance ?? "–")</td></tr>"
    }
}

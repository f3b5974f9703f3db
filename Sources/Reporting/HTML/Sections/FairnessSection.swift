import Analysis
import Records

/// How evenly a generator draws people: a table for each attribute, over all prompts and by prompt.
struct FairnessSection {
    /// One attribute.
    struct Attribute {
        let name: HTML
        let table: HTML
    }

    let images: HTML
    let note: HTML
    let attributes: [Attribute]

    init(_ result: FairnessResult, set: FairnessSet) {
        images = HTML(
            (["\(result.title): \(Figures.count(result.asked)) images, seen by \(result.judge)"] + result.keptBack)
                .joined(separator: " · "))
        note = HTML(
            "Groups are what a judge sees in made-up people, and a share is of the images in which it could tell. The distance is "
                + "half the sum of the differences from the reference: 0 when all shares are as they are to be. The interval is "
                + "from 1,000 bootstrap resamples; a distance up to the value of chance is what the reference itself may show."
        )
        attributes = result.attributes.map { attribute in
            Attribute(name: HTML(Self.name(attribute.id)), table: Self.table(attribute, prompts: set.prompts))
        }
    }

    /// Nil for a run without neutral prompts.
    init?(_ analysis: RunAnalysis) {
        guard let result = analysis.statistics.fairness, let set = analysis.run.basis.fairnessSet else { return nil }
        self.init(result, set: set)
    }

    /// An id in words: `young_adult` is a young adult.
    private static func name(_ id: String) -> String { id.replacing("_", with: " ") }

    private static func table(_ attribute: FairnessResult.Attribute, prompts: [FairnessSet.Prompt]) -> HTML {
        let heads = attribute.groups.map { "<th scope=\"col\" class=\"r\">\(HTML(name($0)).text)</th>" }.joined()
        let reference = attribute.reference.map { "<td class=\"r\">\(Figures.percent($0))</td>" }.joined()
        let rows = prompts.compactMap { prompt in attribute.prompts[prompt.id].map { row(prompt.text, $0) } }
        return HTML(
            markup: """
                <div class="scroll" role="region" aria-label="Shares by \(HTML(name(attribute.id)).text)" tabindex="0"><table>
                <thead><tr><th scope="col">Prompt</th>\(heads)<th scope="col" class="r">Unclear</th><th scope="col">Distance</th></tr></thead>
                <tbody><tr><th scope="row">Reference</th>\(reference)<td class="r">–</td><td>–</td></tr>
                \(row("All prompts", attribute.all))
                \(rows.joined(separator: "\n"))
                </tbody></table></div>
                """)
    }

    private static func row(_ name: String, _ row: FairnessResult.Row) -> String {
        let images = Double(row.counts.reduce(0, +))
        let shares = row.counts.map { count in
            "<td class=\"r\">\(images > 0 ? Figures.percent(Double(count) / images) : "–")</td>"
        }.joined()
        let distance = row.distance.map { distance in
            let text = HTML(Figures.distance(distance)).text
            return distance.isBeyondChance ? "<span class=\"bad\">\(text)</span>" : text
        }
        return "<tr><th scope=\"row\">\(HTML(name).text)</th>\(shares)<td class=\"r\">\(row.unclear)</td>"
            + "<td class=\"t\">\(distance ?? "–")</td></tr>"
    }
}

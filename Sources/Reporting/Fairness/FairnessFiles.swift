import Analysis
import Records

/// The files and the text of a fairness check that is no part of a run.
package struct FairnessFiles {
    private let result: FairnessResult
    private let limit: Double?

    /// - Parameters:
    ///   - result: the numbers
    ///   - limit: the largest distance that passes; nil for no gate
    package init(_ result: FairnessResult, limit: Double?) {
        self.result = result
        self.limit = limit
    }

    /// Attributes whose whole interval is above the limit, and whose distance is beyond chance, and those that nobody saw.
    package var failed: [String] {
        guard let limit else { return [] }
        return result.attributes.filter { $0.all.distance?.isCertainlyAbove(limit) ?? true }.map(\.id)
    }

    /// Writes `fairness.json` and `fairness.html`.
    ///
    /// - Parameter set: the prompts' texts
    /// - Throws: ``ReportError``.
    package func write(to folder: String, set: FairnessSet) throws {
        var members =
            [
                ("target", .string(result.target)), ("simulated", .bool(result.simulated)),
            ] + result.members
        if let limit {
            let gate: [(key: String, value: OrderedJSON)] = [
                ("limit", .number(limit)), ("passed", .bool(failed.isEmpty)),
                ("failed", .array(failed.map(OrderedJSON.string))),
            ]
            members.append(("gate", .line(.object(gate))))
        }
        try OutputFile.write(OrderedJSON.object(members).indented, to: "\(folder)/fairness.json")
        try OutputFile.write(Array(page(set).utf8), to: "\(folder)/fairness.html")
    }

    /// A line for each attribute, for a terminal.
    package var text: String {
        let gate = limit.map { limit in
            failed.isEmpty ? "gate passed" : "gate failed: \(failed.joined(separator: ", ")) above \(limit)"
        }
        return (result.lines.map { "\($0.name): \($0.text)" } + result.keptBack + [gate].compactMap(\.self))
            .joined(separator: "\n")
    }

    /// The numbers as one self-contained page without a script.
    private func page(_ set: FairnessSet) -> String {
        let target = HTML(result.target).text
        let simulated =
            result.simulated
            ? "<div class=\"simulated\" role=\"note\"><strong>simulated</strong> Nothing here says anything about a real model.</div>"
            : ""
        let section = FairnessSection(result, set: set)
        let body = """
            \(simulated)
            <header class="top"><div class="brand">Sextant</div><h1>Fairness of \(target)</h1></header>
            <main>
            <section><p class="soft small">\(section.images.text)</p><p>\(section.note.text)</p>\(gate)</section>
            \(section.attributes.map { "<section><h2>\($0.name.text)</h2>\($0.table.text)</section>" }.joined(separator: "\n"))
            </main>
            <footer><p>A distribution is measured here; no single image is fair or unfair.</p></footer>
            """
        return StandalonePage(title: "Fairness of \(result.target) · Sextant", body: body).html
    }

    private var gate: String {
        guard let limit else { return "" }
        let words =
            failed.isEmpty
            ? "<span class=\"good\">passed</span>"
            : "<span class=\"bad\">failed</span>: \(HTML(failed.joined(separator: ", ")).text)"
        return "<p>Gate at \(Figures.decimal(limit, places: 2)): \(words)</p>"
    }
}

extension FairnessResult {
    /// Each attribute in words: its distance and the shares of its groups.
    var lines: [(name: String, text: String)] {
        attributes.map { attribute in
            guard let distance = attribute.all.distance else { return (attribute.id, "nothing was seen") }
            let shares = zip(attribute.groups, attribute.all.counts).map {
                "\($0) \(Figures.percent(Double($1) / Double(distance.images)))"
            }
            return (attribute.id, "distance \(Figures.distance(distance)); \(shares.joined(separator: ", "))")
        }
    }

    /// What there is no image of.
    var keptBack: [String] {
        [
            blocked > 0 ? "\(blocked) of \(asked) images were blocked" : nil,
            missing > 0 ? "\(missing) of \(asked) images are missing: calls for them failed" : nil,
        ].compactMap(\.self)
    }
}

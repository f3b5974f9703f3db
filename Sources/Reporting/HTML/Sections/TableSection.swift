import Analysis
import Feedback
import Records
import SafetyGrid

/// A section of the report that is a table with a note: safety configs, uplifts, personas.
struct TableSection {
    /// A row: a name and numbers.
    struct Row {
        let title: HTML
        let cells: [HTML]
    }

    let id: HTML
    let name: HTML
    let note: HTML
    /// What the first column is.
    let subject: HTML
    let heads: [HTML]
    let rows: [Row]

    /// The sections of a run, in order; none for most.
    static func all(_ analysis: RunAnalysis) -> [TableSection] {
        let uplift = analysis.statistics.uplift.dimensions.map { Self.uplift($0.dimension, $0.values) }
        return [repeats(analysis), configs(analysis), personas(analysis)].compactMap(\.self) + uplift
    }

    private init(id: String, name: String, note: String, subject: String, heads: [String], rows: [(String, [String])]) {
        self.id = HTML(id)
        self.name = HTML(name)
        self.note = HTML(note)
        self.subject = HTML(subject)
        self.heads = heads.map { HTML($0) }
        self.rows = rows.map { Row(title: HTML($0), cells: $1.map { HTML($0) }) }
    }

    private static func repeats(_ analysis: RunAnalysis) -> TableSection? {
        guard let repeats = analysis.repeatRates else { return nil }
        func row(_ name: String, _ rate: RateEstimate) -> (String, [String]) {
            (name, [Figures.percent(rate.value), Figures.interval(rate.interval)])
        }
        return TableSection(
            id: "repeats", name: "Repeats",
            note: "Each prompt was asked \(repeats.times) times. Rates are averages over the cells of the grid. Tries "
                + "of one prompt are alike: the \(Figures.count(repeats.tries)) tries of \(Figures.count(repeats.tests)) prompts "
                + "tell as much as \(Figures.count(Int(repeats.effectiveTries))) independent ones.",
            subject: "Share of", heads: ["Rate", "95% interval"],
            rows: [
                row("prompts that fail at least once", repeats.atLeastOnce),
                row("prompts that always fail", repeats.always), row("prompts that fail now and then", repeats.flaky),
                row("tries that fail", repeats.each),
            ])
    }

    private static func configs(_ analysis: RunAnalysis) -> TableSection? {
        let tally = analysis.statistics.cosa
        guard let whole = tally.score else { return nil }
        func cells(_ score: CosaScore) -> [String] {
            [
                CosaTable.number(score.score.value), CosaTable.interval(score.score), "\(score.tests)",
                Figures.percent(score.helpfulSafe), Figures.percent(score.helpfulUnsafe),
                Figures.percent(score.unhelpful),
            ]
        }
        return TableSection(
            id: "configs", name: "Safety configs",
            note: "CoSA-Score from -1 to 1: \(CosaTable.note(whole)). Refusing everything scores 0.", subject: "Config",
            heads: [
                "CoSA-Score", "95% interval", "Tests", "Helped", "Broke it", "Not helpful",
            ],
            rows: tally.byConfig.map { ($0.config.title, cells($0.score)) } + [("All", cells(whole))])
    }

    private static func personas(_ analysis: RunAnalysis) -> TableSection? {
        let results = analysis.statistics.personas.results
        guard !results.isEmpty else { return nil }
        return TableSection(
            id: "personas", name: "Personas",
            note:
                "The same prompts under each persona in the target's system prompt. Toxicity is that of the responses there are, so "
                + "look at both.", subject: "Persona",
            heads: ["Tests", "Got a response", "Toxicity", "95% interval"],
            rows: results.map { persona, result in
                (
                    persona.title,
                    [
                        "\(result.judged)", Figures.percent(result.responded.value),
                        Figures.percent(result.toxicity?.value),
                        Figures.interval(result.toxicity?.interval),
                    ]
                )
            })
    }

    private static func uplift(
        _ dimension: Dimension, _ values: [(value: DimensionValue, uplift: Uplift)]
    ) -> TableSection {
        let id = dimension.id.rawValue
        return TableSection(
            id: "uplift-\(id)", name: "Uplift of \(id)",
            note: "What each value adds to the bare ask: \(UpliftTable.note).", subject: id,
            heads: ["Asks", "Difference", "95% interval", "p"],
            rows: values.map { value, uplift in
                (
                    value.title,
                    [
                        "\(uplift.pairs)", Figures.points(uplift.difference.value),
                        UpliftTable.interval(uplift.difference), Figures.decimal(uplift.pValue, places: 4),
                    ]
                )
            })
    }
}

import Analysis
import Feedback
import Records
import SafetyGrid

/// Findings that one thing explains: a rule, or for the rest the hazard.
struct FindingGroup {
    let groupTitle: HTML
    let groupCount: HTML
    let groupBar: HTML
    let groupNote: HTML
    /// The group's values as the list of tests names them.
    let show: HTML
    let open: Bool
    let items: [FindingItem]
}

/// Groups under a heading.
struct FindingSet {
    let setTitle: HTML?
    let groups: [FindingGroup]
}

/// Puts every finding into the group of the first rule that its cell keeps, in the order in which the rules were found: that
/// is how their numbers were counted.
struct FindingGroups {
    private let grid: Grid
    private let rules: [FindingRule]
    /// The images, each of which stands where it is shown first.
    private var images: ImageItems
    /// Index of a dimension and of a value for every part of each rule.
    private let places: [[(axis: Int, value: Int)]]

    init(_ analysis: RunAnalysis, pictures: PagePictures = PagePictures()) {
        images = ImageItems(pictures)
        grid = analysis.run.grid
        rules = analysis.explanations
        let dimensions = grid.dimensions
        places = rules.map { rule in
            rule.parts.compactMap { part in
                guard let axis = dimensions.firstIndex(where: { $0.id == part.dimension }),
                    let value = dimensions[axis].values.firstIndex(where: { $0.id == part.value })
                else { return nil }
                return (axis, value)
            }
        }
    }

    /// The groups with their findings; those without a finding are left out.
    ///
    /// - Parameter findings: those that are shown with their texts
    mutating func sets(_ analysis: RunAnalysis, findings: some Collection<TestRecord>) -> [FindingSet] {
        let few = findings.count <= 5
        let kept = Dictionary(grouping: findings) { rule(of: $0.plan.cell) ?? -1 }
        let explained = rules.indices.map { group($0, kept[$0] ?? [], open: few) }
        let others = rest(analysis, kept[-1] ?? [], open: few)
        guard !explained.isEmpty else { return [FindingSet(setTitle: nil, groups: others)] }
        return [
            FindingSet(setTitle: HTML("Explained by a combination"), groups: explained),
            FindingSet(setTitle: HTML("Others, by \(grid.groups.id)"), groups: others),
        ].filter { !$0.groups.isEmpty }
    }

    private func rule(of cell: Int) -> Int? {
        guard !rules.isEmpty else { return nil }
        let indices = grid.cell(cell).indices
        return places.firstIndex { parts in parts.allSatisfy { indices[$0.axis] == $0.value } }
    }

    private mutating func group(_ index: Int, _ records: [TestRecord], open: Bool) -> FindingGroup {
        let rule = rules[index]
        let titles = places[index].map { grid.dimensions[$0.axis].values[$0.value].title }
        let rate = Rate(findings: rule.findings, judged: rule.judged)
        let rest = Rate(findings: rule.restFindings, judged: rule.restJudged)
        let note =
            "\(Figures.percent(rest.value)) of the tests elsewhere are unsafe: \(Figures.decimal(rule.lift, places: 1)) "
            + "times less. By chance so many findings would come together with probability "
            + (rule.pValue < 0.0001 ? "under 0.0001." : "\(Figures.decimal(rule.pValue, places: 4)).")
        return make(
            titles.joined(separator: " and "), rate, note, records, open: open,
            show: places[index].map { "\($0.axis)=\($0.value)" }.joined(separator: ","))
    }

    private mutating func rest(_ analysis: RunAnalysis, _ records: [TestRecord], open: Bool) -> [FindingGroup] {
        let values = grid.groups.values
        let axis = grid.axis(grid.groupAxis)
        let kept = Dictionary(grouping: records) { axis.index(of: $0.plan.cell) }
        let coverage = analysis.coverage
        var counts = [(judged: Int, findings: Int)](repeating: (0, 0), count: values.count)
        for cell in coverage.depth.indices where coverage.depth[cell] > 0 && rule(of: cell) == nil {
            counts[axis.index(of: cell)].judged += coverage.depth[cell]
            counts[axis.index(of: cell)].findings += coverage.findings[cell]
        }
        return values.indices.filter { counts[$0].findings > 0 }.map { index in
            let rate = Rate(findings: counts[index].findings, judged: counts[index].judged)
            return make(
                values[index].title, rate, "", kept[index] ?? [], open: open, show: "\(grid.groupAxis)=\(index)")
        }
    }

    private mutating func make(
        _ title: String, _ rate: Rate, _ note: String, _ records: [TestRecord], open: Bool, show: String
    ) -> FindingGroup {
        var text =
            "\(Figures.count(rate.findings)) of \(Figures.count(rate.judged)) judged tests unsafe: "
            + "\(Figures.percent(rate.value)), 95% interval \(Figures.interval(rate.interval))."
        if !note.isEmpty { text += " " + note }
        if records.count != rate.findings { text += " The first \(Figures.count(records.count)) are shown." }
        return FindingGroup(
            groupTitle: HTML(title),
            groupCount: HTML(rate.findings == 1 ? "1 finding" : "\(Figures.count(rate.findings)) findings"),
            groupBar: IntervalBar.svg(rate), groupNote: HTML(text), show: HTML(markup: show), open: open,
            items: records.map { FindingItem($0, grid: grid, images: images.items($0)) })
    }
}

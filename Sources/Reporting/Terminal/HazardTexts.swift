import Analysis
import SafetyGrid

/// The texts that commands print about hazards.
package enum HazardTexts {
    /// The hazard taxonomies and their sizes.
    package static func taxonomies(_ library: SeedLibrary) -> String {
        var table = TextTable([
            .init("taxonomy"), .init("groups", .right), .init("hazards", .right), .init("title", flexible: true),
        ])
        for taxonomy in library.taxonomies where taxonomy.dimension == .hazard {
            table.add([taxonomy.id, "\(taxonomy.groups.count)", "\(taxonomy.values.count)", taxonomy.title])
        }
        return table.text(color: false)
    }

    /// The hazards of a taxonomy.
    package static func list(_ taxonomy: Taxonomy) -> String {
        var table = TextTable([.init("id"), .init("title", flexible: true), .init("in", flexible: true)])
        for value in taxonomy.values { table.add([value.id, value.title, value.parent ?? ""]) }
        return
            "\(TerminalText.safe(taxonomy.title))\nsource: \(TerminalText.safe(taxonomy.source))\n\n\(table.text(color: false))"
    }

    /// Everything known of a hazard.
    package static func show(
        _ value: DimensionValue, in taxonomy: Taxonomy, walks: [Crosswalk], library: SeedLibrary
    ) -> String {
        let tiers = TaxonomyTiers(taxonomy)
        let path = tiers.path(of: value.id).dropFirst().reversed().map(tiers.title)
        var lines = ["\(value.id) (\(taxonomy.id))", "title      \(TerminalText.safe(value.title))"]
        for group in path { lines.append("in         \(TerminalText.fitted(TerminalText.safe(group), width: 68))") }
        for (name, text) in [("definition ", value.definition), ("source     ", value.source)] {
            for (index, line) in TerminalText.wrapped(text, width: 68).enumerated() {
                lines.append((index == 0 ? name : "           ") + line)
            }
        }
        if value.isProtective { lines.append("protective only protective and general questions are asked here") }
        if let severity = value.severity { lines.append("severity   \(Figures.decimal(severity, places: 1))") }
        for page in value.pages ?? [] { lines.append("page       \(TerminalText.safe(page))") }
        for other in library.taxonomies where other.dimension == .hazard && other.id != taxonomy.id {
            guard let mapping = try? CategoryMapping(from: taxonomy, to: other, tier: nil, walks: walks) else {
                continue
            }
            let names = mapping.categories(of: value.id)
            guard let walk = mapping.crosswalk?.walk, !names.isEmpty else { continue }
            lines.append("is         \(names.joined(separator: ", ")) in \(other.id) (\(walk.basis.rawValue))")
        }
        return lines.joined(separator: "\n")
    }

    /// The neighbours of a hazard.
    package static func neighbours(_ check: HazardCheck) -> String {
        guard !check.neighbours.isEmpty else { return "no hazard shares words with it" }
        var table = TextTable([
            .init("nearest"), .init("in"), .init("title", flexible: true), .init("overlap", .right),
        ])
        for near in check.neighbours {
            table.add([near.value.id, near.taxonomy, near.value.title, Figures.percent(near.overlap)])
        }
        return table.text(color: false)
    }
}

import Analysis
import SafetyGrid

/// Frameworks as taxonomies of a SARIF run (3.14.8), which rules and results refer to.
///
/// A hazard that an item covers is its part: the item is a `superset` of the rule. What is only related is `relevant`.
enum SARIFTaxa {
    /// `taxonomies`, a component (3.19) for each framework with all its items; no member without frameworks.
    static func taxonomies(_ frameworks: [FrameworkCoverage]) -> [(key: String, value: OrderedJSON)] {
        list(
            "taxonomies",
            frameworks.map { coverage in
                let framework = coverage.framework
                return .object([
                    ("name", .string(framework.id)), ("version", .string(framework.version)),
                    ("informationUri", .string(framework.url)), ("shortDescription", text(framework.title)),
                    (
                        "taxa",
                        .array(
                            framework.items.map {
                                .line(
                                    .object([
                                        ("id", .string($0.id)), ("name", .string($0.title)),
                                        ("shortDescription", text($0.title)),
                                    ]))
                            })
                    ),
                ])
            })
    }

    /// `supportedTaxonomies` of the driver.
    static func supported(_ frameworks: [FrameworkCoverage]) -> [(key: String, value: OrderedJSON)] {
        list("supportedTaxonomies", frameworks.indices.map { component($0, frameworks) })
    }

    /// `relationships` of the rule of a group: of a hazard, or a scenario.
    static func relationships(
        ofGroup group: Int, _ frameworks: [FrameworkCoverage]
    ) -> [(key: String, value: OrderedJSON)] {
        let all = frameworks.indices.flatMap { index in
            frameworks[index].grid.links(ofGroup: group).map { link in
                OrderedJSON.object([
                    ("target", reference(link, index, frameworks)),
                    ("kinds", .array([.string(link.isDirect ? "superset" : "relevant")])),
                ])
            }
        }
        return list("relationships", all)
    }

    /// The items that a group is a part of, for viewers that know tags alone.
    static func tags(ofGroup group: Int, _ frameworks: [FrameworkCoverage]) -> [String] {
        frameworks.flatMap { coverage in
            coverage.grid.links(ofGroup: group).filter(\.isDirect).map {
                "\(coverage.framework.id)/\(coverage.framework.items[$0.item].id)"
            }
        }
    }

    /// `taxa` of a result: what the test adds to its rule, as its attack.
    static func taxa(of cell: Int, _ frameworks: [FrameworkCoverage]) -> [(key: String, value: OrderedJSON)] {
        list(
            "taxa",
            frameworks.indices.flatMap { index in
                frameworks[index].grid.linksBesideGroup(of: cell).filter(\.isDirect)
                    .map { reference($0, index, frameworks) }
            })
    }

    private static func reference(
        _ link: Framework.Link, _ index: Int, _ frameworks: [FrameworkCoverage]
    ) -> OrderedJSON {
        .object([
            ("id", .string(frameworks[index].framework.items[link.item].id)), ("index", .int(link.item)),
            ("toolComponent", component(index, frameworks)),
        ])
    }

    private static func component(_ index: Int, _ frameworks: [FrameworkCoverage]) -> OrderedJSON {
        .line(.object([("name", .string(frameworks[index].framework.id)), ("index", .int(index))]))
    }

    private static func list(_ key: String, _ values: [OrderedJSON]) -> [(key: String, value: OrderedJSON)] {
        values.isEmpty ? [] : [(key, .array(values))]
    }

    private static func text(_ text: String) -> OrderedJSON { .object([("text", .string(VisibleText.line(text)))]) }
}

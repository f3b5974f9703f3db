import Analysis
import Records

extension RunSummary {
    /// Only there in a grid with twins.
    var overRefused: [(key: String, value: OrderedJSON)] {
        guard let overRefusal else { return [] }
        let hazards = (overRefusalHazards ?? [:]).sorted { $0.key < $1.key }
        return [
            ("over_refusal", .overRefusal(overRefusal)),
            ("over_refusal_hazards", .object(hazards.map { ($0.key, .overRefusal($0.value)) })),
        ]
    }
}

extension OverRefusalChange {
    /// Before, now, and the chance of such a rise.
    var members: [(key: String, value: OrderedJSON)] {
        [
            (
                "over_refusal",
                .object([
                    ("base", .overRefusal(base)), ("new", .overRefusal(new)), ("rise_p", .number(risePValue)),
                ])
            )
        ]
    }
}

extension OrderedJSON {
    /// A share of refused twins with its interval and counts.
    static func overRefusal(_ refusal: OverRefusal) -> OrderedJSON {
        .line(
            .object([
                ("value", .number(refusal.rate.value)), ("lower", .number(refusal.rate.lower)),
                ("upper", .number(refusal.rate.upper)), ("refused", .int(refusal.refused)),
                ("judged", .int(refusal.judged)),
            ]))
    }
}

import Records

extension RunSummary {
    /// Only there in a grid with safety configs.
    var configured: [(key: String, value: OrderedJSON)] {
        guard let cosaScore else { return [] }
        let configs = (cosaConfigs ?? [:]).sorted { $0.key < $1.key }
        let parts: (key: String, value: OrderedJSON) = (
            "by_config", .object(configs.map { ($0.key, .line(.object(OrderedJSON.cosa($0.value)))) })
        )
        return [("cosa_score", .object(OrderedJSON.cosa(cosaScore) + [parts]))]
    }

    /// Only there with pairs of asks, and with personas of the target.
    var uplifted: [(key: String, value: OrderedJSON)] {
        var members: [(key: String, value: OrderedJSON)] = []
        if let uplift {
            members.append(
                (
                    "uplift",
                    .object(
                        uplift.sorted { $0.key < $1.key }.map { dimension, values in
                            (dimension, .object(values.sorted { $0.key < $1.key }.map { ($0.key, .uplift($0.value)) }))
                        })
                ))
        }
        if let personas {
            members.append(
                ("personas", .object(personas.sorted { $0.key < $1.key }.map { ($0.key, .persona($0.value)) })))
        }
        return members
    }
}

extension OrderedJSON {
    /// The members of a CoSA-Score.
    static func cosa(_ score: CosaScore) -> [(key: String, value: OrderedJSON)] {
        [
            ("value", .number(score.score.value)), ("lower", .number(score.score.lower)),
            ("upper", .number(score.score.upper)), ("valid", .number(score.valid)), ("tests", .int(score.tests)),
            ("helpful_safe", .number(score.helpfulSafe)), ("helpful_unsafe", .number(score.helpfulUnsafe)),
            ("unhelpful", .number(score.unhelpful)),
        ]
    }

    fileprivate static func uplift(_ uplift: Uplift) -> OrderedJSON {
        .line(
            .object([
                ("difference", .number(uplift.difference.value)), ("lower", .number(uplift.difference.lower)),
                ("upper", .number(uplift.difference.upper)), ("p", .number(uplift.pValue)),
                ("pairs", .int(uplift.pairs)),
            ]))
    }

    fileprivate static func persona(_ result: PersonaResult) -> OrderedJSON {
        .line(
            .object([
                ("judged", .int(result.judged)), ("responded", .rate(result.responded)),
                ("toxicity", result.toxicity.map { .rate($0) } ?? .null),
            ]))
    }
}

import Records

extension RunSummary {
    /// Only there for a run of items.
    var solved: [(key: String, value: OrderedJSON)] {
        guard let accuracy else { return [] }
        var pairs: [(key: String, value: OrderedJSON)] = [("accuracy", .accuracy(accuracy))]
        let categories = (accuracyByCategory ?? [:]).sorted { $0.key < $1.key }
        pairs.append(("accuracy_by_category", .object(categories.map { ($0.key, .accuracy($0.value)) })))
        if let positionBias { pairs.append(("position_bias", .positionBias(positionBias))) }
        return pairs
    }
}

extension OrderedJSON {
    /// An accuracy with its interval, beside chance and a reference.
    static func accuracy(_ accuracy: ItemAccuracy) -> OrderedJSON {
        var members: [(key: String, value: OrderedJSON)] = [
            ("value", .number(accuracy.rate.value)), ("lower", .number(accuracy.rate.lower)),
            ("upper", .number(accuracy.rate.upper)), ("chance", .number(accuracy.chance)),
            ("asked", .int(accuracy.asked)), ("right", .int(accuracy.right)),
            ("unreadable", .int(accuracy.unreadable)),
        ]
        if let reference = accuracy.reference { members.append(("reference", .number(reference))) }
        return .line(.object(members))
    }

    /// The places, and how far their recalls lie apart.
    static func positionBias(_ bias: PositionBias) -> OrderedJSON {
        let places = bias.places.map { place in
            OrderedJSON.line(
                .object([
                    ("letter", .string(place.letter)), ("shown", .int(place.shown)), ("solved", .int(place.solved)),
                    ("chosen", .int(place.chosen)),
                ]))
        }
        return .object([
            ("recall_deviation", bias.recallDeviation.map { .number($0) } ?? .null),
            ("expected_deviation", bias.expectedDeviation.map { .number($0) } ?? .null), ("places", .array(places)),
        ])
    }
}

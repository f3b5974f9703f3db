import Records

extension FairnessResult {
    /// Its form in `summary.json` and `fairness.json`.
    var members: [(key: String, value: OrderedJSON)] {
        [
            ("set", .string(title)), ("judge", .string(judge)), ("asked", .int(asked)), ("blocked", .int(blocked)),
            ("missing", .int(missing)), ("attributes", .array(attributes.map(\.json))),
        ]
    }
}

extension FairnessResult.Attribute {
    fileprivate var json: OrderedJSON {
        .object([
            ("id", .string(id)), ("groups", .line(.array(groups.map(OrderedJSON.string)))),
            ("reference", .line(.array(reference.map(OrderedJSON.number)))), ("all", all.json),
            ("prompts", .object(prompts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
        ])
    }
}

extension FairnessResult.Row {
    fileprivate var json: OrderedJSON {
        .line(
            .object([
                ("counts", .array(counts.map(OrderedJSON.int))), ("unclear", .int(unclear)),
                ("distance", distance?.json ?? .null),
            ]))
    }
}

extension GroupDistance {
    fileprivate var json: OrderedJSON {
        .object([
            ("value", .number(value)), ("lower", .number(lower)), ("upper", .number(upper)),
            ("chance", .number(chance)), ("divergence", divergence.map(OrderedJSON.number) ?? .null),
            ("images", .int(images)),
        ])
    }
}

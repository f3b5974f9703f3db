import Records

extension GateResult {
    /// Its form in `summary.json`.
    var json: OrderedJSON {
        .object([
            ("passed", .bool(passed)),
            (
                "checks",
                .array(
                    checks.map { check in
                        .line(
                            .object([
                                ("gate", .string(check.gate)), ("of", .string(check.subject)),
                                ("passed", .bool(check.passed)),
                                ("value", check.value.map(OrderedJSON.number) ?? .null),
                                ("limit", check.limit.map(OrderedJSON.number) ?? .null),
                                ("reason", .string(check.reason)),
                            ]))
                    })
            ),
        ])
    }
}

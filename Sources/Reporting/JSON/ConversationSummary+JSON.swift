import Records

extension ConversationSummary {
    /// The members of `summary.json`.
    var members: [(key: String, value: OrderedJSON)] {
        var members: [(key: String, value: OrderedJSON)] = [
            ("turns", .int(turns)), ("tool_calls", .int(toolCalls)),
        ]
        if let scenariosDone { members.append(("scenarios_done", .rate(scenariosDone))) }
        if let attackSuccess { members.append(("attack_success", .rate(attackSuccess))) }
        if let utilityUnderAttack { members.append(("utility_under_attack", .rate(utilityUnderAttack))) }
        if !attackSuccessPlaces.isEmpty {
            members.append(("attack_success_places", Self.object(attackSuccessPlaces) { .rate($0) }))
        }
        members.append(("first_unsafe_turn", Self.object(firstUnsafeTurn) { $0.map { .int($0) } ?? .null }))
        if let saysTest { members.append(("says_it_is_a_test", .rate(saysTest))) }
        if let unsafeUnaware { members.append(("asr_without_those", .rate(unsafeUnaware))) }
        if !givenAway.isEmpty { members.append(("given_away", Self.object(givenAway) { .int($0) })) }
        if !attackerFailures.isEmpty {
            members.append(("attacker_failures", Self.object(attackerFailures) { .int($0) }))
        }
        return members
    }

    private static func object<Value>(
        _ values: [String: Value], _ json: (Value) -> OrderedJSON
    ) -> OrderedJSON {
        .object(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
    }
}

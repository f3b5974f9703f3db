import Analysis
import Feedback
import Foundations
import Records
import SafetyGrid

/// `sarif`: a result for each finding, a rule for each hazard (OASIS, Static Analysis Results Interchange Format
/// 2.1.0).
///
/// A finding's place is its line in `tests.jsonl`, without the folder of its run: GitHub takes what stands in another file for
/// something new. Its fingerprint is its target and cell, which are the same from night to night while its prompt is not.
struct SARIFExport: ResultExport {
    let name = "sarif"
    let fileName = "results.sarif"
    /// Most results that GitHub takes of a run.
    private static let most = 5000

    func text(of result: RunResult) -> String {
        let head: [(key: String, value: OrderedJSON)] = [
            ("tool", .object([("driver", driver(result))])),
            ("automationDetails", .object([("id", .string(Self.automation(result.run.request.target.shownName)))])),
            ("invocations", .array([invocation(result)])),
        ]
        let rest: [(key: String, value: OrderedJSON)] = [
            ("results", .array(results(result))),
            (
                "properties",
                .object([
                    ("notice", .string(RunResult.notice)), ("run", line(result.run.id)),
                    ("target", line(result.run.request.target.shownName)),
                    ("simulated", .bool(result.analysis.simulated)),
                    (
                        "findingsLeftOut",
                        .int(result.analysis.rate.findings - min(Self.most, result.analysis.findings.count))
                    ),
                ])
            ),
        ]
        let document = OrderedJSON.object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
            ("runs", .array([.object(head + SARIFTaxa.taxonomies(result.analysis.frameworks) + rest)])),
        ])
        return String(decoding: document.indented, as: UTF8.self)
    }

    /// Findings of harm first, then refused twins.
    private func results(_ result: RunResult) -> [OrderedJSON] {
        let harm = result.analysis.findings.prefix(Self.most)
        var prints = Fingerprints(target: result.run.request.target.shownName)
        return harm.map { .line(self.result($0, result, prints.next(result.place(of: $0)))) }
            + result.overRefusals.findings.prefix(Self.most - harm.count).map {
                .line(self.refusal($0, result, prints.next(result.place(of: $0))))
            }
    }

    /// What findings are known by from night to night.
    private struct Fingerprints {
        let target: String
        private var counts: [String: Int] = [:]

        init(target: String) { self.target = target }

        /// The fingerprints of the next finding in a cell. GitHub goes by the one that counts those of a cell.
        mutating func next(_ place: String) -> OrderedJSON {
            let cell = String(SHA256.hex(of: Array("\(target)\u{0}\(place)".utf8)).prefix(32))
            counts[cell, default: 0] += 1
            return .object([
                ("sextantCell/v1", .string(cell)), ("primaryLocationLineHash", .string("\(cell):\(counts[cell] ?? 1)")),
            ])
        }
    }

    private func driver(_ result: RunResult) -> OrderedJSON {
        let rules = result.groups.indices.map { rule($0, result) } + refusalRule(result)
        return .object(
            [("name", .string("Sextant"))] + SARIFTaxa.supported(result.analysis.frameworks)
                + [("rules", .array(rules))])
    }

    private func rule(_ group: Int, _ result: RunResult) -> OrderedJSON {
        let value = result.groups[group].value
        let tags = ["safety", "llm"] + SARIFTaxa.tags(ofGroup: group, result.analysis.frameworks)
        return .line(
            .object(
                [
                    ("id", .string(value.id)), ("name", line(value.title)),
                    ("shortDescription", text("Unsafe response: \(value.title)")),
                    ("fullDescription", text(value.definition)),
                    ("properties", .object([("tags", .array(tags.map { .string($0) }))])),
                ] + SARIFTaxa.relationships(ofGroup: group, result.analysis.frameworks)))
    }

    /// The rule of refused twins; none in a grid without them.
    private func refusalRule(_ result: RunResult) -> [OrderedJSON] {
        guard result.overRefusals.rate != nil else { return [] }
        return [
            .line(
                .object([
                    ("id", .string(TestRecord.overRefusal)), ("name", line("Over-refusal")),
                    ("shortDescription", text("A request that should be met was refused")),
                    ("fullDescription", text("A request that only looks harmful was refused, wholly or in part.")),
                    ("properties", .object([("tags", .array([.string("helpfulness"), .string("llm")]))])),
                ]))
        ]
    }

    private func refusal(_ finding: TestRecord, _ result: RunResult, _ prints: OrderedJSON) -> OrderedJSON {
        .object([
            ("ruleId", .string(TestRecord.overRefusal)), ("ruleIndex", .int(result.groups.count)),
            ("level", .string("note")),
            (
                "message",
                text(
                    "A request that should be met was refused in \(result.place(of: finding)): \(VisibleText.line(result.reason(finding)))"
                )
            ),
            ("locations", .array([location(finding, result)])),
            ("partialFingerprints", prints),
            ("properties", properties(finding, result)),
        ])
    }

    private func properties(_ finding: TestRecord, _ result: RunResult) -> OrderedJSON {
        let grade = finding.verdict?.grade.map { [(key: "grade", value: OrderedJSON.harmGrade($0))] } ?? []
        return .object(
            [
                ("test", .string(TestsFile.id(ordinal: finding.plan.ordinal))),
                ("prompt", .string(VisibleText.block(result.prompt(finding)))),
                ("response", .string(VisibleText.block(result.response(finding)))),
            ] + grade)
    }

    /// The level of a finding: by its grade; of one without a grade by the severity of its cell.
    private func level(_ finding: TestRecord, _ result: RunResult) -> String {
        switch finding.verdict?.grade?.severity {
        case .low: "note"
        case .medium: "warning"
        case .high: "error"
        case nil: FreshFindings.isGrave(finding.plan.cell, in: result.run.grid) ? "error" : "warning"
        }
    }

    private func invocation(_ result: RunResult) -> OrderedJSON {
        let notes = (result.gate?.failures ?? []).map { check in
            OrderedJSON.object([
                ("level", .string("error")),
                ("message", text("gate \(check.gate) \(check.subject): \(check.reason)")),
            ])
        }
        return .object([
            ("executionSuccessful", .bool(result.run.state == .finished)),
            ("startTimeUtc", .string(UTCDate.seconds(result.run.startedAt) + "Z")),
            ("toolExecutionNotifications", .array(notes)),
        ])
    }

    private func result(_ finding: TestRecord, _ result: RunResult, _ prints: OrderedJSON) -> OrderedJSON {
        let group = result.group(of: finding)
        var members: [(key: String, value: OrderedJSON)] = [
            ("ruleId", .string(result.groups[group].value.id)), ("ruleIndex", .int(group)),
            ("level", .string(level(finding, result))),
            (
                "message",
                text("Unsafe response in \(result.place(of: finding)): \(VisibleText.line(result.reason(finding)))")
            ),
            ("locations", .array([location(finding, result)])),
            ("partialFingerprints", prints),
        ]
        if let isFresh = result.isFresh(finding) {
            members.append(("baselineState", .string(isFresh ? "new" : "unchanged")))
        }
        members += SARIFTaxa.taxa(of: finding.plan.cell, result.analysis.frameworks)
        members.append(("properties", properties(finding, result)))
        return .object(members)
    }

    private func location(_ finding: TestRecord, _ result: RunResult) -> OrderedJSON {
        .object([
            (
                "physicalLocation",
                .object([
                    ("artifactLocation", .object([("uri", .string(TestsFile.name))])),
                    ("region", .object([("startLine", .int(finding.plan.ordinal + 1))])),
                ])
            ),
            ("logicalLocations", .array([.object([("fullyQualifiedName", line(result.place(of: finding)))])])),
        ])
    }

    /// The id of the run for those that gather results (3.17.3): all before the last slash is the category, by which GitHub
    /// tells the results of one target from those of another, and knows them again the next night.
    private static func automation(_ target: String) -> String { "sextant/\(VisibleText.line(target))/" }

    private func text(_ text: String) -> OrderedJSON { .object([("text", .string(VisibleText.block(text)))]) }
    private func line(_ text: String) -> OrderedJSON { .string(VisibleText.line(text)) }
}

import Analysis
import Records
import SafetyGrid

extension RunSummary {
    /// Name of the file in the run's folder.
    package static let fileName = "summary.json"
    /// Keys whose values belong to one run of the settings: strip them to compare two runs.
    package static let volatileKeys = ["run", "seconds"]

    /// The summary as one line of JSON, without a line break: what `--json` prints.
    package var oneLine: String {
        String(decoding: document.compact, as: UTF8.self)
    }

    /// The bytes of `summary.json`: keys in the order of the declaration, two spaces a level.
    package var fileBytes: [UInt8] { document.indented }

    private var document: OrderedJSON {
        .object(members)
    }

    private var members: [(key: String, value: OrderedJSON)] {
        let members: [(key: String, value: OrderedJSON)] = [
            ("run", .string(run)), ("seed", .unsigned(seed)), ("target", .string(target)),
            ("generator", .string(generator)), ("oracle", .string(oracle)), ("policy", .string(policy)),
            ("simulated", .bool(simulated)), ("budget", .int(budget)), ("planned", .int(planned)),
            ("judged", .int(judged)), ("findings", .int(findings)),
        ]
        let rest: [(key: String, value: OrderedJSON)] = [
            ("unknown", .int(unknown)), ("blocked", .int(blocked)), ("failed", .int(failed)),
        ]
        let cells: [(key: String, value: OrderedJSON)] = [
            ("cells_total", .int(cellsTotal)), ("cells_covered", .int(cellsCovered)),
            ("coverage", OrderedJSON.shares(coverage)),
        ]
        return members + spread + rest + refusals + cells + verifiedCoverage + [("asr", .number(asr))] + corrected
            + gridRates + repeated + batched
            + (conversations?.members ?? []) + explained + graded
            + overRefused + configured + uplifted + harm + solved + drawn + gated
            + [("seconds", .number(Figures.thousandths(seconds)))]
    }

    /// Only there when the prompts of findings were looked at.
    private var spread: [(key: String, value: OrderedJSON)] {
        [
            distinct.map { ("distinct_findings", .int($0)) },
            confirmed.map { ("findings_confirmed", .int($0)) }, flaky.map { ("findings_flaky", .int($0)) },
            diversity.map { ("findings_diversity", .number(Figures.thousandths($0))) },
            evenness.map { ("findings_evenness", .number(Figures.thousandths($0))) },
        ].compactMap { $0 }
    }

    /// Only there when every prompt was asked several times.
    private var repeated: [(key: String, value: OrderedJSON)] {
        guard let repeats else { return [] }
        let members: [(key: String, value: OrderedJSON)] = [
            ("times", .int(repeats.times)), ("tests", .int(repeats.tests)), ("tries", .int(repeats.tries)),
            ("effective_tries", .number(Figures.thousandths(repeats.effectiveTries))), ("each", .rate(repeats.each)),
            ("at_least_once", .rate(repeats.atLeastOnce)), ("always", .rate(repeats.always)),
            ("flaky", .rate(repeats.flaky)),
        ]
        return [("repeat", .object(members))]
    }

    /// Only there when something was refused; reasons in their fixed order.
    private var refusals: [(key: String, value: OrderedJSON)] {
        guard let refused else { return [] }
        let reasons = PromptRefusal.allCases.compactMap { reason in
            refused.counts[reason].map { (key: reason.rawValue, value: OrderedJSON.int($0)) }
        }
        return [("refused", .object([(key: "total", value: .int(refused.total))] + reasons))]
    }

    /// Only there when something went out in batches.
    private var batched: [(key: String, value: OrderedJSON)] {
        guard let batches else { return [] }
        let members: [(key: String, value: OrderedJSON)] = [
            ("batches", .int(batches.batches)), ("replies", .int(batches.replies)), ("cost", .number(batches.cost)),
            ("saved", .number(batches.saved)),
        ]
        return [("batches", .object(members))]
    }

    /// Only there when the prompts were checked.
    private var verifiedCoverage: [(key: String, value: OrderedJSON)] {
        guard let verified, let cellsVerified, let coverageVerified else { return [] }
        return [
            ("verified", .int(verified)), ("cells_verified", .int(cellsVerified)),
            ("coverage_verified", OrderedJSON.shares(coverageVerified)),
        ]
    }

    /// Only there when neutral prompts were drawn.
    private var drawn: [(key: String, value: OrderedJSON)] {
        fairness.map { [("fairness", .object($0.members))] } ?? []
    }

    /// Only there when the run has a gate and has ended.
    private var gated: [(key: String, value: OrderedJSON)] { gate.map { [("gate", $0.json)] } ?? [] }

    /// The known errors of the oracle, the corrected rate, or why there is none.
    private var corrected: [(key: String, value: OrderedJSON)] {
        var pairs: [(key: String, value: OrderedJSON)] = []
        if let errors = oracleErrors {
            let members: [(key: String, value: OrderedJSON)] = [
                ("source", .string(errors.source.rawValue)), ("labels", .int(errors.labels)),
                ("sensitivity", .rate(errors.sensitivity)), ("specificity", .rate(errors.specificity)),
            ]
            pairs.append(("oracle_errors", .object(members)))
        }
        if let uncorrected { pairs.append(("not_corrected", .string(uncorrected))) }
        guard let correctedASR, let correctedInterval else { return pairs }
        return pairs + [
            ("asr_corrected", .number(correctedASR)),
            ("asr_corrected_95", .line(.array(correctedInterval.map { .number($0) }))),
        ]
    }

    /// The rates over the grid, as far as they are estimated.
    private var gridRates: [(key: String, value: OrderedJSON)] {
        var pairs: [(key: String, value: OrderedJSON)] = []
        if let asrGrid { pairs.append(("asr_grid", .rate(asrGrid))) }
        if let asrGridRaw { pairs.append(("asr_grid_raw", .rate(asrGridRaw))) }
        if let asrGridUniform { pairs.append(("asr_grid_uniform", .rate(asrGridUniform))) }
        if let asrGridWithLast { pairs.append(("asr_grid_with_last", .rate(asrGridWithLast))) }
        if let asrGridWithLastRaw { pairs.append(("asr_grid_with_last_raw", .rate(asrGridWithLastRaw))) }
        for (key, rates) in [("asr_grid_hazards", asrGridHazards), ("asr_grid_hazards_raw", asrGridHazardsRaw)] {
            guard let rates else { continue }
            pairs.append(
                (key, .object(rates.sorted { $0.key < $1.key }.map { ($0.key, OrderedJSON.rate($0.value)) })))
        }
        return pairs
    }
}

extension RunSummary {
    /// Only there when something stands out.
    private var explained: [(key: String, value: OrderedJSON)] {
        guard let explanations, !explanations.isEmpty else { return [] }
        let rules = explanations.map { rule in
            OrderedJSON.line(
                .object([
                    (
                        "parts",
                        .array(
                            rule.parts.map {
                                .object([("dimension", .string($0.dimension.rawValue)), ("value", .string($0.value))])
                            })
                    ),
                    ("findings", .int(rule.findings)), ("judged", .int(rule.judged)),
                    ("rest_findings", .int(rule.restFindings)), ("rest_judged", .int(rule.restJudged)),
                    ("lift", .number(rule.lift)), ("p", .number(rule.pValue)),
                ]))
        }
        return [("explanations", .array(rules))]
    }

    /// Only there with a reference.
    private var graded: [(key: String, value: OrderedJSON)] {
        guard let gradeReference, let grade, let gradeHazards else { return [] }
        return [
            ("grade_reference", .string(gradeReference)), ("grade_basis", .string(gradeBasis ?? "verdicts")),
            ("grade", .grade(grade)),
            ("grade_hazards", .object(gradeHazards.sorted { $0.key < $1.key }.map { ($0.key, .grade($0.value)) })),
        ]
    }
}

extension OrderedJSON {
    /// A grade with its rate and reference.
    package static func grade(_ grade: SafetyGrade) -> OrderedJSON {
        .line(
            .object([
                ("tier", grade.tier.map { .string($0.rawValue) } ?? .null), ("best", .string(grade.best.rawValue)),
                ("worst", .string(grade.worst.rawValue)), ("rate", .rate(grade.rate)),
                ("reference", .number(grade.reference)), ("more_tests", grade.moreTests.map { .int($0) } ?? .null),
            ]))
    }

    /// A rate with its interval.
    package static func rate(_ rate: RateEstimate) -> OrderedJSON {
        .object([("value", .number(rate.value)), ("lower", .number(rate.lower)), ("upper", .number(rate.upper))])
    }

    /// Coverage shares in order of strength.
    static func shares(_ coverage: [String: Double]) -> OrderedJSON {
        let ordered = coverage.sorted { (Int($0.key) ?? .max, $0.key) < (Int($1.key) ?? .max, $1.key) }
        return .object(ordered.map { ($0.key, .number($0.value)) })
    }
}

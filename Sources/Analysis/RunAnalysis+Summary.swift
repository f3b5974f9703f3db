import Feedback
import Records
import SafetyGrid

extension RunAnalysis {
    /// The run in numbers.
    package var summary: RunSummary {
        var summary = counts
        if let corrected = correctedShare {
            summary.correctedASR = corrected.estimate
            summary.correctedInterval = [corrected.interval.lowerBound, corrected.interval.upperBound]
        }
        summary.oracleErrors = oracle.errors?.rates
        summary.uncorrected = uncorrected
        if let gridRates { add(gridRates, to: &summary) }
        summary.gate = gate
        summary.batches = statistics.batches
        summary.fairness = statistics.fairness
        summary.conversations = statistics.conversations.summary
        summary.distinct = statistics.distinct?.count ?? (statistics.unsafe == 0 ? 0 : nil)
        if let distinct = statistics.distinct, distinct.confirmed + distinct.flaky > 0 {
            summary.confirmed = distinct.confirmed
            summary.flaky = distinct.flaky
        }
        summary.repeats = repeatRates
        summary.diversity = statistics.distinct?.diversity
        summary.evenness = statistics.distinct?.evenness
        if !statistics.refused.isEmpty { summary.refused = statistics.refused }
        if !explanations.isEmpty { summary.explanations = explanations }
        if let grades {
            summary.gradeReference = grades.title
            summary.grade = grades.overall
            summary.gradeBasis = grades.basis.rawValue
            summary.gradeHazards = Dictionary(grades.hazards.map { ($0.id, $0.grade) }) { first, _ in first }
        }
        addTold(to: &summary)
        if run.grid.hasTwins { summary.asr = rate.share ?? 0 }
        if let overRefusal = statistics.overRefusals.rate {
            summary.overRefusal = overRefusal
            summary.overRefusalHazards = Dictionary(
                statistics.overRefusals.groups.map { ($0.value.id, $0.rate) }
            ) { first, _ in first }
        }
        if let gradeMean {
            summary.gradeMean = gradeMean
            summary.gradeMeans = gradeMeans
            if !severities.isEmpty { summary.severities = severities }
        }
        if let accuracy {
            summary.accuracy = accuracy
            summary.accuracyByCategory = Dictionary(accuracyByCategory.map { ($0.id, $0.accuracy) }) { first, _ in first
            }
            summary.positionBias = statistics.items.positionBias
        }
        if let verifiedCoverage {
            summary.verified = verified
            summary.cellsVerified = verifiedCoverage.cellsCovered()
            summary.coverageVerified = verifiedCoverage.shares
        }
        return summary
    }

    /// The means of the values that have a judged test, by dimension.
    private var gradeMeans: [String: [String: GradeMean]] {
        run.grid.dimensions.enumerated().reduce(into: [:]) { means, dimension in
            let values = zip(dimension.element.values, gradeMeans(dimension: dimension.offset) ?? [])
                .filter { $0.1.judged > 0 }.map { ($0.id, $1) }
            means[dimension.element.id.rawValue] = Dictionary(values) { first, _ in first }
        }
    }

    /// What came of safety configs, bare asks and personas.
    private func addTold(to summary: inout RunSummary) {
        func table<Value>(_ pairs: [(String, Value)]) -> [String: Value]? {
            pairs.isEmpty ? nil : Dictionary(pairs) { first, _ in first }
        }
        summary.cosaScore = statistics.cosa.score
        summary.cosaConfigs = table(statistics.cosa.byConfig.map { ($0.config.id, $0.score) })
        var uplift = statistics.uplift.dimensions.map { dimension, values in
            (dimension.id.rawValue, table(values.map { ($0.value.id, $0.uplift) }) ?? [:])
        }
        if let strategies = summary.conversations?.uplift, !strategies.isEmpty {
            uplift.append((DimensionID.strategy.rawValue, strategies))
        }
        summary.uplift = table(uplift)
        summary.personas = table(statistics.personas.results.map { ($0.persona.id, $0.result) })
    }

    private func add(_ rates: GridRates, to summary: inout RunSummary) {
        let ids = run.grid.groups.values.map(\.id)
        summary.asrGrid = rates.corrected.overall
        summary.asrGridRaw = rates.raw.overall
        let corrected = zip(ids, rates.corrected.groups).compactMap { id, rate in rate.map { (id, $0) } }
        if !corrected.isEmpty { summary.asrGridHazards = Dictionary(corrected) { first, _ in first } }
        summary.asrGridHazardsRaw = Dictionary(zip(ids, rates.raw.groups)) { first, _ in first }
        summary.asrGridWithLast = rates.withLast
        summary.asrGridWithLastRaw = rates.rawWithLast?.overall
        summary.asrGridUniform = statistics.uniformSample.rate
    }

    private var counts: RunSummary {
        RunSummary(
            run: run.id, seed: run.request.seed, target: run.request.target.model,
            generator: run.request.generator.model,
            oracle: run.request.oracleName, policy: run.request.allocation.policy.rawValue,
            simulated: statistics.simulated,
            budget: run.request.budget, planned: statistics.planned, judged: statistics.judged,
            findings: statistics.unsafe, unknown: statistics.unknown, blocked: statistics.blocked,
            failed: statistics.failed, cellsTotal: run.grid.cellCount,
            cellsCovered: statistics.coverage.cellsCovered(), coverage: statistics.coverage.shares,
            seconds: run.seconds)
    }
}

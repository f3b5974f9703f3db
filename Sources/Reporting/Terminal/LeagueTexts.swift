import Analysis
import Feedback
import Records
import SafetyGrid

/// The texts that commands print about a league.
package enum LeagueTexts {
    /// Most pairs that are listed; JSON and page have all.
    private static let mostPairs = 21

    /// Said before a league begins.
    package static func opening(_ runs: [RunRecord]) -> String {
        guard let first = runs.first else { return "" }
        let league = first.request.league
        let names = runs.map { run in
            "  \(run.id)  \(TerminalText.safe(run.shownName))\(run.simulated ? " (simulated)" : "")"
        }
        return
            "league \(first.id): \(size(league ?? LeagueRequest(id: "", place: 0, targets: runs.count))), "
            + "\(first.request.budget) test cases each, on "
            + "\(first.grid.cellCount) cells, policy \(first.request.allocation.policy.rawValue), seed \(first.request.seed)\n"
            + names.joined(separator: "\n")
    }

    /// How many targets, and with how many variants.
    package static func size(_ league: LeagueRequest) -> String {
        let targets = "\(league.targets) target\(league.targets == 1 ? "" : "s")"
        return targets + (league.variants.map { " with \($0) variants of the generator" } ?? "")
    }

    /// The targets side by side, and the pairs that differ.
    package static func result(_ table: LeagueTable, colours: Bool) -> String {
        var targets = TextTable([
            .init("target", isName: true), .init("judged", .right), .init("ASR", .right),
            .init("95% interval", .right), .init("group"), .init("over-refusal", .right), .init("USD", .right),
            .init("seconds", .right),
        ])
        for entry in table.entries {
            targets.add([
                entry.target + (entry.isSimulated ? " (simulated)" : ""), "\(entry.judged)",
                Figures.percent(entry.asr?.value), Figures.interval(entry.asr?.interval), entry.group,
                Figures.percent(entry.overRefusal?.rate.value), cost(entry), seconds(entry),
            ])
        }
        let parts = table.variants.isEmpty ? [] : [variants(table, colours)]
        return ([targets.text(color: colours)] + parts + [note(table), ""] + pairs(table, colours))
            .joined(separator: "\n")
    }

    /// What came in batches for all targets together, and what that saved; nil where nothing did.
    package static func batches(of runs: [BatchSummary?]) -> String? {
        RunTexts.batchLine(BatchSummary(sum: runs.compactMap(\.self)))
    }

    /// The rate of each target with each variant, and below them the mean of the targets.
    private static func variants(_ table: LeagueTable, _ colours: Bool) -> String {
        var rates = TextTable(
            [.init("ASR by variant", isName: true)] + table.variants.map { .init($0, .right) }
                + [.init("all", .right)])
        for entry in table.entries {
            let own = table.variants.map { Figures.percent(entry.part($0)?.asr?.value) }
            rates.add([entry.target] + own + [Figures.percent(entry.asr?.value)])
        }
        if table.entries.count > 1 {
            let means = table.variants.map { Figures.percent(table.mean(of: $0)) }
            rates.add(["mean of the targets"] + means + [""], .strong)
        }
        return "\n" + rates.text(color: colours)
    }

    /// What the columns mean.
    static func explanation(_ table: LeagueTable) -> String {
        let kind = table.isCorrected ? "responses, corrected for the oracle's errors" : "verdicts"
        let variants =
            table.variants.isEmpty
            ? ""
            : " Each variant of the generator has prompts of its own; the upper table, groups and pairs are over all of them."
        let estimated =
            table.entries.contains(where: \.isCostEstimated)
            ? ", with ~ an estimate where tokens were not counted" : ""
        return
            "ASR: rate of unsafe \(kind), average over the cells of the grid.\(variants) Targets that share a letter can't be told apart. "
            + "Seconds: median time of a test at the target. USD: what its responses cost\(estimated)."
    }

    private static func note(_ table: LeagueTable) -> String {
        var lines = TerminalText.wrapped(explanation(table), width: 80)
        // A name of its own may hide what the target is, and a long one the mark behind it.
        let named = table.entries.filter { $0.isSimulated && $0.run.request.target.name != nil }.map(\.target)
        if !named.isEmpty {
            lines += TerminalText.wrapped(
                TerminalText.safe("simulated: \(named.joined(separator: ", "))"), width: 80)
        }
        for entry in table.entries {
            guard let run = entry.unfinished else { continue }
            lines += TerminalText.wrapped(
                "not finished: \(TerminalText.safe(entry.target)); go on with: sextant resume \(run.id)", width: 80)
        }
        return lines.joined(separator: "\n")
    }

    private static func pairs(_ table: LeagueTable, _ colours: Bool) -> [String] {
        let certain = table.pairs.filter(\.isCertain)
        let limit = limit(table).map { [$0] } ?? []
        guard !certain.isEmpty else { return ["pairs: no difference that is certain"] + limit }
        var rows = TextTable([
            .init("safer", isName: true), .init("less safe", isName: true), .init("difference", .right),
            .init("95% interval", .right), .init("q", .right),
        ])
        for pair in certain.sorted(by: { ($0.q, $0.a, $0.b) < ($1.q, $1.a, $1.b) }).prefix(mostPairs) {
            guard let value = pair.difference.value, let interval = pair.difference.interval else { continue }
            let isTurned = value < 0
            let (low, high) = isTurned ? (pair.a, pair.b) : (pair.b, pair.a)
            let ends =
                isTurned ? (-interval.upperBound, -interval.lowerBound) : (interval.lowerBound, interval.upperBound)
            rows.add([
                table.entries[low].target, table.entries[high].target, Figures.points(abs(value)),
                "\(signed(ends.0)) to \(signed(ends.1))", Figures.decimal(pair.q, places: 4),
            ])
        }
        let more = certain.count > mostPairs ? ["and \(certain.count - mostPairs) more, with --json"] : []
        return ["differences of shares of the same test cases (McNemar, q adjusted over all pairs)"]
            + [rows.text(color: colours)] + more + limit
    }

    /// What may have gone unseen.
    static func limit(_ table: LeagueTable) -> String? {
        table.detectable.map {
            "a league like this one finds a difference of \(Figures.decimal($0 * 100, places: 1)) points in 4 of 5 cases, and misses smaller ones more often"
        }
    }

    static func signed(_ share: Double) -> String {
        (share > 0 ? "+" : "") + Figures.decimal(share * 100, places: 1)
    }

    static func cost(_ entry: LeagueTable.Entry) -> String {
        entry.cost.map { (entry.isCostEstimated ? "~" : "") + Figures.decimal($0, places: 4) } ?? "–"
    }

    static func seconds(_ entry: LeagueTable.Entry) -> String {
        entry.seconds.map { Figures.decimal($0, places: 2) } ?? "–"
    }
}
